"""Savings as a Django app."""

from django.apps import AppConfig


class SavingsConfig(AppConfig):
    name = "sokoguru.savings"
    label = "savings"
    verbose_name = "Simpanan"
