"""Notices as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sokoguru.notices"
    label = "notices"
    verbose_name = "Kabar"
