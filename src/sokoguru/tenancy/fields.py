"""The one foreign key of tenant rows: a row and its parent are of one cooperative."""

from typing import Any

from django.db import models


class TenantKey(models.ForeignKey):  # type: ignore[type-arg]
    """A foreign key whose constraint the migration entry point makes with ``cooperative_id`` in it.

    Row level security does not see foreign keys, so a plain one could point into another
    cooperative. The constraint is ``(cooperative_id, x_id, *also)`` against
    ``(cooperative_id, id, *also)`` of the parent; ``also`` names further columns, the same on both
    sides, that must agree.
    Parents are protected and grow no reverse attribute unless a name is given.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        self.also: tuple[str, ...] = tuple(options.pop("also", ()))
        options.setdefault("related_name", "+")
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self.also:
            options["also"] = self.also
        return name, path, args, options
