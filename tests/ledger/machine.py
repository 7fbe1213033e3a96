"""The ledger as Hypothesis drives it: every act done twice, in the books and in the model."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sokoguru.audit.models import Record
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger import invariants, queries
from sokoguru.ledger.actions import chart, closing, holds, posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.models import Entry, Hold
from sokoguru.ledger.rules import AccountRef, Draft, Fund
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.conftest import NOON, cooperative
from tests.ledger.books import TELLER
from tests.ledger.conftest import Happened, SmallBook, open_small_book
from tests.ledger.model import Model, ModelAccount

KINDS = {
    "cash": ("uspps", "asset", 0),
    "deposits": ("uspps", "liability", None),
    "siti": ("uspps", "liability", 0),
    "budi": ("uspps", "liability", 0),
    "sales": ("uspps", "income", None),
    "kebajikan_cash": ("uspps", "asset", None),
    "kebajikan": ("uspps", "liability", None),
    "shop_cash": ("toko", "asset", None),
    "shop_sales": ("toko", "income", None),
}
COMMERCIAL = ["cash", "deposits", "siti", "budi", "sales"]
PAIRS = [
    *((one, other) for one in COMMERCIAL for other in COMMERCIAL if one != other),
    *(("kebajikan_cash", "kebajikan"), ("shop_cash", "shop_sales")),
    *(("shop_sales", "shop_cash"), ("cash", "shop_cash"), ("cash", "kebajikan")),
    ("cash", "savings"),
]
SAVERS = st.sampled_from(["siti", "siti", "siti", "budi"])
FAMILY = st.integers(min_value=0, max_value=7)
"""References come from a small set, so that retries and clashes happen all the time."""

DAYS = st.tuples(st.sampled_from([9, 10, 11, 11, 11, 13]), st.sampled_from([3, 24]))
AMOUNTS = st.one_of(st.integers(1, 60), st.sampled_from([0, 5, 5, 10, 100, 10**15, 10**15 + 1]))


@st.composite
def entry_lines(draw: st.DrawFn) -> list[tuple[str, int]]:
    """One or two movements between two accounts each, now and then a rupiah off or a leg short."""
    lines: list[tuple[str, int]] = []
    for _ in range(draw(st.integers(1, 2))):
        into, out_of = draw(st.sampled_from(PAIRS))
        amount = draw(AMOUNTS)
        lines += [(into, amount), (out_of, -amount)]
    slip = draw(st.sampled_from(["", "", "", "", "", "", "leg", "off"]))
    if slip == "leg":
        return lines[:-1]
    if slip == "off":
        lines[0] = (lines[0][0], lines[0][1] + 1)
    return draw(st.permutations(lines))


def on(month_day: tuple[int, int]) -> date:
    month, day = month_day
    return date(2026, month, day) if month <= 12 else date(2027, month - 12, day)


class LedgerMachine(RuleBasedStateMachine):
    """One cooperative's books and their model, from an empty book on."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(databases.rolled_back())
        self.stack.enter_context(clock.frozen(NOON))
        self.stack.enter_context(acting_for(cooperative("melati", "cell_001")))
        self.model, self.now = Model(), NOON

    def teardown(self) -> None:
        try:
            self.check_the_whole()
        finally:
            self.stack.close()

    @initialize()
    def open_the_book(self) -> None:
        self.book: SmallBook = open_small_book()
        self.accounts: dict[str, AccountRef] = {
            name: getattr(self.book, name) for name in SmallBook.__dataclass_fields__
        }
        for name, account in self.accounts.items():
            unit, kind, floor = KINDS[name]
            self.model.accounts[name] = ModelAccount(unit, str(account.fund), kind, floor)
        control = queries.account(unit="uspps", role="savings")
        self.accounts["savings"] = control
        self.model.accounts["savings"] = ModelAccount(
            "uspps", "komersial", "liability", None, open_to_lines=False
        )
        self._post("first", (10, 3), [("cash", 160), ("siti", -100), ("budi", -60)])

    # What people do.

    @rule(member=st.integers(3, 5))
    def open_a_leaf(self, member: int) -> None:
        account = chart.open_leaf(
            unit="uspps", role="savings", subject=SubjectRef("members.member", member), name="x"
        )
        known = self.accounts.setdefault(f"member{member}", account)
        assert known == account
        self.model.accounts.setdefault(
            f"member{member}", ModelAccount("uspps", str(Fund.KOMERSIAL), "liability", 0)
        )

    @rule(family=FAMILY, when=DAYS, lines=entry_lines())
    def post(self, family: int, when: tuple[int, int], lines: list[tuple[str, int]]) -> None:
        self._post(f"T{family}", when, lines)

    @rule(amount=st.integers(1, 60), saver=SAVERS, family=FAMILY, when=DAYS)
    def pay_in(self, amount: int, saver: str, family: int, when: tuple[int, int]) -> None:
        self._post(f"D{family}:{amount}", when, [("cash", amount), (saver, -amount)])

    @rule(amount=st.integers(0, 60), saver=SAVERS, family=FAMILY, all_but=st.booleans())
    def pay_out(self, amount: int, saver: str, family: int, all_but: bool) -> None:
        if all_but:
            amount = max(1, self.model.balance(saver) - amount // 20)
        self._post(f"W{family}:{amount}", (11, 24), [(saver, amount), ("cash", -amount)])

    @rule(pick=st.integers(0, 50), same_day=st.booleans())
    def post_again(self, pick: int, same_day: bool) -> None:
        reference = list(self.model.entries)[pick % len(self.model.entries)]
        entry = self.model.entries[reference]
        if not entry.takes_back:
            day = entry.day if same_day else entry.day % 24 + 1
            self._post(reference, (entry.month, day), entry.lines[::-1])

    @rule(amount=st.integers(1, 60), saver=SAVERS)
    def pay_into_a_closed_month(self, amount: int, saver: str) -> None:
        for month in sorted(self.model.closed):
            self._post(f"C{month}:{amount}", (month, 30), [("cash", amount), (saver, -amount)])

    @rule(batch=st.lists(st.tuples(FAMILY, DAYS, entry_lines()), min_size=1, max_size=4))
    def post_in_mass(self, batch: list[tuple[int, tuple[int, int], list[tuple[str, int]]]]) -> None:
        entries = [
            NewEntry(f"T{family}", on(when), self._drafts(lines), Happened(1))
            for family, when, lines in batch
        ]
        self._both(
            lambda: posting.post_batch(entries=entries, actor=TELLER),
            lambda: self.model.post_all(
                [(f"T{each}", *when, lines) for each, when, lines in batch]
            ),
        )

    @rule(pick=st.integers(0, 50), when=DAYS)
    def take_back(self, pick: int, when: tuple[int, int]) -> None:
        reference = list(self.model.entries)[pick % len(self.model.entries)]
        entry_id = Entry.objects.values_list("pk", flat=True).get(reference=reference)
        self._both(
            lambda: posting.reverse_entry(
                entry_id=entry_id, reason="salah", actor=TELLER, on=on(when)
            ),
            lambda: self.model.take_back(reference, *when),
        )

    @rule(
        family=FAMILY,
        name=st.sampled_from(["siti", "siti", "siti", "siti", "budi", "cash", "deposits", "sales"]),
        amount=st.sampled_from([0, 1, 1, 5, 5, 10, 60]),
        seconds=st.sampled_from([None, None, 10, 60]),
    )
    def place_hold(self, family: int, name: str, amount: int, seconds: int | None) -> None:
        self._hold(f"H{family}", name, amount, seconds)

    @rule(saver=SAVERS, family=FAMILY)
    def hold_half(self, saver: str, family: int) -> None:
        amount = (self.model.balance(saver) - self.model.held(saver) + 1) // 2
        if amount > 0:
            self._hold(f"S{family}:{amount}", saver, amount, None)

    @rule(pick=st.integers(0, 20), family=FAMILY, amount=st.sampled_from([0, 1, 5, 10, 20, 61]))
    def post_hold(self, pick: int, family: int, amount: int) -> None:
        if not self.model.holds:
            return
        name = list(self.model.holds)[pick % len(self.model.holds)]
        account = self.model.holds[name].account
        other = "siti" if account == "cash" else "cash"
        sign = -1 if account == "cash" else 1
        lines = [(account, sign * amount), (other, -sign * amount)]
        reference = f"P{family}"
        hold_id = Hold.objects.values_list("pk", flat=True).get(reference=name)
        self._both(
            lambda: holds.post_hold(
                hold_id=hold_id,
                reference=reference,
                on=on((11, 24)),
                lines=self._drafts(lines),
                event=Happened(1),
                actor=TELLER,
            ),
            lambda: self.model.post_hold(name, reference, 11, 24, lines),
        )

    @rule(pick=st.integers(0, 20))
    def void_hold(self, pick: int) -> None:
        if self.model.holds:
            name = list(self.model.holds)[pick % len(self.model.holds)]
            hold_id = Hold.objects.values_list("pk", flat=True).get(reference=name)
            self._both(lambda: holds.void_hold(hold_id=hold_id), lambda: self.model.void(name))

    @rule(seconds=st.sampled_from([0, 1, 9, 10, 60]), expire=st.booleans())
    def wait(self, seconds: int, expire: bool) -> None:
        self.now += timedelta(seconds=seconds)
        self.model.clock += seconds
        self.stack.enter_context(clock.frozen(self.now))
        if expire:
            assert holds.expire_holds() == self.model.expire()

    @rule(month=st.sampled_from([0, 0, 0, 9, 10]))
    def close_or_seal(self, month: int) -> None:
        if month:
            closing.close_period(on=date(2026, month, 15), actor=TELLER)
            self.model.close(month)
        else:
            assert closing.seal_entries() == self.model.seal()

    # What must be so after each of it.

    @invariant()
    def balances_and_trial_balance_agree(self) -> None:
        if not self.model.accounts:
            return
        savers = queries.balances(unit="uspps", role="savings").values()
        names = [name for name in self.model.accounts if _is_saver(name)]
        assert list(savers) == [self.model.balance(name) for name in names]
        assert queries.balance(self.book.cash.id) == self.model.balance("cash")
        rows = {(row.unit, row.role): row.total for row in queries.trial_balance()}
        assert rows == self._trial_balance()
        assert Entry.objects.count() == len(self.model.entries)

    def check_the_whole(self) -> None:
        """The longer comparison, at the end of every run."""
        if not self.model.accounts:
            return
        for name, account in self.accounts.items():
            if name == "savings":
                continue
            rows = [
                (row.reference, row.debit - row.credit, row.balance)
                for row in queries.statement(account.id, limit=10_000)
            ]
            assert rows == self.model.statement(name), name
            assert queries.balance(account.id) == self.model.balance(name), name
            if self.model.accounts[name].kind not in ("income", "expense"):
                free = self.model.balance(name) - self.model.held(name)
                assert queries.available(account.id) == free, name
        states = {row.reference: row.state for row in Hold.objects.all()}
        assert states == {name: hold.state for name, hold in self.model.holds.items()}
        assert Record.objects.exclude(entry_id=None).count() == len(self.model.entries)
        assert invariants.verify_seals().unsealed == len(
            set(self.model.entries) - self.model.sealed
        )
        for check in (
            invariants.entries_sum_to_zero,
            invariants.balances_equal_lines,
            invariants.floors_hold,
            invariants.books_balance,
            invariants.seals_are_whole,
        ):
            assert check().broken == [], check.__name__

    # How it is done twice.

    def _post(self, reference: str, when: tuple[int, int], lines: list[tuple[str, int]]) -> None:
        self._both(
            lambda: posting.post_entry(
                reference=reference,
                on=on(when),
                lines=self._drafts(lines),
                event=Happened(1),
                actor=TELLER,
            ),
            lambda: self.model.post(reference, *when, lines),
        )

    def _hold(self, reference: str, name: str, amount: int, seconds: int | None) -> None:
        ends = None if seconds is None else self.now + timedelta(seconds=seconds)
        self._both(
            lambda: holds.place_hold(
                account=self.accounts[name], amount=amount, reference=reference, expires_at=ends
            ),
            lambda: self.model.hold(
                reference, name, amount, seconds and self.model.clock + seconds
            ),
        )

    def _both(self, act: Callable[[], object], model: Callable[[], str | None]) -> None:
        code = None
        try:
            act()
        except Refused as refused:
            code = refused.code
        assert code == model()

    def _drafts(self, lines: list[tuple[str, int]]) -> list[Draft]:
        return [
            Draft(account.id, account.unit_id, account.fund, amount)
            for account, amount in ((self.accounts[name], amount) for name, amount in lines)
        ]

    def _trial_balance(self) -> dict[tuple[str, str], int]:
        roles = {"sales": "ujrah", "shop_cash": "cash", "shop_sales": "sales"}
        totals: dict[tuple[str, str], int] = {}
        for name, account in self.model.accounts.items():
            saves = name == "savings" or _is_saver(name)
            key = (account.unit, "savings" if saves else roles.get(name, name))
            totals[key] = totals.get(key, 0) + sum(amount for _, amount in account.lines)
        return totals


def _is_saver(name: str) -> bool:
    return name in ("siti", "budi") or name.startswith("member")
