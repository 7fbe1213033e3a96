"""Money, days and quantities as filters; part of ``{% load soko %}``."""

from datetime import date, datetime, time

from django import template

from sokoguru.kernel import clock, dates, quantity, rupiah

register = template.Library()


@register.filter(name="rupiah")
def as_rupiah(amount: int | None) -> str:
    """``{{ 50000|rupiah }}`` is Rp50.000; nothing is a dash."""
    return "—" if amount is None else rupiah.format_rupiah(int(amount))


@register.filter
def rupiah_signed(amount: int | None) -> str:
    """A movement: ``+ Rp50.000`` or ``− Rp50.000``; the page adds the word *masuk* or *keluar*."""
    return "—" if amount is None else rupiah.format_signed(int(amount))


@register.filter
def words(amount: int) -> str:
    """``{{ 50000|words }}`` is *lima puluh ribu rupiah*."""
    return rupiah.terbilang_rupiah(int(amount))


@register.filter
def tanggal(on: date | datetime | str | None) -> str:
    """``24 November 2026``; takes a date, an instant (at the cooperative's place) or ISO text."""
    day = _day(on)
    return "—" if day is None else dates.format_date(day)


@register.filter
def hari(on: date | datetime | str | None) -> str:
    """``Selasa, 24 November 2026``."""
    day = _day(on)
    return "—" if day is None else dates.format_day(day)


@register.filter
def jam(at: datetime | time | str | None) -> str:
    """``08.14`` on the clock of the cooperative."""
    if at is None or at == "":
        return "—"
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        moment = clock.local(moment)
    return dates.format_time(moment)


@register.filter(name="quantity")
def as_quantity(amount: int | None, unit: str = "") -> str:
    """``{{ 1250500|quantity:"kg" }}`` is 1.250,5 kg."""
    return "—" if amount is None else quantity.format_quantity(int(amount), unit)


@register.filter
def initials(name: str) -> str:
    """The two letters of a round sign: *Siti* is ``Si``."""
    return name.strip()[:2].capitalize()


def _day(on: date | datetime | str | None) -> date | None:
    if on is None or on == "":
        return None
    if isinstance(on, str):
        on = datetime.fromisoformat(on)
    if isinstance(on, datetime):
        return (clock.local(on) if on.tzinfo is not None else on).date()
    return on
