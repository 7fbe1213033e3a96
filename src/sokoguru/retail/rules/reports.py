"""What a till that worked without a network reports of a sale: read strictly, kept in any case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sokoguru.kernel.pairs import once_each
from sokoguru.kernel.quantity import MAX_OF_ONE_ACT as QUANTITY_MAX
from sokoguru.kernel.rupiah import MAX_OF_ONE_ACT as RUPIAH_MAX
from sokoguru.retail.errors import ReportOff, ReportUnreadable, TenderOffline
from sokoguru.retail.rules.selling import KINDS_MAX

BATCH_MAX = 20
BODY_MAX = 20_000
CASH = "tunai"
AHEAD = timedelta(days=1)


class ReportState(StrEnum):
    """What became of a report. A repeated one is answered ``duplicate`` and gets no row."""

    KEPT = "kept"
    ACCEPTED = "accepted"
    FLAGGED = "accepted_with_flags"
    CONFLICT = "conflict"


DUPLICATE = "duplicate"


class Flag(StrEnum):
    """What a person should look at in a sale that was accepted."""

    SHORT = "minus"
    PRICE = "selisih_harga"
    SHIFT = "shift_tutup"
    MEMBER = "anggota_tak_dikenal"


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A good as the till sold it: its SKU, thousandths, price of a unit, amount paid (rupiah)."""

    sku: str
    quantity: int
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Report:
    """A sale as the till wrote it down before it printed."""

    at: datetime
    lines: tuple[ReportedLine, ...]
    total: int
    tender: str
    given: int
    member: str
    shift_id: int | None


def read_report(body: str) -> Report:
    """The sale in a report. What cannot be read, or does not add up, is for a person."""
    try:
        told = json.loads(
            body,
            object_pairs_hook=once_each,
            parse_float=_refuse_float,
            parse_constant=_refuse_float,
        )
    except (ValueError, RecursionError):
        raise ReportUnreadable(field="body") from None
    if not isinstance(told, Mapping):
        raise ReportUnreadable(field="body")
    report = Report(
        at=_instant(told),
        lines=_lines(told),
        total=_whole(told, "total", RUPIAH_MAX, least=1),
        tender=_text(told, "tender", 20),
        given=_whole(told, "given", RUPIAH_MAX),
        member=_text(told, "member", 12, may_lack=True),
        shift_id=_shift(told),
    )
    if report.tender != CASH:
        raise TenderOffline(tender=report.tender)
    added = sum(line.amount for line in report.lines)
    if added != report.total or report.given < report.total:
        raise ReportOff(total=report.total, lines=added, given=report.given)
    return report


def check_sane(report: Report, *, now: datetime) -> None:
    """Refuse a sale of a day that has not come: that clock cannot be believed at all."""
    if report.at > now + AHEAD:
        raise ReportUnreadable(field="at")


def _lines(told: Mapping[str, Any]) -> tuple[ReportedLine, ...]:
    rows = told.get("lines")
    if not isinstance(rows, list) or not 0 < len(rows) <= KINDS_MAX:
        raise ReportUnreadable(field="lines")
    if not all(isinstance(row, Mapping) for row in rows):
        raise ReportUnreadable(field="lines")
    return tuple(
        ReportedLine(
            sku=_text(row, "sku", 24),
            quantity=_whole(row, "quantity", QUANTITY_MAX, least=1),
            price=_whole(row, "price", RUPIAH_MAX),
            amount=_whole(row, "amount", RUPIAH_MAX),
        )
        for row in rows
    )


def _whole(told: Mapping[str, Any], name: str, most: int, *, least: int = 0) -> int:
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ReportUnreadable(field=name)
    return value


def _text(told: Mapping[str, Any], name: str, longest: int, *, may_lack: bool = False) -> str:
    value = told.get(name) or ""
    fits = isinstance(value, str) and len(value) <= longest and value.isprintable()
    if not fits or not (value or may_lack):
        raise ReportUnreadable(field=name)
    return str(value)


def _shift(told: Mapping[str, Any]) -> int | None:
    return None if told.get("shift") is None else _whole(told, "shift", 2**63 - 1, least=1)


def _instant(told: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(told, "at", 40))
    except ValueError:
        raise ReportUnreadable(field="at") from None
    if at.tzinfo is None or not 2020 <= at.year <= 2199:
        raise ReportUnreadable(field="at")
    return at.astimezone(UTC)


def _refuse_float(text: str) -> None:
    raise ValueError(f"no fractions: {text}")
