"""The NIK of a resident: its shape is a rule, what it seems to say is only a hint.

The digits are ``PPKKCC DDMMYY SSSS``: the place of *first registration*, the birth date with 40
added to the day for women, and a serial from 0001. There is no check digit, and a NIK stays even
where it is wrong about the person (UU 23/2006 and 24/2013 on population administration), so a
mismatch is a warning and never a refusal. The domicile is never derived from it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sokoguru.members.errors import NikMalformed

LENGTH = 16
PROVINCES = frozenset(
    str(code)
    for first, last in (
        (11, 19),
        (21, 21),
        (31, 36),
        (51, 53),
        (61, 65),
        (71, 76),
        (81, 82),
        (91, 96),
    )
    for code in range(first, last + 1)
)
"""Province codes of the home ministry (Kepmendagri 300.2.2-2138/2025): 38; new ones may follow."""


class Sex(StrEnum):
    """As the identity card has it."""

    MALE = "L"
    FEMALE = "P"


class NikHint(StrEnum):
    """What is odd about a NIK, for a person to look at."""

    PROVINCE_UNKNOWN = "province_unknown"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"


@dataclass(frozen=True, slots=True)
class Nik:
    """A well-formed NIK and what its digits say."""

    digits: str
    born_on: date
    sex: Sex

    @property
    def province(self) -> str:
        return self.digits[:2]

    @property
    def regency(self) -> str:
        return self.digits[:4]

    @property
    def district(self) -> str:
        return self.digits[:6]

    @property
    def serial(self) -> str:
        return self.digits[12:]

    @property
    def masked(self) -> str:
        return mask_nik(self.digits)


def parse_nik(text: str, *, today: date) -> Nik:
    """Read 16 digits, spaces, dots and dashes aside; a day past today is of the 1900s."""
    digits = "".join(c for c in text if c not in " .-\u00a0") if len(text) <= 60 else ""
    if len(digits) != LENGTH:
        raise NikMalformed(reason="length", length=len(digits))
    if not (digits.isascii() and digits.isdigit()):
        raise NikMalformed(reason="digits")
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = Sex.FEMALE if day > 40 else Sex.MALE
    day = day - 40 if day > 40 else day
    if not 1 <= day <= 31:
        raise NikMalformed(reason="day")
    if not 1 <= month <= 12:
        raise NikMalformed(reason="month")
    if digits[12:] == "0000":
        raise NikMalformed(reason="serial")
    century = today.year // 100 * 100
    if (year, month, day) > (today.year % 100, today.month, today.day):
        century -= 100
    try:
        born_on = date(century + year, month, day)
    except ValueError:
        raise NikMalformed(reason="date") from None
    return Nik(digits=digits, born_on=born_on, sex=sex)


def hints_of(nik: Nik, *, born_on: date | None, sex: Sex | None) -> tuple[NikHint, ...]:
    """What differs from the person as known: shown as a warning, never a reason to refuse."""
    hints = []
    if nik.province not in PROVINCES:
        hints.append(NikHint.PROVINCE_UNKNOWN)
    if born_on is not None and (born_on.day, born_on.month, born_on.year % 100) != (
        nik.born_on.day,
        nik.born_on.month,
        nik.born_on.year % 100,
    ):
        hints.append(NikHint.BIRTH_DATE_DIFFERS)
    if sex is not None and sex is not nik.sex:
        hints.append(NikHint.SEX_DIFFERS)
    return tuple(hints)


def mask_nik(digits: str) -> str:
    """``3602••••••••0001``: all that a page shows without a reason on record."""
    return f"{digits[:4]}{'•' * 8}{digits[-4:]}"
