"""``soko bench post``: the public posting action against the bare driver as the owner.

Ours is what a counter does: a scope opened for the act (its own transaction and limits), the rules,
the policies, the record and its delivery. The limit writes the same rows into the same tables under
the same triggers: one prepared statement in autocommit; in mass, COPY.
"""

import itertools
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from sokoguru.audit.ports import Heard, listen, listeners_of
from sokoguru.audit.rules import body_of, name_of
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.actions.posting import BATCH, NewEntry, post_batch, post_entry
from sokoguru.ledger.rules import credit, debit
from sokoguru.ledger.sql.bulk import BULK
from sokoguru.ledger.sql.posting import POST
from sokoguru.project.bench.arena.contest import Act, Contest
from sokoguru.project.bench.arena.ground import SAVERS, Ground, ground
from sokoguru.tenancy.scope import acting_for

LIMIT = """
WITH locked AS MATERIALIZED (
    SELECT account_id FROM ledger_balance
    WHERE cooperative_id = %(cooperative)s AND account_id = ANY(%(accounts)s::bigint[])
    ORDER BY account_id FOR UPDATE
), entry AS (
    INSERT INTO ledger_entry (cooperative_id, period_id, reference, body_hash, "on", at, late, memo,
                              actor_kind, actor_id, actor_name)
    SELECT %(cooperative)s, %(period)s, %(reference)s, %(body_hash)s, %(on)s, %(at)s, false, '',
           'staff', 1, 'Bench'
    FROM (SELECT count(*) FROM locked) AS waited
    RETURNING id
), lines AS (
    INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount)
    SELECT %(cooperative)s, entry.id, line.account_id, %(unit)s, 'komersial', line.amount
    FROM entry, unnest(%(accounts)s::bigint[], %(amounts)s::bigint[]) AS line (account_id, amount)
), moved AS (
    UPDATE ledger_balance AS balance
    SET debit_posted = debit_posted + greatest(line.amount, 0),
        credit_posted = credit_posted + greatest(-line.amount, 0)
    FROM entry, unnest(%(accounts)s::bigint[], %(amounts)s::bigint[]) AS line (account_id, amount)
    WHERE balance.cooperative_id = %(cooperative)s AND balance.account_id = line.account_id
), written AS (
    INSERT INTO audit_record (cooperative_id, name, body, actor_kind, actor_id, actor_name,
                              person_id, at, entry_id)
    SELECT %(cooperative)s, %(event)s, %(body)s, 'staff', 1, 'Bench', 1, %(at)s, entry.id
    FROM entry RETURNING id
)
INSERT INTO audit_delivery (cooperative_id, record_id, handler, not_before)
SELECT %(cooperative)s, written.id, %(handler)s, %(at)s FROM written
"""

COPY_IDS = """
SELECT nextval('ledger_entry_id_seq'), nextval('audit_record_id_seq') FROM generate_series(1, %s)
"""
COPIES = {
    "entry": 'COPY ledger_entry (id, cooperative_id, period_id, reference, body_hash, "on", at, '
    "late, memo, actor_kind, actor_id, actor_name) FROM STDIN",
    "line": "COPY ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount) "
    "FROM STDIN",
    "record": "COPY audit_record (id, cooperative_id, name, body, actor_kind, actor_id, "
    "actor_name, person_id, at, entry_id) FROM STDIN",
    "delivery": "COPY audit_delivery (cooperative_id, record_id, handler, not_before) FROM STDIN",
}
COPY_MOVES = """
UPDATE ledger_balance AS balance
SET debit_posted = debit_posted + move.debit, credit_posted = credit_posted + move.credit
FROM (SELECT account_id, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS debit,
             coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS credit
      FROM unnest(%s::bigint[], %s::bigint[]) AS line (account_id, amount)
      GROUP BY account_id) AS move
WHERE balance.account_id = move.account_id
"""
UNCHECKED = "ALTER TABLE ledger_entry {} TRIGGER ledger_check_entries"
"""COPY writes entries before their lines, which the books refuse: the limit goes unchecked."""

ROWS_AN_ENTRY = 7  # entry, two lines, two balances, record, delivery
TELLER = ActorRef(kind="staff", id=1, name="Bench", person_id=1)


@dataclass(frozen=True, slots=True)
class BenchPosted:
    """The event of a bench's entry."""

    saver_id: int
    amount: int


def ignore(heard: Heard) -> None:
    """The one handler of the event, so that every entry writes a delivery; it is never called."""


@dataclass
class Bench:
    """The contenders on one ground."""

    ground: Ground
    hot: bool = False

    def __post_init__(self) -> None:
        self.numbers = itertools.count(1)

    def _till(self, place: int) -> int:
        return 0 if self.hot else place % len(self.ground.tills)

    def open_with(self, batches: int) -> None:
        """Books that are in use already, a thousand entries a batch, and known to the planner."""
        with self.ours_in_mass(0) as act:
            for _ in range(batches):
                act()
        self.ground.analyze()

    @contextmanager
    def ours(self, place: int) -> Iterator[Act]:
        """The public action, a scope for each act."""
        there, chance = self.ground, random.Random(place)  # noqa: S311 (whose savings, nothing secret)
        till = there.tills[self._till(place)]

        def act() -> int:
            saver = chance.choice(there.savers)
            with acting_for(there.cooperative):
                post_entry(
                    reference=f"bench:{next(self.numbers)}",
                    on=there.on,
                    lines=[debit(till, 1_000), credit(saver, 1_000)],
                    event=BenchPosted(saver_id=saver.id, amount=1_000),
                    actor=TELLER,
                )
            return 1

        yield act

    @contextmanager
    def limit(self, place: int) -> Iterator[Act]:
        """One prepared statement of the bare driver, in autocommit, as the owner."""
        there, chance = self.ground, random.Random(place)  # noqa: S311 (whose savings, nothing secret)
        till, [handler] = there.tills[self._till(place)], listeners_of(BenchPosted(0, 0))
        with there.owner() as connection, connection.cursor() as cursor:
            connection.autocommit = True

            def act() -> int:
                saver = chance.choice(there.savers)
                values = {
                    "cooperative": there.cooperative.pk,
                    "period": there.period_id,
                    "reference": f"bench:{next(self.numbers)}",
                    "body_hash": b"x" * 32,
                    "on": there.on,
                    "at": clock.now(),
                    "accounts": [till.id, saver.id],
                    "amounts": [1_000, -1_000],
                    "unit": till.unit_id,
                    "event": "project.BenchPosted",
                    "body": Jsonb({"saver_id": saver.id, "amount": 1_000}),
                    "handler": handler,
                }
                cursor.execute(LIMIT, values, prepare=True)
                return 1

            yield act

    @contextmanager
    def ours_in_mass(self, place: int) -> Iterator[Act]:
        """The bulk path: a thousand entries a transaction, all rules, as the application."""
        there, chance = self.ground, random.Random(place)  # noqa: S311 (whose savings, nothing secret)

        def act() -> int:
            entries = []
            for saver in chance.choices(there.savers, k=BATCH):
                lines = [debit(there.tills[0], 1_000), credit(saver, 1_000)]
                event = BenchPosted(saver_id=saver.id, amount=1_000)
                entries.append(NewEntry(f"bench:{next(self.numbers)}", there.on, lines, event))
            with acting_for(there.cooperative):
                return post_batch(entries=entries, actor=TELLER)

        yield act

    @contextmanager
    def limit_in_mass(self, place: int) -> Iterator[Act]:
        """COPY as the owner, a thousand entries a transaction, then one UPDATE of the balances."""
        there, chance = self.ground, random.Random(place)  # noqa: S311 (whose savings, nothing secret)
        with there.owner() as connection:
            connection.execute(UNCHECKED.format("DISABLE"))
            connection.commit()

            def act() -> int:
                with connection.transaction():
                    self._copy(
                        connection, [each.id for each in chance.choices(there.savers, k=BATCH)]
                    )
                return BATCH

            try:
                yield act
            finally:
                connection.rollback()
                connection.execute(UNCHECKED.format("ENABLE"))
                connection.commit()

    def _copy(self, connection: Any, savers: list[int]) -> None:
        there, now = self.ground, clock.now()
        whose, till, [handler] = (
            there.cooperative.pk,
            there.tills[0],
            listeners_of(BenchPosted(0, 0)),
        )
        ids = connection.execute(COPY_IDS, [len(savers)]).fetchall()
        pairs = list(zip(ids, savers, strict=True))
        rows: dict[str, Iterator[tuple[object, ...]]] = {
            "entry": (
                (entry, whose, there.period_id, f"bench:{next(self.numbers)}", b"x" * 32, there.on,
                 now, False, "", "staff", 1, "Bench")
                for entry, _ in ids
            ),
            "line": (
                (whose, entry, account, till.unit_id, "komersial", amount)
                for (entry, _), saver in pairs
                for account, amount in ((till.id, 1_000), (saver, -1_000))
            ),
            "record": (
                (record, whose, name_of(BenchPosted),
                 json.dumps(body_of(BenchPosted(saver, 1_000))), "staff", 1, "Bench", 1, now, entry)
                for (entry, record), saver in pairs
            ),
            "delivery": ((whose, record, handler, now) for _, record in ids),
        }  # fmt: skip
        with connection.cursor() as cursor:
            for table, statement in COPIES.items():
                with cursor.copy(statement) as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            accounts = [till.id, *savers]
            amounts = [1_000 * len(savers), *(-1_000 for _ in savers)]
            cursor.execute(COPY_MOVES, (accounts, amounts))


def run(
    *,
    turns: int = 5,
    seconds: float = 2.0,
    savers: int = SAVERS,
    batches: int = 20,
    like: str | None = None,
) -> dict[str, Any]:
    """All cases, on a ground of their own; what ``soko bench post --json`` prints."""
    listen(BenchPosted, ignore)
    with ground(savers=savers, like=like) as there:
        plain, hot = Bench(there), Bench(there, hot=True)
        hot.numbers = plain.numbers
        plain.open_with(batches)
        contests = [
            Contest("1 client", plain.ours, plain.limit, 1, ROWS_AN_ENTRY),
            Contest("8 clients", plain.ours, plain.limit, 8, ROWS_AN_ENTRY),
            Contest("hot account", hot.ours, hot.limit, 8, ROWS_AN_ENTRY),
            Contest("bulk", plain.ours_in_mass, plain.limit_in_mass, 1, ROWS_AN_ENTRY),
        ]
        cases = [contest.run(turns=turns, seconds=seconds) for contest in contests]
        with there.owner() as connection:
            version = connection.info.parameter_status("server_version")
    copied = [COPY_IDS, *COPIES.values(), COPY_MOVES]
    return {
        "name": "post",
        "database": f"PostgreSQL {version}",
        "cases": cases,
        "sql": {
            "ours": POST.text.strip(),
            "limit": LIMIT.strip(),
            "ours_bulk": BULK.text.strip(),
            "limit_bulk": ";\n".join(each.strip() for each in copied),
        },
    }
