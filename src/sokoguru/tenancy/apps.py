"""Tenancy as a Django app. Its tables live in the directory."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "sokoguru.tenancy"
    label = "tenancy"
    verbose_name = "Koperasi"
