"""Supply as a Django app."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "sokoguru.supply"
    label = "supply"
    verbose_name = "Pemasok dan pembuat"
