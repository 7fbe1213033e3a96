"""How events are named, written down and hashed, and what is never written down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sokoguru.audit import rules
from sokoguru.audit.rules import SecretTold, back_off, body_of, check_no_secret, hash_of, name_of
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.events import PeriodClosed


@dataclass(frozen=True)
class Mixed:
    """An event with every kind of plain fact."""

    amount: int
    on: date
    at: datetime
    tags: tuple[str, ...]
    note: str | None
    sure: bool


@dataclass(frozen=True)
class WithPin:
    """An event that tells a secret."""

    member_id: int
    new_pin: str


@dataclass(frozen=True)
class WithFloat:
    """An event with a fact that is not plain."""

    rate: object


def test_an_event_is_named_by_its_office() -> None:
    assert name_of(PeriodClosed) == "ledger.PeriodClosed"
    assert name_of(PeriodClosed(date(2026, 1, 1), date(2026, 1, 31))) == "ledger.PeriodClosed"


def test_the_facts_of_an_event_are_plain() -> None:
    at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    assert body_of(Mixed(2**53 + 1, date(2026, 11, 24), at, ("a", "b"), None, True)) == {
        "amount": 9007199254740993,
        "on": "2026-11-24",
        "at": "2026-11-24T05:00:00+00:00",
        "tags": ["a", "b"],
        "note": None,
        "sure": True,
    }


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), b"x", {"a": 1}, object()])
def test_a_fact_that_is_not_plain_is_a_bug(value: object) -> None:
    with pytest.raises(AssertionError):
        body_of(WithFloat(value))


def test_an_event_that_tells_a_secret_is_never_written_down() -> None:
    with pytest.raises(SecretTold, match="new_pin"):
        body_of(WithPin(1, "123456"))


@pytest.mark.parametrize(
    "name", ["pin", "new_pin", "PIN", "loginToken", "token", "password", "kata_sandi", "nik", "otp"]
)
def test_the_names_of_secrets(name: str) -> None:
    assert rules.secret_names([name]) == [name]


@pytest.mark.parametrize(
    "name", ["pinned_at", "opinion", "unique", "nickname", "shipping", "tokenised", "came_by"]
)
def test_names_that_only_sound_like_one(name: str) -> None:
    assert rules.secret_names([name]) == []


def test_a_secret_is_found_at_any_depth() -> None:
    check_no_secret({"a": [{"b": 1}], "c": "token"})
    with pytest.raises(SecretTold):
        check_no_secret({"a": [{"b": {"token": "x"}}]})


def test_one_body_has_one_hash_whatever_its_order() -> None:
    assert hash_of({"a": 1, "b": "é"}) == hash_of({"b": "é", "a": 1})
    assert hash_of({"a": 1}) != hash_of({"a": "1"})
    assert hash_of({"a": 1}).hex() == (
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    )


def test_a_failed_delivery_waits_longer_each_time() -> None:
    waits = [back_off(spent) for spent in range(1, rules.MAX_ATTEMPTS)]
    assert waits == [timedelta(seconds=each) for each in (10, 60, 360, 2160, 12960)]


def test_a_problem_is_told_without_its_facts() -> None:
    assert rules.problem_of(NotFound(name="Siti")) == "kernel.not_found"
    try:
        {}["Siti"]
    except KeyError as failure:
        told = rules.problem_of(failure)
    assert told.startswith("KeyError at test_rules.py:")
    assert "Siti" not in told
