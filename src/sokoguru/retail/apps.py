"""Retail as a Django app."""

from django.apps import AppConfig


class RetailConfig(AppConfig):
    name = "sokoguru.retail"
    label = "retail"
    verbose_name = "Toko"
