"""The combined pages as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "sokoguru.site"
    label = "soko_site"
    verbose_name = "Situs"
