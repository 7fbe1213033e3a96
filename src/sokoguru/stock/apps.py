"""Stock as a Django app."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "sokoguru.stock"
    label = "stock"
    verbose_name = "Persediaan"
