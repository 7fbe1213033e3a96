"""Reads the tables and the migrations for what import-linter cannot see, and says what is wrong."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.fields.related import RelatedField

from sokoguru.audit.rules import secret_names
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped
from tests.architecture.shape import stack

Models = Iterable[type[models.Model]]
BANNED_SQL = {
    "RESTART": r"\bRESTART\b",
    "set_config": r"\bset_config\b",
    "deferred": r"\b(DEFERRABLE|INITIALLY\s+DEFERRED|SET\s+CONSTRAINTS)\b",
    "inline CHECK": r"\bADD\s+COLUMN\b[^;]*\bCHECK\b",
    "public": r"\bpublic\.",
    "session-wide SET": r"^\s*SET\s+(?!LOCAL\b|TRANSACTION\b)\w",
    "advisory lock": r"\bpg_(try_)?advisory",
}
POSITIVE = (
    models.PositiveBigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)


def office_of(model: type[models.Model]) -> str | None:
    """The office a model lives in, if it is one of ours."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "sokoguru" else None


def keys_of(model: type[models.Model]) -> Iterator[RelatedField]:
    """The foreign keys and other relations that a model declares."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if isinstance(field, RelatedField):
            yield field


def upward_keys(told: Models) -> list[str]:
    """Foreign keys that point up the stack or at a stranger on the same storey."""
    level, wrong = stack(), []
    for model in told:
        here = office_of(model)
        for field in keys_of(model):
            there = office_of(field.related_model)  # type: ignore[arg-type]
            if here and there and there != here and level[there] <= level[here]:
                wrong.append(f"{model.__name__}.{field.name}: {here} -> {there}")
    return wrong


def loose_keys(told: Models) -> list[str]:
    """Relations of tenant rows that are not a ``TenantKey`` to another tenant row."""
    return [
        f"{model.__name__}.{field.name}"
        for model in told
        if issubclass(model, Stamped)
        for field in keys_of(model)
        if not isinstance(field, TenantKey) or not issubclass(field.related_model, Stamped)  # type: ignore[arg-type]
    ]


def grown_names(told: Models) -> list[str]:
    """Attributes that a higher office makes a lower one's model grow."""
    return [
        f"{model.__name__}.{field.name}: {field.remote_field.related_name}"
        for model in told
        for field in keys_of(model)
        if office_of(model)
        and office_of(field.related_model) != office_of(model)  # type: ignore[arg-type]
        and not (field.remote_field.related_name or "").endswith("+")
    ]


def leaking_uniques(told: Models) -> list[str]:
    """Uniques of tenant rows that would tell one cooperative what another has."""
    wrong = []
    for model in told:
        if not issubclass(model, Stamped):
            continue
        meta = model._meta
        wrong += [
            f"{model.__name__}.{f.name}" for f in meta.local_fields if f.unique and f != meta.pk
        ]
        wrong += [
            f"{model.__name__}: {one.name}"
            for one in meta.constraints
            if isinstance(one, models.UniqueConstraint)
            and tuple(one.fields)[:1] != ("cooperative_id",)
        ]
        wrong += [f"{model.__name__}: {names}" for names in meta.unique_together]
    return wrong


def wrong_side(told: Models, tenant_apps: Iterable[str]) -> list[str]:
    """Our models that are tenant rows outside a cell, or something else inside one."""
    inside = set(tenant_apps)
    return [
        model.__name__
        for model in told
        if office_of(model) and issubclass(model, Stamped) != (model._meta.app_label in inside)
    ]


def wrong_keys(told: Models) -> list[str]:
    """Tenant rows whose primary key is not a 64-bit number of their own."""
    return [
        model.__name__
        for model in told
        if issubclass(model, Stamped)
        and (type(model._meta.pk) is not models.BigAutoField or model._meta.pk.name != "id")
    ]


def statements_of(operation: Operation) -> Iterator[str]:
    """The SQL of an operation, forwards."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from statements_of(inner)
    if isinstance(operation, migrations.RunSQL):
        told = [operation.sql] if isinstance(operation.sql, str) else operation.sql
        for each in told:
            yield each if isinstance(each, str) else each[0]


def bare(statement: str) -> str:
    """A statement without bodies of functions, strings and comments."""
    text = re.sub(r"\$(\w*)\$.*?\$\1\$", "''", statement, flags=re.S)
    return re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", text).strip().rstrip(";")


def wrong_operation(operation: Operation, *, in_cell: bool) -> list[str]:
    """What ``cells.md`` forbids in one operation of a migration."""
    wrong = [f"{name} in SQL" for each in statements_of(operation) for name in banned_in(each)]
    wrong += ["several statements in one" for each in statements_of(operation) if ";" in bare(each)]
    if isinstance(operation, migrations.RunSQL) and isinstance(operation.sql, str):
        wrong.append("RunSQL takes a list")
    if isinstance(operation, migrations.AddConstraint):
        wrong += _late(operation.constraint)
    if isinstance(operation, migrations.CreateModel):
        for one in operation.options.get("constraints", ()):
            wrong += _late(one)
    if (
        in_cell
        and isinstance(operation, migrations.AddField)
        and isinstance(operation.field, POSITIVE)
    ):
        wrong.append("a new column with its CHECK inline")
    if isinstance(operation, migrations.AlterField) and operation.field.primary_key:
        wrong.append("a key changes its type")
    return wrong


def banned_in(statement: str) -> list[str]:
    """Words of SQL that a cell must not know."""
    return [
        name
        for name, pattern in BANNED_SQL.items()
        if re.search(pattern, statement, flags=re.I | re.M)
    ]


def _late(constraint: models.BaseConstraint) -> list[str]:
    late = getattr(constraint, "deferrable", None) is not None
    return [f"{constraint.name} is checked at COMMIT"] if late else []


def upward_migrations(office: str, needs: Iterable[tuple[str, str]]) -> list[str]:
    """Offices above that a migration waits for."""
    level = stack()
    return [
        there
        for label, _ in needs
        if (there := label.removeprefix("soko_")) in level
        and there != office
        and level[there] <= level[office]
    ]


def telling_events(module: ModuleType) -> list[str]:
    """Events with a fact that is named like a secret, or that are not frozen dataclasses."""
    wrong = []
    for name, kind in vars(module).items():
        if not isinstance(kind, type) or kind.__module__ != module.__name__:
            continue
        if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            wrong.append(f"{name}: not a frozen dataclass")
            continue
        wrong += [f"{name}.{each}" for each in secret_names(f.name for f in fields(kind))]
    return wrong


def tenant_labels() -> set[str]:
    """The apps whose tables live in cells, by the settings."""
    return set(settings.TENANT_APPS)
