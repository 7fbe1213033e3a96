"""``soko bench post`` on a small scale: its shape, the same rows on both sides, its bars."""

import json

import pytest
from django.db import connections

from sokoguru.kernel.findings import Finding
from sokoguru.ledger.invariants import balances_equal_lines, entries_sum_to_zero
from sokoguru.ledger.sql.posting import POST
from sokoguru.project.bench import post
from sokoguru.project.bench.arena.ground import ground
from sokoguru.project.commands.bench import benches
from sokoguru.tenancy.scope import acting_for
from tests.databases import TEMPLATE

CASES = ["1 client", "8 clients", "hot account", "bulk"]
BARS = {"1 client": 0.6, "8 clients": 0.6, "hot account": 0.6, "bulk": 0.75}
COUNTS = """
SELECT count(DISTINCT entry.id), count(DISTINCT line.id), count(DISTINCT record.id),
       count(DISTINCT delivery.id),
       (SELECT sum(debit_posted + credit_posted) FROM ledger_balance
        WHERE cooperative_id = %(whose)s)
FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
JOIN audit_record AS record ON record.entry_id = entry.id
JOIN audit_delivery AS delivery ON delivery.record_id = record.id
WHERE entry.cooperative_id = %(whose)s
"""


def test_the_bench_prints_what_the_contract_says_and_leaves_nothing_behind() -> None:
    usual = connections["default"].settings_dict["NAME"]
    result = post.run(turns=1, seconds=0.1, savers=20, batches=1, like=TEMPLATE)
    assert connections["default"].settings_dict["NAME"] == usual
    assert [row["case"] for row in result["cases"]] == CASES
    for row in result["cases"]:
        assert set(row) == {
            *("case", "ours_per_s", "limit_per_s", "ratio", "rows", "p50_ms", "p99_ms", "peak_mib")
        }
        assert all(row[figure] > 0 for figure in set(row) - {"case"}), row
    assert (result["name"], result["database"][:11]) == ("post", "PostgreSQL ")
    assert result["sql"]["ours"] == POST.text.strip()
    assert json.loads(json.dumps(result)) == result


@pytest.mark.parametrize(
    ("ours", "limit", "entries"), [("ours", "limit", 1), ("ours_in_mass", "limit_in_mass", 1_000)]
)
def test_both_sides_write_the_same_rows(ours: str, limit: str, entries: int) -> None:
    post.listen(post.BenchPosted, post.ignore)
    with ground(savers=20, like=TEMPLATE) as there:
        bench, seen = post.Bench(there), []
        for side in (ours, limit):
            with getattr(bench, side)(0) as act:
                assert act() == entries
            with there.owner() as owner:
                seen.append(owner.execute(COUNTS, {"whose": there.cooperative.pk}).fetchone())
        rows = (entries, 2 * entries, entries, entries, 2_000 * entries)
        assert seen == [rows, tuple(2 * count for count in rows)]
        with acting_for(there.cooperative):
            findings: list[Finding] = [balances_equal_lines(), entries_sum_to_zero()]
        assert [finding.broken for finding in findings] == [[], []]


def test_soko_offers_this_bench_and_no_part_of_its_arena() -> None:
    assert "post" in benches()
    assert not {"arena", "contest", "ground"} & set(benches())


@pytest.mark.heavy
def test_the_public_action_keeps_its_bars() -> None:
    result = post.run()
    assert {
        row["case"]: row["ratio"] for row in result["cases"] if row["ratio"] < BARS[row["case"]]
    } == {}
