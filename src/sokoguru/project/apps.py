"""The project as a Django app: it connects events to handlers when Django is ready."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "sokoguru.project"
    label = "soko_project"

    def ready(self) -> None:
        from sokoguru.project import wiring  # noqa: PLC0415  (models exist only now)

        wiring.connect()
