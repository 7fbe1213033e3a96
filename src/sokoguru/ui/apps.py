"""Registers the office of pages."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and tags of every page."""

    name = "sokoguru.ui"
    label = "ui"
