"""Identity as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "sokoguru.identity"
    label = "identity"
    verbose_name = "Peran"
