"""Payments as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "sokoguru.payments"
    label = "payments"
    verbose_name = "Pembayaran"
