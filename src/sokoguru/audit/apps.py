"""Audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sokoguru.audit"
    label = "audit"
    verbose_name = "Riwayat"
