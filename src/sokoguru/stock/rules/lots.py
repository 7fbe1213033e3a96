"""Lots: their codes, and which of them goes out first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sokoguru.kernel.dates import NotDate, parse_date
from sokoguru.kernel.text import excerpt
from sokoguru.kernel.tokens import CLEAR
from sokoguru.stock.errors import NotLotCode, OutOfStock

TAIL_LENGTH = 4
_CODE = re.compile(rf"([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})([{CLEAR}]{{{TAIL_LENGTH}}})")


@dataclass(frozen=True, slots=True)
class PickableLot:
    """What a location has of one lot: ``available`` is on hand less reserved, in thousandths."""

    lot_id: int
    available: int
    received_on: date
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """So much out of this lot."""

    lot_id: int
    quantity: int


def lot_code(on: date, tail: str) -> str:
    """``261124-7K2Q``: the day of receipt and a tail without look-alikes; nothing of a person."""
    return f"{on:%y%m%d}-{tail}"


def read_lot_code(text: str) -> str:
    """A typed or scanned code put back in order: any case, with or without dash and spaces."""
    typed = "".join(text.upper().split()).replace("-", "") if len(text) <= 40 else ""
    match = _CODE.fullmatch(typed)
    if match is None:
        raise NotLotCode(typed=excerpt(text))
    try:
        on = parse_date(f"20{match[1]}-{match[2]}-{match[3]}")
    except NotDate:
        raise NotLotCode(typed=excerpt(text)) from None
    return lot_code(on, match[4])


def pick(lots: Iterable[PickableLot], demand: int, *, on: date) -> list[Pick]:
    """First expired, first out; then first in, first out. What has expired is never picked.

    A lot may still be sold on the day it expires. Takes the whole demand or refuses it.
    """
    saleable = [lot for lot in lots if lot.available > 0 and not has_expired(lot, on=on)]
    saleable.sort(key=lambda lot: (lot.expires_on or date.max, lot.received_on, lot.lot_id))
    picks, missing = [], demand
    for lot in saleable:
        taken = min(lot.available, missing)
        if taken <= 0:
            break
        picks.append(Pick(lot_id=lot.lot_id, quantity=taken))
        missing -= taken
    if missing > 0:
        raise OutOfStock(demand=demand, available=demand - missing)
    return picks


def pick_what_is_there(lots: Iterable[PickableLot], demand: int, *, on: date) -> list[Pick]:
    """For a sale that has happened: as far as it goes, expired lots last, nothing refused."""
    there = sorted(
        (lot for lot in lots if lot.available > 0),
        key=lambda lot: (
            has_expired(lot, on=on),
            lot.expires_on or date.max,
            lot.received_on,
            lot.lot_id,
        ),
    )
    picks, missing = [], demand
    for lot in there:
        if missing <= 0:
            break
        picks.append(Pick(lot_id=lot.lot_id, quantity=min(lot.available, missing)))
        missing -= picks[-1].quantity
    return picks


def has_expired(lot: PickableLot, *, on: date) -> bool:
    """Whether the lot may no longer be sold on this day."""
    return lot.expires_on is not None and lot.expires_on < on
