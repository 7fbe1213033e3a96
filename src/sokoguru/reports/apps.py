"""Reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "sokoguru.reports"
    label = "reports"
    verbose_name = "Buku"
