"""Tables and migrations keep to the walls; each check is shown something broken."""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.test.utils import isolate_apps

from sokoguru.audit.models import Record
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Cooperative, Stamped
from tests.architecture import shape, tables

OURS = [model for model in apps.get_models(include_auto_created=True) if tables.office_of(model)]
LOADER = MigrationLoader(None)
MIGRATIONS = {
    key: each
    for key, each in LOADER.disk_migrations.items()
    if type(each).__module__.startswith("sokoguru.")
}
SIDES = {
    "audit": "cell", "channels": "cell", "financing": "cell", "benevolence": "cell",
    "conversations": "cell", "governance": "cell", "identity": "cell", "learning": "cell",
    "ledger": "cell", "members": "cell", "newsroom": "cell", "notices": "cell", "outreach": "cell",
    "payments": "cell", "reports": "cell", "retail": "cell", "savings": "cell", "stock": "cell",
    "supply": "cell", "surplus": "cell", "tenancy": "directory",
}  # fmt: skip
"""Where the tables of an office live, for good: its migrations are entered in every schema, so an
office that changed sides would find them done and have no tables (``cells.md`` 3)."""


def made(office: str, base: type[models.Model] = Stamped, **fields: Any) -> type[models.Model]:
    """A model as that office would declare it; call it with the apps isolated."""
    told = {"app_label": fields.pop("label", office), **fields.pop("meta", {})}
    meta = type("Meta", (), told)
    body = {"__module__": f"sokoguru.{office}.models", "Meta": meta, **fields}
    return type("Made", (base,), body)


def test_foreign_keys_point_down() -> None:
    assert tables.upward_keys(OURS) == []


@isolate_apps()
def test_a_foreign_key_that_points_up_or_aside() -> None:
    above = made("members", name=models.CharField(max_length=9))
    stranger = made("financing", key=TenantKey(above))
    up = made("ledger", member=TenantKey(above))
    aside = made("savings", akad=TenantKey(stranger))
    down = made("supply", member=TenantKey(above))
    assert tables.upward_keys([up, aside, down, stranger]) == [
        "Made.member: ledger -> members",
        "Made.akad: savings -> financing",
    ]


def test_tenant_rows_are_tied_by_tenant_keys_only() -> None:
    assert tables.loose_keys(OURS) == []


@isolate_apps()
@pytest.mark.parametrize(
    "field",
    [
        lambda: models.ForeignKey(Record, models.PROTECT, related_name="+"),
        lambda: models.OneToOneField(Record, models.PROTECT, related_name="+"),
        lambda: models.ManyToManyField(Record, related_name="+"),
        lambda: TenantKey(Cooperative),
    ],
)
def test_a_key_without_its_cooperative_or_out_of_the_cell(field: Callable[[], Any]) -> None:
    assert tables.loose_keys([made("savings", record=field())]) == ["Made.record"]


def test_no_model_grows_names_from_above() -> None:
    assert tables.grown_names(OURS) == []


@isolate_apps()
def test_a_related_name_across_offices() -> None:
    grown = made("savings", record=TenantKey(Record, related_name="savings"))
    silent = made("members", record=TenantKey(Record))
    assert tables.grown_names([grown, silent]) == ["Made.record: savings"]


def test_no_unique_leaks_existence() -> None:
    assert tables.leaking_uniques(OURS) == []


@isolate_apps()
def test_a_unique_without_the_cooperative() -> None:
    plain = made("savings", code=models.CharField(max_length=9, unique=True))
    alone = models.UniqueConstraint(fields=["code"], name="alone")
    late = models.UniqueConstraint(fields=["code", "cooperative_id"], name="late")
    fine = models.UniqueConstraint(fields=["cooperative_id", "code"], name="fine")
    code = models.CharField(max_length=9)
    listed = made("members", code=code, meta={"constraints": [alone, late, fine]})
    one = made("stock", record=models.OneToOneField(Record, models.PROTECT, related_name="+"))
    assert tables.leaking_uniques([plain, listed, one]) == [
        "Made.code",
        "Made: alone",
        "Made: late",
        "Made.record",
    ]


def test_every_key_is_a_64_bit_number() -> None:
    assert tables.wrong_keys(OURS) == []


@isolate_apps()
def test_a_key_of_another_kind() -> None:
    short = made("savings", id=models.AutoField(primary_key=True))
    named = made("members", code=models.CharField(max_length=9, primary_key=True))
    assert tables.wrong_keys([short, named, made("stock")]) == ["Made", "Made"]


def test_rows_of_cooperatives_live_in_cells_and_nothing_else_does() -> None:
    assert tables.wrong_side(OURS, tables.tenant_labels()) == []


@isolate_apps()
def test_a_model_on_the_wrong_side() -> None:
    outside = made("savings", label="elsewhere")
    inside = made("members", base=models.Model)
    fine = made("audit")
    wrong = tables.wrong_side([outside, inside, fine], {"audit", "members"})
    assert wrong == ["Made", "Made"]


def test_an_office_never_changes_sides() -> None:
    found = {label.removeprefix("soko_") for label in tables.tenant_labels()}
    cells = {office for office, side in SIDES.items() if side == "cell"}
    assert found <= cells
    with_tables = {tables.office_of(model) for model in OURS}
    assert with_tables - cells == {"tenancy"}
    assert set(SIDES) <= set(shape.stack())


@pytest.mark.parametrize("key", sorted(MIGRATIONS), ids=".".join)
def test_migrations_keep_to_the_rules_of_cells(key: tuple[str, str]) -> None:
    office, migration = key[0].removeprefix("soko_"), MIGRATIONS[key]
    in_cell = key[0] in tables.tenant_labels()
    wrong = [
        said
        for operation in migration.operations
        for said in tables.wrong_operation(operation, in_cell=in_cell)
    ]
    assert wrong == []
    assert tables.upward_migrations(office, migration.dependencies) == []


def test_the_application_knows_no_words_that_a_cell_must_not() -> None:
    """The entry point of migrations alone may take an advisory lock."""
    found = {
        str(path.relative_to(shape.SRC)): said
        for path in shape.sources()
        if (said := [n for n in tables.banned_in(path.read_text()) if n in WORDS])
    }
    assert found == {"project/database.py": ["advisory lock"]}


WORDS = {"set_config", "advisory lock"}
LATE = models.UniqueConstraint(
    fields=["cooperative_id", "code"], name="late", deferrable=models.Deferrable.DEFERRED
)


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.RunSQL(["ALTER SEQUENCE x RESTART WITH 5"]), ["RESTART in SQL"]),
        (migrations.RunSQL(["SELECT set_config('a', 'b', false)"]), ["set_config in SQL"]),
        (migrations.RunSQL(["SET lock_timeout = 0"]), ["session-wide SET in SQL"]),
        (migrations.RunSQL(["SET LOCAL lock_timeout = 0"]), []),
        (migrations.RunSQL(["SELECT 1 FROM public.x"]), ["public in SQL"]),
        (
            migrations.RunSQL(["ALTER TABLE x ADD COLUMN y int CHECK (y > 0)"]),
            ["inline CHECK in SQL"],
        ),
        (migrations.RunSQL(["SELECT 1; SELECT 2"]), ["several statements in one"]),
        (migrations.RunSQL([("SELECT 1; SELECT 2", None)]), ["several statements in one"]),
        (migrations.RunSQL("SELECT 1"), ["RunSQL takes a list"]),
        (migrations.RunSQL(["SELECT ';' -- one; two\n;"]), []),
        (migrations.RunSQL(["CREATE FUNCTION f() AS $$ BEGIN x; y; END $$"]), []),
        (
            migrations.RunSQL(["ALTER TABLE x ADD UNIQUE (y) DEFERRABLE INITIALLY DEFERRED"]),
            ["deferred in SQL"],
        ),
        (
            migrations.SeparateDatabaseAndState(
                database_operations=[migrations.RunSQL(["SELECT 1; SELECT 2"])]
            ),
            ["several statements in one"],
        ),
        (migrations.AddConstraint("x", LATE), ["late is checked at COMMIT"]),
        (
            migrations.CreateModel("X", [], options={"constraints": [LATE]}),
            ["late is checked at COMMIT"],
        ),
        (
            migrations.AddField("x", "count", models.PositiveIntegerField(default=0)),
            ["a new column with its CHECK inline"],
        ),
        (migrations.AddField("x", "count", models.IntegerField(default=0)), []),
        (
            migrations.AlterField("x", "id", models.AutoField(primary_key=True)),
            ["a key changes its type"],
        ),
    ],
)
def test_a_migration_that_a_cell_must_not_have(operation: Operation, said: list[str]) -> None:
    assert tables.wrong_operation(operation, in_cell=True) == said


def test_a_migration_that_waits_for_an_office_above() -> None:
    needs = [("audit", "0001_initial"), ("members", "0001_initial"), ("auth", "0001_initial")]
    assert tables.upward_migrations("ledger", needs) == ["members"]


EVENTS = [name for name in shape.modules_of() if name.split(".")[2:3] == ["events"]]


@pytest.mark.parametrize("name", EVENTS)
def test_events_are_frozen_and_tell_no_secret(name: str) -> None:
    assert tables.telling_events(importlib.import_module(name)) == []


def test_an_event_that_tells_a_secret() -> None:
    module = ModuleType("sokoguru.x.events")
    source = (
        "from dataclasses import dataclass\n"
        "@dataclass(frozen=True)\nclass PinSet:\n    member_id: int\n    new_pin: str\n"
        "@dataclass\nclass Loose:\n    a: int\n"
    )
    exec(source, module.__dict__)
    assert tables.telling_events(module) == ["PinSet.new_pin", "Loose: not a frozen dataclass"]
