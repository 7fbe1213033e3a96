"""Surplus as a Django app."""

from django.apps import AppConfig


class SurplusConfig(AppConfig):
    name = "sokoguru.surplus"
    label = "surplus"
    verbose_name = "SHU"
