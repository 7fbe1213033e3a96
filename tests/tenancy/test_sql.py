"""Statements of measured hot paths: values there and back, failures, a connection that is lost."""

from datetime import date

import pytest
from django.db import DataError, OperationalError, connections

from sokoguru.kernel import clock
from sokoguru.ledger.rules import Fund
from sokoguru.tenancy.scope import acting_for
from sokoguru.tenancy.sql import Statement, Value, array
from tests.tenancy.conftest import Neighbours

ECHO = Statement(
    "SELECT %(n)s::bigint, %(t)s::text, %(b)s::bytea, %(d)s::date, %(at)s::timestamptz, "
    "%(yes)s::bool, %(none)s::text, %(list)s::text[], %(n)s::bigint + 1"
)


def test_a_statement_carries_every_kind_of_value_there_and_back(neighbours: Neighbours) -> None:
    values: dict[str, Value] = {
        "n": 10**15,
        "t": 'Sari\'s "kopi" \\ {1,2} ❤',
        "b": bytes(range(256)),
        "d": date(2026, 2, 28),
        "at": clock.EPOCH,
        "yes": True,
        "none": None,
        "list": ["a,b", None, "NULL"],
    }
    for _ in range(2):  # prepared, then found prepared
        with acting_for(neighbours.melati):
            assert ECHO.rows(values) == [(*values.values(), 10**15 + 1)]


def test_a_statement_lets_no_text_end_early(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati), pytest.raises(DataError):
        Statement("SELECT %(t)s::text").rows({"t": "kopi\0; DROP TABLE kopi"})


def test_a_statement_outlives_a_failure_and_a_lost_connection(neighbours: Neighbours) -> None:
    half = Statement("SELECT 10 / %(n)s::int")
    with pytest.raises(DataError), acting_for(neighbours.melati):
        half.rows({"n": 0})
    with acting_for(neighbours.melati):
        assert half.rows({"n": 2}) == [(5,)]
    connections["cell_001"].close()
    with acting_for(neighbours.melati):
        assert half.rows({"n": 5}) == [(2,)]


def test_a_statement_that_finds_the_server_gone_says_so(neighbours: Neighbours) -> None:
    with pytest.raises(OperationalError), acting_for(neighbours.melati):
        Statement("SELECT pg_terminate_backend(pg_backend_pid())").rows({})
    connections["cell_001"].close()


def test_arrays_are_written_as_the_database_reads_them() -> None:
    assert array([]) == "{}"
    assert array([1, -2, None, True]) == "{1,-2,NULL,True}"
    assert array([Fund.ZAKAT, 'a"b', "c\\d", "NULL", "", "{,}"]) == (
        '{"zakat","a\\"b","c\\\\d","NULL","","{,}"}'
    )
    assert array([b"\x00\xff", date(2026, 11, 24)]) == '{"\\\\x00ff",2026-11-24}'
