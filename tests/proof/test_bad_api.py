"""Every field of the API, found in its description, with every odd value: refused in words.

A body that the description does not allow is refused with a code and a sentence, changes nothing,
never fails the server, and takes less than a second.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from ninja.parser import Parser

from sokoguru.identity import actions as identity
from sokoguru.project.api import api
from sokoguru.retail.actions import tills
from sokoguru.savings.actions import counter
from tests.cast import Cast
from tests.proof import corpus, described
from tests.proof.described import Description, Inside, Operation, Place
from tests.proof.trying import Tried, standing, tried
from tests.retail.conftest import open_shop
from tests.savings.conftest import open_wadiah
from tests.web import browser

UNFIT = {"api.invalid", "api.unreadable"}
SALES, REPORT = "/api/v1/kasir/penjualan", ("reports", 0, "body")


class Caller:
    """Programs with keys, who send whatever they are told."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.browser = cast, browser(raise_request_exception=False)
        self.keys = {
            name: identity.issue_key(login_id=cast.staff[name].login_id, name="uji")
            for name in ("deni", "wulan")
        }
        self.description = Description(self.browser.get("/api/openapi.json").json())

    def send(self, operation: Operation, body: str | bytes, key: str = "") -> Tried:
        """Once, with a key of its own."""
        by = "wulan" if operation.path == SALES else "deni"
        told = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        headers = {
            "Idempotency-Key": key or str(uuid4()), "Authorization": f"Bearer {self.keys[by]}",
        }  # fmt: skip
        return tried(
            lambda: self.browser.generic(
                operation.method, operation.path, told, "application/json", headers=headers
            )
        )

    def body(self, operation: Operation) -> Any:
        """A body that fits, made of the description and of what is there."""
        line = {"sku": "BERAS", "quantity": 1_000, "price": 14_000, "amount": 14_000}
        report = Inside(at="2026-11-24T11:30:00+07:00", lines=[line], total=14_000, tender="tunai",
                        given=20_000, member="", shift=None)  # fmt: skip
        known = {
            "member_id": self.cast.member("Siti").pk, "amount": 20_000, "till": "K1",
            "reports": [{"body": report}],
        }  # fmt: skip
        return described.with_known(self.description.sample(operation.schema), known)


@pytest.fixture
def caller(cast: Cast) -> Caller:
    """Deni's and Wulan's programs; a shop with a till, a shift, and something to take out."""
    open_shop(cast)
    open_wadiah(cast)
    tills.open_shift(till="K1", opening_float=0, request_key="buka", actor=cast.actor("wulan"))
    counter.deposit(member_id=cast.member("Siti").pk, kind=counter.Simpanan.SUKARELA,
                    amount=100_000, request_key="awal", actor=cast.actor("deni"))  # fmt: skip
    return Caller(cast)


def operations(caller: Caller) -> list[Operation]:
    found = list(caller.description.operations())
    assert len(found) >= 3
    return found


def words_of(said: Tried) -> str:
    """The refusal of an answer: its code, if it has a sentence too."""
    try:
        told = said.answer.json()
    except ValueError:
        return ""
    if not isinstance(told, dict) or len(str(told.get("message", ""))) < 9:
        return ""
    return str(told.get("code", ""))


def bodies(
    caller: Caller, operation: Operation, only: Callable[[Place], bool], every: int = 1
) -> Iterator[tuple[Place, str, str | bytes]]:
    """Every odd body (or every so-manieth): where it is odd, how (in short), and its text."""
    body = caller.body(operation)
    for turn, place in enumerate(filter(only, described.places(body))):
        for text in corpus.JSON[turn % every :: every]:
            yield place, text[:40], described.with_value(body, place, text)
        if place and isinstance(place[-1], str):
            yield place, "twice", described.with_twin(body, place)
    for raw in corpus.BODIES if only(()) else ():
        yield (), raw[:40].decode("latin-1"), raw


def is_allowed(caller: Caller, operation: Operation, body: str | bytes) -> bool:
    """Whether the description allows the body, read as strictly as JSON can be read."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            raise ValueError
        return told

    def no(text: str) -> None:
        raise ValueError(text)

    try:
        read = json.loads(body, object_pairs_hook=once, parse_constant=no)
    except (ValueError, RecursionError):
        return False
    return caller.description.fits(operation.schema, read)


def is_inside(place: Place) -> bool:
    return place[:3] == REPORT and place != REPORT


def faults(caller: Caller, only: Callable[[Place], bool]) -> list[str]:
    """What went wrong with any of the odd bodies, in words."""
    wrong: list[str] = []
    for operation in operations(caller):
        before = standing(caller.cast.cooperative)
        for place, how, body in bodies(caller, operation, only):
            said, shown = caller.send(operation, body), f"{operation.path} {place} {how!r}"
            if said.broke:
                wrong.append(f"{shown}: {said.broke}")
            elif said.status >= 400 and not words_of(said):
                wrong.append(f"{shown}: {said.status} without words {said.text[:200]}")
            elif words_of(said) not in UNFIT and not is_allowed(caller, operation, body):
                wrong.append(f"{shown}: taken as fit, {said.text[:200]}")
        after = standing(caller.cast.cooperative)
        left = [table for table in before if before[table] != after[table]]
        if left:
            wrong.append(f"{operation.path}: refused, and yet {left} changed")
    return wrong


def test_a_body_that_fits_is_taken(caller: Caller) -> None:
    for operation in operations(caller):
        body = described.written(caller.body(operation))
        assert is_allowed(caller, operation, body), body
        said = caller.send(operation, body)
        assert said.status in (200, 201), said.text
        assert '"conflict"' not in said.text


def test_no_odd_value_in_any_field_fails_or_slips_through(caller: Caller) -> None:
    assert faults(caller, lambda place: not is_inside(place)) == []


def odd_reports(caller: Caller, every: int) -> set[str]:
    """The fields of a report that may hold something odd while the sale is booked."""
    [operation] = [each for each in operations(caller) if each.path == SALES]
    taken = set()
    for place, how, body in bodies(caller, operation, is_inside, every):
        said = caller.send(operation, body)
        assert not said.broke, (place, how, said.broke)
        if said.status != 200:
            assert words_of(said), (place, how, said.text)
            continue
        [outcome] = said.answer.json()
        if outcome["status"] == "conflict":
            assert (outcome["number"], "." in outcome["problem"]) == ("", True), (place, how)
        else:
            taken.add(str(place[-1]))
            assert outcome["flags"] != [] or place[-1] == "given", (place, how)
            assert how != "twice", place
    return taken


BOOKED = {"member", "shift", "given", "quantity", "price"}
"""A sale is booked, and flagged, when its member or its shift is unknown, when more is sold than is
there or for another price; change may be large.
"""


def test_a_report_that_is_odd_inside_is_kept_and_sells_nothing(caller: Caller) -> None:
    """A sale has happened: it is never refused, but what cannot be read is for a person."""
    assert odd_reports(caller, every=4) <= BOOKED


@pytest.mark.heavy
def test_a_report_that_is_odd_inside_in_every_way(caller: Caller) -> None:
    assert odd_reports(caller, every=1) == BOOKED


@pytest.mark.parametrize("key", ["", "pendek", "x" * 256, "kunci\x7f-uji", "kuncí-uji", " " * 20])
def test_a_key_that_is_none_is_refused(caller: Caller, key: str) -> None:
    for operation in operations(caller):
        body = described.written(caller.body(operation))
        said = caller.send(operation, body, key=key or " ")
        assert (said.status, words_of(said)) == (422, "identity.key_missing")


def test_a_reader_that_takes_the_last_of_two_is_caught(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the reader of bodies that ninja brings along."""
    monkeypatch.setattr(api, "parser", Parser())
    found = faults(caller, lambda place: place == ("amount",))
    assert any("('amount',) 'twice': taken as fit" in each for each in found)


def test_an_amount_that_overflows_is_caught(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a deposit that knows whole numbers of four bytes only."""
    usual = counter.deposit

    def narrow(*, amount: int, **what: Any) -> Any:
        return usual(amount=int.from_bytes(amount.to_bytes(4, "big", signed=True), "big"), **what)

    monkeypatch.setattr("sokoguru.savings.api.counter.deposit", narrow)
    found = faults(caller, lambda place: place == ("amount",))
    assert "/api/v1/simpanan/setoran ('amount',) '2147483648': 500" in found
