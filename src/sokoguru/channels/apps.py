"""Channels as a Django app. The label keeps clear of other packages of that name."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "sokoguru.channels"
    label = "soko_channels"
    verbose_name = "Saluran"
