"""The bell as a Django app: its handler is wired when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class BellConfig(AppConfig):
    name = "tests.project.bell"

    def ready(self) -> None:
        import_module("tests.project.bell.ringing").connect()
