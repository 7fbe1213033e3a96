"""The state machine of the ledger against its model, and the bugs that it must find."""

import ast
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from sokoguru.ledger import rules
from sokoguru.ledger.actions import holds
from sokoguru.ledger.rules import Draft
from sokoguru.ledger.sql import posting as posting_sql
from tests.ledger import model
from tests.ledger.machine import LedgerMachine
from tests.ledger.test_concurrency import planted


def drive(runs: int, steps: int) -> None:
    """So many runs of at most so many steps, the same ones every time; what fails is not shrunk."""
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


def test_the_books_and_their_model_never_part() -> None:
    drive(runs=12, steps=30)


@pytest.mark.heavy
def test_the_books_and_their_model_never_part_in_long_runs() -> None:
    drive(runs=400, steps=80)


BUGS: dict[str, tuple[object, str, object]] = {
    "what is held may be spent": (
        posting_sql,
        "POST",
        planted(
            posting_sql.POST,
            ("             - CASE side WHEN 1 THEN credit_held ELSE debit_held END AS", " AS"),
        ),
    ),
    "a reversal is not mirrored": (
        rules,
        "mirrored",
        lambda lines: list[Draft](lines),
    ),
    "a replay moves the balances again": (
        posting_sql,
        "POST",
        planted(
            posting_sql.POST,
            ("      AND NOT EXISTS (SELECT FROM stored)\n", ""),
            ("    FROM moves, entry\n", "    FROM moves\n"),
        ),
    ),
    "a closed month takes entries": (
        posting_sql,
        "POST",
        planted(posting_sql.POST, ("WHERE NOT per.closed AND", "WHERE")),
    ),
    "another date is the same body": (
        rules,
        "body_hash",
        lambda *, on, lines, reverses_id=None: b"%d" % len(lines),
    ),
    "a voided hold stays counted": (holds, "_move_held", lambda account_id, amount: True),
    "an entry may be a rupiah off": (
        rules,
        "check_entry",
        lambda lines: None,
    ),
}


@pytest.mark.parametrize("bug", sorted(BUGS))
def test_the_machine_finds(bug: str) -> None:
    where, name, wrong = BUGS[bug]
    with patch.object(where, name, wrong), pytest.raises((AssertionError, DatabaseError)):
        drive(runs=100, steps=40)


def test_the_model_knows_nothing_of_the_books() -> None:
    assert model.__file__ is not None
    imports = [
        node
        for node in ast.walk(ast.parse(Path(model.__file__).read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert [ast.unparse(node) for node in imports] == ["from dataclasses import dataclass, field"]
