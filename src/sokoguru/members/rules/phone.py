"""Telephone numbers in Indonesia: one spelling (E.164), and whether messages can reach it."""

import re
from dataclasses import dataclass

from sokoguru.members.errors import PhoneMalformed, PhoneNotMobile

_SEPARATORS = re.compile(r"[ ().\u00a0-]+")
_MOBILE = re.compile(r"8[1-9][0-9]{7,10}")
_LANDLINE = re.compile(r"[2-79][0-9]{7,10}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as the world dials it, ``+6281234567890``."""

    e164: str
    is_mobile: bool

    @property
    def wa(self) -> str:
        """The digits of a ``wa.me`` address."""
        return self.e164[1:]

    @property
    def masked(self) -> str:
        return f"{self.e164[:5]}{'•' * (len(self.e164) - 8)}{self.e164[-3:]}"


def parse_phone(text: str) -> Phone:
    """Read ``0812-3456-7890``, ``62 812 3456 7890``, ``+62 (0)812 3456 7890`` or a landline with 0.

    A number that starts with neither 0 nor 62 is refused: nobody knows what is missing in front.
    """
    typed = _SEPARATORS.sub("", text.strip()) if len(text) <= 60 else ""
    digits = typed.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise PhoneMalformed(reason="characters")
    if typed.startswith("+") and not digits.startswith("62"):
        raise PhoneMalformed(reason="prefix")
    if digits.startswith("62"):
        national = digits[2:].removeprefix("0")
    elif digits.startswith("0"):
        national = digits[1:]
    else:
        raise PhoneMalformed(reason="prefix")
    is_mobile = _MOBILE.fullmatch(national) is not None
    if not is_mobile and _LANDLINE.fullmatch(national) is None:
        raise PhoneMalformed(reason="length")
    return Phone(e164=f"+62{national}", is_mobile=is_mobile)


def check_mobile(phone: Phone) -> None:
    """Refuse a landline where a message must arrive."""
    if not phone.is_mobile:
        raise PhoneNotMobile(phone=phone.masked)
