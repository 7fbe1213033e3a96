"""Outreach as a Django app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "sokoguru.outreach"
    label = "outreach"
    verbose_name = "Siaran"
