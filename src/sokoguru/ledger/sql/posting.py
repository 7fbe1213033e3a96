"""The measured hot path: one entry with its balances and its event in one statement.

The statement answers with its verdict as data, so a refusal leaves the transaction usable. The
month is locked against closing and the balance rows in account order before they are judged: what
a lock had to wait for is judged as it stands afterwards. The database keeps a second opinion:
triggers with SQLSTATEs of their own (SK002 closed, SK003 unbalanced, SK006 late line, SK007 too few
lines), a CHECK on the floor, and grants without UPDATE or DELETE.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sokoguru.audit.ports import listeners_of
from sokoguru.audit.rules import body_of, name_of
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import Draft
from sokoguru.tenancy.scope import cooperative_in_force
from sokoguru.tenancy.sql import Statement, Value

POST = Statement("""
WITH asked AS (
    SELECT * FROM unnest(%(accounts)s::bigint[], %(units)s::bigint[], %(funds)s::text[],
                         %(amounts)s::bigint[], %(business)s::text[])
        WITH ORDINALITY AS asked (account_id, unit_id, fund, amount, business, place)
), want AS (
    SELECT asked.*, account.live
    FROM asked JOIN ledger_account AS account
      ON account.cooperative_id = %(cooperative)s
     AND account.id = asked.account_id AND account.unit_id = asked.unit_id
     AND account.fund = asked.fund AND account.takes_lines AND account.closed_at IS NULL
), moves AS (
    SELECT account_id, coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint AS debit,
           coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint AS credit
    FROM want WHERE live GROUP BY account_id
), stored AS (
    SELECT id, body_hash FROM ledger_entry
    WHERE cooperative_id = %(cooperative)s AND reference = %(reference)s
), locked AS MATERIALIZED (
    SELECT account_id, floor,
           side * (debit_posted - credit_posted)
             - CASE side WHEN 1 THEN credit_held ELSE debit_held END AS available, side
    FROM ledger_balance
    WHERE cooperative_id = %(cooperative)s AND account_id = ANY(%(accounts)s::bigint[])
      AND NOT EXISTS (SELECT FROM stored)
    ORDER BY account_id FOR UPDATE
), per AS (
    SELECT id, closed_at IS NOT NULL AS closed FROM ledger_period
    WHERE cooperative_id = %(cooperative)s AND starts_on <= %(on)s AND ends_on >= %(on)s
      AND (SELECT count(*) FROM locked) >= 0  -- a month that many share is locked last
    FOR KEY SHARE
), judged AS (
    SELECT account_id, available,
           floor IS NULL OR available + side * (debit - credit) >= floor AS afloat
    FROM locked JOIN moves USING (account_id)
), verdict AS (
    SELECT count(*) AS balances, coalesce(bool_and(afloat), true) AS afloat,
           min(account_id) FILTER (WHERE NOT afloat) AS below,
           min(available) FILTER (WHERE NOT afloat) AS available
    FROM judged
), entry AS (
    INSERT INTO ledger_entry (cooperative_id, period_id, reference, body_hash, "on", at, late, memo,
                              actor_kind, actor_id, actor_name, reverses_id)
    SELECT %(cooperative)s, per.id, %(reference)s, %(body_hash)s, %(on)s, %(at)s, %(late)s,
           %(memo)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(reverses)s
    FROM per, verdict
    WHERE NOT per.closed AND verdict.afloat
      AND verdict.balances = (SELECT count(*) FROM moves)
      AND (SELECT count(*) FROM want) = cardinality(%(accounts)s::bigint[])
    ON CONFLICT (cooperative_id, reference) DO NOTHING
    RETURNING id
), lines AS (
    INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount, business)
    SELECT %(cooperative)s, entry.id, account_id, unit_id, fund, amount, business
    FROM want, entry ORDER BY place
), moved AS (
    UPDATE ledger_balance AS balance
    SET debit_posted = debit_posted + moves.debit, credit_posted = credit_posted + moves.credit
    FROM moves, entry
    WHERE balance.cooperative_id = %(cooperative)s AND balance.account_id = moves.account_id
), written AS (
    INSERT INTO audit_record (cooperative_id, name, body, actor_kind, actor_id, actor_name,
                              person_id, at, entry_id)
    SELECT %(cooperative)s, %(event)s, %(event_body)s::jsonb, %(actor_kind)s, %(actor_id)s,
           %(actor_name)s, %(person_id)s, %(at)s, entry.id
    FROM entry RETURNING id
), sent AS (
    INSERT INTO audit_delivery (cooperative_id, record_id, handler, not_before)
    SELECT %(cooperative)s, written.id, handler, %(machine_at)s
    FROM written, unnest(%(handlers)s::text[]) AS handler
)
SELECT (SELECT id FROM entry), (SELECT id FROM stored), (SELECT body_hash FROM stored),
       (SELECT closed FROM per), verdict.afloat, verdict.below, verdict.available,
       (SELECT array_agg(account_id) FROM asked
        WHERE account_id NOT IN (SELECT account_id FROM want))
FROM verdict
""")

STORED = Statement("""
SELECT id, body_hash FROM ledger_entry
WHERE cooperative_id = %(cooperative)s AND reference = %(reference)s
""")


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything one entry says, ready to be written."""

    reference: str
    body_hash: bytes
    on: date
    memo: str
    lines: Sequence[Draft]
    event: object
    actor: ActorRef
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the statement answered. ``entry_id`` is set when the entry was written now."""

    entry_id: int | None
    stored_id: int | None
    stored_hash: bytes | None
    closed: bool | None
    afloat: bool
    below: int | None
    available: int | None
    unknown: list[int] | None


def post(posting: Posting) -> Verdict:
    """Write one entry with its lines, balances, record and deliveries, or say why not."""
    values = _parameters(posting)
    [row] = POST.rows(values)
    verdict = Verdict(*row)
    if verdict.entry_id or verdict.stored_id:
        return verdict
    # A twin may have committed the same reference while this one waited for its balances: it is
    # newer than the snapshot, and the money that seems to be missing is what it has taken.
    twins = STORED.rows(values)
    if not twins:
        return verdict
    [(id, hash)] = twins
    return replace(verdict, stored_id=id, stored_hash=hash)


def _parameters(posting: Posting) -> dict[str, Value]:
    now = clock.now()
    return {
        "cooperative": cooperative_in_force(),
        "accounts": [line.account_id for line in posting.lines],
        "units": [line.unit_id for line in posting.lines],
        "funds": [line.fund for line in posting.lines],
        "amounts": [line.amount for line in posting.lines],
        "business": [line.business for line in posting.lines],
        "reference": posting.reference,
        "body_hash": posting.body_hash,
        "on": posting.on,
        "at": now,
        "machine_at": clock.machine_now(),
        "late": is_late(posting.on, now),
        "memo": posting.memo,
        "reverses": posting.reverses_id,
        **_actor(posting.actor),
        "event": name_of(posting.event),
        "event_body": json.dumps(body_of(posting.event)),
        "handlers": listeners_of(posting.event),
    }


def _actor(actor: ActorRef) -> dict[str, Value]:
    return {
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "person_id": actor.person_id,
    }


def is_late(on: date, at: datetime) -> bool:
    """Whether the business date is before the day of writing: it goes to the marked series."""
    return on < clock.local(at).date()
