"""The one path of mass work: many entries, their lines, balances and events in one statement.

Judged as a whole: the batch is written or nothing is. ``known`` tells which references exist, so
that a batch that was cut off is simply sent again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sokoguru.audit.ports import listeners_of
from sokoguru.audit.rules import body_of, name_of
from sokoguru.kernel import clock
from sokoguru.ledger.sql.posting import Posting, is_late
from sokoguru.tenancy.scope import cooperative_in_force
from sokoguru.tenancy.sql import Statement, Value

KNOWN = Statement("""
SELECT reference, id, body_hash FROM ledger_entry
WHERE cooperative_id = %(cooperative)s AND reference = ANY(%(references)s::text[])
""")

BULK = Statement("""
WITH asked AS (
    SELECT * FROM unnest(%(line_entry)s::int[], %(accounts)s::bigint[], %(units)s::bigint[],
                         %(funds)s::text[], %(amounts)s::bigint[], %(business)s::text[])
        WITH ORDINALITY AS asked (place, account_id, unit_id, fund, amount, business, line)
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
), months AS (
    SELECT id, starts_on, ends_on, closed_at FROM ledger_period
    WHERE cooperative_id = %(cooperative)s
      AND starts_on <= (SELECT max(entry_on) FROM unnest(%(ons)s::date[]) AS entry_on)
      AND ends_on >= (SELECT min(entry_on) FROM unnest(%(ons)s::date[]) AS entry_on)
    ORDER BY id FOR KEY SHARE
), heads AS (
    SELECT head.*, month.id AS period_id, month.closed_at IS NOT NULL AS closed
    FROM unnest(%(places)s::int[], %(references)s::text[], %(hashes)s::bytea[], %(ons)s::date[],
                %(lates)s::bool[], %(memos)s::text[], %(reverses)s::bigint[], %(events)s::text[],
                %(bodies)s::jsonb[])
        AS head (place, reference, body_hash, entry_on, late, memo, reverses_id, event, body)
    LEFT JOIN months AS month
      ON month.starts_on <= head.entry_on AND month.ends_on >= head.entry_on
), locked AS MATERIALIZED (
    SELECT account_id, floor, side,
           side * (debit_posted - credit_posted)
             - CASE side WHEN 1 THEN credit_held ELSE debit_held END AS available
    FROM ledger_balance
    WHERE cooperative_id = %(cooperative)s
      AND account_id IN (SELECT account_id FROM asked)
    ORDER BY account_id FOR UPDATE
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
    SELECT %(cooperative)s, period_id, reference, body_hash, entry_on, %(at)s, heads.late,
           heads.memo, %(actor_kind)s, %(actor_id)s, %(actor_name)s, reverses_id
    FROM heads, verdict
    WHERE verdict.afloat AND verdict.balances = (SELECT count(*) FROM moves)
      AND (SELECT count(*) FROM want) = cardinality(%(accounts)s::bigint[])
      AND NOT EXISTS (SELECT FROM heads WHERE period_id IS NULL OR closed)
    ORDER BY place
    RETURNING id, reference
), placed AS (
    SELECT entry.id, heads.place, heads.event, heads.body
    FROM entry JOIN heads USING (reference)
), lines AS (
    INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount, business)
    SELECT %(cooperative)s, placed.id, account_id, unit_id, fund, amount, business
    FROM want JOIN placed USING (place) ORDER BY line
), moved AS (
    UPDATE ledger_balance AS balance
    SET debit_posted = debit_posted + moves.debit, credit_posted = credit_posted + moves.credit
    FROM moves
    WHERE balance.cooperative_id = %(cooperative)s AND balance.account_id = moves.account_id
      AND EXISTS (SELECT FROM entry)
), written AS (
    INSERT INTO audit_record (cooperative_id, name, body, actor_kind, actor_id, actor_name,
                              person_id, at, entry_id)
    SELECT %(cooperative)s, placed.event, placed.body, %(actor_kind)s, %(actor_id)s, %(actor_name)s,
           %(person_id)s, %(at)s, placed.id
    FROM placed RETURNING id, name
), sent AS (
    INSERT INTO audit_delivery (cooperative_id, record_id, handler, not_before)
    SELECT %(cooperative)s, written.id, heard.handler, %(machine_at)s
    FROM written JOIN unnest(%(heard_events)s::text[], %(heard_handlers)s::text[])
        AS heard (event, handler) ON heard.event = written.name
)
SELECT (SELECT count(*) FROM entry), (SELECT min(entry_on) FROM heads WHERE period_id IS NULL),
       (SELECT min(entry_on) FROM heads WHERE closed), verdict.afloat, verdict.below,
       verdict.available,
       (SELECT array_agg(DISTINCT account_id) FROM asked
        WHERE account_id NOT IN (SELECT account_id FROM want))
FROM verdict
""")


@dataclass(frozen=True, slots=True)
class BulkVerdict:
    """What a batch was answered. ``written``: how many entries, all asked or none."""

    written: int
    homeless: date | None
    closed: date | None
    afloat: bool
    below: int | None
    available: int | None
    unknown: list[int] | None


def known(references: Sequence[str]) -> dict[str, tuple[int, bytes]]:
    """Which of these references are posted already: the entry's id and body hash."""
    rows = KNOWN.rows({"cooperative": cooperative_in_force(), "references": references})
    return {reference: (id, hash) for reference, id, hash in rows}


def post(postings: Sequence[Posting]) -> BulkVerdict:
    """Write a batch of entries that are not posted yet; all share the first one's actor."""
    [row] = BULK.rows(_parameters(postings))
    return BulkVerdict(*row)


def _parameters(postings: Sequence[Posting]) -> dict[str, Value]:
    now = clock.now()
    lines = [(place, line) for place, each in enumerate(postings) for line in each.lines]
    heard = {(name_of(each.event), name) for each in postings for name in listeners_of(each.event)}
    actor = postings[0].actor
    return {
        "cooperative": cooperative_in_force(),
        "at": now,
        "machine_at": clock.machine_now(),
        "line_entry": [place for place, _ in lines],
        "accounts": [line.account_id for _, line in lines],
        "units": [line.unit_id for _, line in lines],
        "funds": [line.fund for _, line in lines],
        "amounts": [line.amount for _, line in lines],
        "business": [line.business for _, line in lines],
        "places": range(len(postings)),
        "references": [each.reference for each in postings],
        "hashes": [each.body_hash for each in postings],
        "ons": [each.on for each in postings],
        "lates": [is_late(each.on, now) for each in postings],
        "memos": [each.memo for each in postings],
        "reverses": [each.reverses_id for each in postings],
        "events": [name_of(each.event) for each in postings],
        "bodies": [json.dumps(body_of(each.event)) for each in postings],
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "person_id": actor.person_id,
        "heard_events": [event for event, _ in sorted(heard)],
        "heard_handlers": [handler for _, handler in sorted(heard)],
    }
