"""The mistake as a Django app: it is there when Django is ready, in every process."""

from importlib import import_module

from django.apps import AppConfig


class PlantedConfig(AppConfig):
    name = "tests.project.planted"

    def ready(self) -> None:
        import_module("tests.project.planted.mistakes").plant()
