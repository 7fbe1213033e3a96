"""Governance as a Django app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "sokoguru.governance"
    label = "governance"
    verbose_name = "Rapat anggota"
