"""Koperasi Lestari with its wadiah open, and short verbs for the counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from sokoguru.audit.models import Record
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Balance, Entry, Line
from sokoguru.savings.actions import counter, products
from sokoguru.savings.actions.counter import Moved
from sokoguru.savings.models import Product, Saving
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import SavingTerms, Simpanan
from tests.cast import FIRST, Cast

TERMS = SavingTerms(deposit_min=10_000, withdrawal_min=5_000, balance_min=5_000)


@dataclass(frozen=True)
class Counter:
    """Deni's counter."""

    cast: Cast

    def deposit(
        self, name: str, amount: int, *, kind: str = "sukarela", key: str = "", by: str = "deni"
    ) -> Moved:
        return counter.deposit(
            member_id=self.cast.member(name).pk,
            kind=Simpanan(kind),
            amount=amount,
            request_key=key or str(uuid4()),
            actor=self.cast.actor(by),
        )

    def withdraw(
        self, name: str, amount: int, *, kind: str = "sukarela", key: str = "", by: str = "deni"
    ) -> Moved:
        return counter.withdraw(
            member_id=self.cast.member(name).pk,
            kind=Simpanan(kind),
            amount=amount,
            request_key=key or str(uuid4()),
            actor=self.cast.actor(by),
        )

    def has(self, name: str, kind: str = "sukarela") -> int:
        return balances.passbook(self.cast.member(name).pk).balances[Simpanan(kind)]

    def cash(self, by: str = "deni") -> int:
        return books.balance(self.cast.teller_cash(by).id)


def open_wadiah(cast: Cast, terms: SavingTerms = TERMS) -> Product:
    return products.open_product(
        kind=Simpanan.SUKARELA,
        name="Tabungan wadiah",
        since=FIRST,
        terms=terms,
        actor=cast.actor("ratna"),
    )


@pytest.fixture
def loket(cast: Cast) -> Counter:
    """The counter of Koperasi Lestari, with its wadiah open."""
    open_wadiah(cast)
    return Counter(cast)


@dataclass
class Everything:
    """What may not change when an act is refused."""

    entries: int
    lines: int
    records: int
    savings: int
    balances: list[tuple[int, int, int, int, int]]


def everything() -> Everything:
    """The books, the record and the simpanan as they stand."""
    return Everything(
        Entry.objects.count(),
        Line.objects.count(),
        Record.objects.count(),
        Saving.objects.count(),
        list(
            Balance.objects.order_by("account_id").values_list(
                "account_id", "debit_posted", "credit_posted", "debit_held", "credit_held"
            )
        ),
    )


@pytest.fixture
def unchanged(loket: Counter) -> Iterator[None]:
    """Nothing at all may change in this test; ``loket`` is ready before."""
    loket.deposit("Siti", 100_000)
    before = everything()
    yield
    assert everything() == before
