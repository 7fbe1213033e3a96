"""``soko check``, ``verify``, ``doctor``: what they say of healthy and of broken books."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from sokoguru.audit.actions import record
from sokoguru.audit.models import Delivery, Record
from sokoguru.kernel.findings import Finding
from sokoguru.kernel.refs import SYSTEM
from sokoguru.project import wiring
from sokoguru.project.command import Call
from sokoguru.project.doing import check, doctor, verify
from sokoguru.project.errors import NotPrepared
from sokoguru.project.health import check_prepared
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.conftest import cooperative
from tests.project.bell.ringing import Rung

LEDGER = [
    "ledger.entries_sum_to_zero",
    "ledger.balances_equal_lines",
    "ledger.floors_hold",
    "ledger.books_balance",
    "ledger.seals_are_whole",
]
WHOSE = "tenancy.rows_belong_to_their_cooperative"


@pytest.fixture
def two(committed: str) -> tuple[Cooperative, Cooperative]:
    """Melati and Kenanga in one cell, with a rung bell each."""
    both = cooperative("melati", "cell_001"), cooperative("kenanga", "cell_001")
    for each in both:
        with acting_for(each):
            number = record(Rung(times=1), actor=SYSTEM)
            Delivery.objects.create(
                record_id=number,
                handler="bell",
                not_before=Record.objects.get(pk=number).at,
            )
    return both


def call(tmp_path: Path, *, as_json: bool = True) -> Call:
    return Call(Namespace(json=as_json), tmp_path, embedded=True)


def test_a_sound_installation_is_told_in_the_agreed_form(two, tmp_path, capsys):
    assert check.run(call(tmp_path)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert set(told) == {"ok", "invariants"}
    names = [row["name"] for row in told["invariants"]]
    assert (names[: len(LEDGER)], names[-1]) == (LEDGER, WHOSE)
    whose = told["invariants"][-1]
    assert set(whose) == {"name", "ok", "checked", "broken"}
    assert (whose["ok"], whose["checked"] >= 4, whose["broken"]) == (True, True, [])


def test_a_row_of_another_cooperative_than_its_parent_is_named(two, tmp_path, capsys):
    melati, kenanga = two
    with databases.owner_connection() as owner:
        owner.execute("ALTER TABLE audit_delivery DROP CONSTRAINT audit_delivery_record_id_own")
        owner.execute(
            "UPDATE audit_delivery SET cooperative_id = %s WHERE handler = 'bell'", [melati.pk]
        )
        row = owner.execute(
            "SELECT delivery.id, record.id FROM audit_delivery delivery"
            " JOIN audit_record record ON record.id = record_id WHERE record.cooperative_id = %s",
            [kenanga.pk],
        ).fetchone()
    assert row is not None
    assert check.run(call(tmp_path)) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    words = f"audit_delivery {row[0]}: record {row[1]} milik koperasi lain"
    assert told["invariants"][-1]["broken"] == [words]


def test_rows_of_no_cooperative_of_their_cell_are_named(two, tmp_path, capsys):
    Cooperative.objects.filter(slug="kenanga").update(cell="cell_002")
    assert check.run(call(tmp_path)) == 1
    broken = json.loads(capsys.readouterr().out)["invariants"][-1]["broken"]
    owner = two[1].pk
    assert broken == [
        f"audit_record: 1 baris milik koperasi {owner}",
        f"audit_delivery: 1 baris milik koperasi {owner}",
    ]


def test_what_breaks_an_invariant_names_the_cooperative_and_hides_no_other(
    two, tmp_path, capsys, monkeypatch
):
    def broken_at_home() -> Finding:
        rings = Record.objects.filter(name="tests.Rung").count()
        return Finding("bell.rings", rings, ["bel retak"] * rings)

    def not_to_be_computed() -> Finding:
        Record.objects.extra(where=["no_such_column"]).count()
        raise AssertionError

    monkeypatch.setattr(wiring, "INVARIANTS", (not_to_be_computed, broken_at_home))
    assert check.run(call(tmp_path, as_json=False)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "    melati: ProgrammingError" in lines
    at = [line.split() for line in lines].index(["✗", "bell.rings", "2"])
    assert lines[at + 1 : at + 3] == ["    melati: bel retak", "    kenanga: bel retak"]


def test_an_invariant_cannot_write(two, tmp_path, monkeypatch, capsys):
    def writes() -> Finding:
        record(Rung(times=2), actor=SYSTEM)
        raise AssertionError

    monkeypatch.setattr(wiring, "INVARIANTS", (writes,))
    assert check.run(call(tmp_path)) == 1
    assert "InternalError" in capsys.readouterr().out


def test_verify_tells_of_the_seals_alone(two, tmp_path, capsys):
    assert verify.run(call(tmp_path)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["invariants"]] == ["ledger.seals_are_whole"]


def test_tables_that_lag_behind_are_refused(committed):
    with databases.owner_connection() as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    with pytest.raises(NotPrepared) as refused:
        check_prepared()
    assert refused.value.facts == {"pending": 1}


def test_the_doctor_names_what_is_bad(two, tmp_path, capsys, settings):
    assert doctor.run(call(tmp_path)) == 1
    told = json.loads(capsys.readouterr().out)
    states = {row["name"]: row["state"] for row in told["checks"]}
    assert states.pop("worker") == "bad"
    assert set(states.values()) == {"ok"}
    assert next(row["detail"] for row in told["checks"] if row["name"] == "role") == "soko_app"
