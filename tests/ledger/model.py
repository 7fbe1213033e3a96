"""The books as a shopkeeper would keep them in a dictionary: the state machine's second opinion.

Written from the words of the law only: it imports nothing of the ledger. Debit is positive. What is
refused is told by the refusal's code.
"""

from dataclasses import dataclass, field

DEBIT_KINDS = {"asset", "expense"}
MOST = 1_000_000_000_000_000


@dataclass
class ModelAccount:
    unit: str
    fund: str
    kind: str
    floor: int | None
    open_to_lines: bool = True
    lines: list[tuple[str, int]] = field(default_factory=list)
    """(reference, amount) in the order of writing."""


@dataclass
class ModelEntry:
    month: int
    day: int
    lines: list[tuple[str, int]]
    takes_back: str | None = None


@dataclass
class ModelHold:
    account: str
    amount: int
    ends_at: int | None
    state: str = "placed"
    posted_as: str | None = None


@dataclass
class Model:
    """Accounts by name, entries and holds by reference, closed months, seconds since the start."""

    accounts: dict[str, ModelAccount] = field(default_factory=dict)
    entries: dict[str, ModelEntry] = field(default_factory=dict)
    holds: dict[str, ModelHold] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    clock: int = 0

    # What stands in the books.

    def balance(self, name: str) -> int:
        account = self.accounts[name]
        total = sum(amount for _, amount in account.lines)
        return total if account.kind in DEBIT_KINDS else -total

    def held(self, name: str) -> int:
        return sum(
            hold.amount
            for hold in self.holds.values()
            if hold.account == name and hold.state == "placed"
        )

    def statement(self, name: str) -> list[tuple[str, int, int]]:
        """(reference, amount, balance after it) by business date, then in the order of writing."""
        account = self.accounts[name]
        order = list(self.entries)
        rows = sorted(
            account.lines,
            key=lambda row: (
                self.entries[row[0]].month,
                self.entries[row[0]].day,
                order.index(row[0]),
            ),
        )
        side, running, told = (1 if account.kind in DEBIT_KINDS else -1), 0, []
        for reference, amount in rows:
            running += side * amount
            told.append((reference, amount, running))
        return told

    # What may be done to them. Each returns the refusal's code, or None.

    def post(
        self, reference: str, month: int, day: int, lines: list[tuple[str, int]]
    ) -> str | None:
        wrong = self._shape(reference, lines)
        if wrong:
            return wrong
        return self._write(reference, ModelEntry(month, day, list(lines)))

    def post_all(self, batch: list[tuple[str, int, int, list[tuple[str, int]]]]) -> str | None:
        """All or nothing; judged by what the whole batch does to each account."""
        fresh: dict[str, ModelEntry] = {}
        for reference, month, day, lines in batch:
            wrong = self._shape(reference, lines)
            entry = ModelEntry(month, day, list(lines))
            twin = fresh.get(reference)
            if not wrong and twin and not _same(twin, entry):
                wrong = "ledger.reference_reused"
            if wrong:
                return wrong
            fresh[reference] = entry
        for reference, entry in fresh.items():
            known = self.entries.get(reference)
            if known and not _same(known, entry):
                return "ledger.reference_reused"
        new = {each: entry for each, entry in fresh.items() if each not in self.entries}
        if any(not 1 <= entry.month <= 12 for entry in new.values()):
            return "ledger.period_missing"
        if any(entry.month in self.closed for entry in new.values()):
            return "ledger.period_closed"
        everything = [line for entry in new.values() for line in entry.lines]
        wrong = self._may(everything)
        if wrong:
            return wrong
        for reference, entry in new.items():
            self._keep(reference, entry)
        return None

    def take_back(self, reference: str, month: int, day: int) -> str | None:
        original = self.entries[reference]
        if original.takes_back:
            return "ledger.reversal_of_reversal"
        for entry in self.entries.values():
            if entry.takes_back == reference:
                same_day = (entry.month, entry.day) == (month, day)
                return None if same_day else "ledger.already_reversed"
        mirror = [(name, -amount) for name, amount in original.lines]
        return self._write(f"balik:{reference}", ModelEntry(month, day, mirror, reference))

    def hold(self, reference: str, account: str, amount: int, ends_at: int | None) -> str | None:
        if amount <= 0:
            return "ledger.empty_line"
        if self.accounts[account].kind in ("income", "expense"):
            return "ledger.unknown_account"
        known = self.holds.get(reference)
        if known:
            same = (known.account, known.amount) == (account, amount)
            return None if same else "ledger.reference_reused"
        floor = self.accounts[account].floor
        if floor is not None and self.balance(account) - self.held(account) - amount < floor:
            return "ledger.below_floor"
        self.holds[reference] = ModelHold(account, amount, ends_at)
        return None

    def post_hold(
        self, hold: str, reference: str, month: int, day: int, lines: list[tuple[str, int]]
    ) -> str | None:
        mine = self.holds[hold]
        if mine.state == "posted" and mine.posted_as == reference:
            return self.post(reference, month, day, lines)
        if mine.state != "placed" or self._over(mine):
            return "ledger.hold_settled"
        side = 1 if self.accounts[mine.account].kind in DEBIT_KINDS else -1
        taken = -side * sum(amount for name, amount in lines if name == mine.account)
        if taken > mine.amount:
            return "ledger.hold_exceeded"
        if taken <= 0:
            return "ledger.hold_untouched"
        if reference in self.entries:
            return self._shape(reference, lines) or "ledger.reference_reused"
        mine.state = "posted"
        wrong = self.post(reference, month, day, lines)
        if wrong:
            mine.state = "placed"
            return wrong
        mine.posted_as = reference
        return None

    def void(self, hold: str) -> str | None:
        mine = self.holds[hold]
        if mine.state != "placed" or self._over(mine):
            return "ledger.hold_settled"
        mine.state = "voided"
        return None

    def expire(self) -> int:
        due = [each for each in self.holds.values() if each.state == "placed" and self._over(each)]
        for each in due:
            each.state = "expired"
        return len(due)

    def close(self, month: int) -> None:
        self.closed.add(month)

    def seal(self) -> int:
        new = set(self.entries) - self.sealed
        self.sealed |= new
        return len(new)

    # How it judges.

    def _over(self, hold: ModelHold) -> bool:
        return hold.ends_at is not None and hold.ends_at <= self.clock

    def _shape(self, reference: str, lines: list[tuple[str, int]]) -> str | None:
        if not reference or len(reference) > 80:
            return "ledger.reference_unfit"
        if len(lines) < 2:
            return "ledger.too_few_lines"
        for _, amount in lines:  # the first wrong line speaks
            if amount == 0:
                return "ledger.empty_line"
            if abs(amount) > MOST:
                return "ledger.amount_too_large"
        sums: dict[tuple[str, str], int] = {}
        for name, amount in lines:
            home = (self.accounts[name].unit, self.accounts[name].fund)
            sums[home] = sums.get(home, 0) + amount
        return "ledger.unbalanced" if any(sums.values()) else None

    def _write(self, reference: str, entry: ModelEntry) -> str | None:
        known = self.entries.get(reference)
        if known:
            return None if _same(known, entry) else "ledger.reference_reused"
        if not 1 <= entry.month <= 12:
            return "ledger.period_missing"
        if entry.month in self.closed:
            return "ledger.period_closed"
        wrong = self._may(entry.lines)
        if wrong:
            return wrong
        self._keep(reference, entry)
        return None

    def _may(self, lines: list[tuple[str, int]]) -> str | None:
        if any(not self.accounts[name].open_to_lines for name, _ in lines):
            return "ledger.unknown_account"
        for name in {name for name, _ in lines}:
            account = self.accounts[name]
            side = 1 if account.kind in DEBIT_KINDS else -1
            change = side * sum(amount for each, amount in lines if each == name)
            if account.floor is None:
                continue
            if self.balance(name) - self.held(name) + change < account.floor:
                return "ledger.below_floor"
        return None

    def _keep(self, reference: str, entry: ModelEntry) -> None:
        self.entries[reference] = entry
        for name, amount in entry.lines:
            self.accounts[name].lines.append((reference, amount))


def _same(one: ModelEntry, other: ModelEntry) -> bool:
    return (one.month, one.day, sorted(one.lines), one.takes_back) == (
        other.month,
        other.day,
        sorted(other.lines),
        other.takes_back,
    )
