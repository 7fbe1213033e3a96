"""Where a row lives: the directory (alias ``default``) or the cell of the cooperative in force."""

from typing import Any

from django.conf import settings
from django.db.models import Model

from sokoguru.tenancy.scope import current

DIRECTORY = "default"


def is_tenant(app_label: str) -> bool:
    """Whether the tables of this app live in cells."""
    return app_label in settings.TENANT_APPS


class Router:
    """Tenant models to the cell in force, the rest to the directory; migrations too."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return current().cell if is_tenant(model._meta.app_label) else DIRECTORY

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return is_tenant(one._meta.app_label) == is_tenant(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return is_tenant(app_label) == (db != DIRECTORY)
