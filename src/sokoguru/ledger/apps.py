"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sokoguru.ledger"
    label = "ledger"
    verbose_name = "Buku"
