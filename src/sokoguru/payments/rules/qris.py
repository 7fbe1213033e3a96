"""QRIS texts (EMVCo merchant-presented mode, as Bank Indonesia uses it): read, fill, write.

A text is a row of fields: two digits of tag, two of length, the value. Tag 63 comes last and
holds a checksum over all before its own value. Reading checks it first; nothing is repaired.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sokoguru.kernel.text import excerpt
from sokoguru.payments import errors

TEXT_MAX = 512
AMOUNT_MAX = 10_000_000
"""The most that one QRIS payment may be (Bank Indonesia, since 2022): check before use."""
REFERENCE_MAX = 25
REPOSITORY = "ID.CO.QRIS.WWW"
_CHECKSUM_HEAD = "6304"
_ACCOUNTS = range(26, 46)


class Tip(StrEnum):
    """Tag 55: who adds what. Only the first may be used in Indonesia."""

    TYPED_BY_PAYER = "01"
    FIXED = "02"
    PERCENT = "03"


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands in the text."""

    tag: str
    value: str

    def __str__(self) -> str:
        return f"{self.tag}{len(self.value):02d}{self.value}"


@dataclass(frozen=True, slots=True)
class Qris:
    """A text whose checksum was right, without tag 63. Unknown fields are kept as they are."""

    fields: tuple[Field, ...]

    def get(self, tag: str) -> str:
        """The value of a field, or nothing."""
        return next((field.value for field in self.fields if field.tag == tag), "")

    def inside(self, tag: str, sub: str) -> str:
        """The value of a field inside a template (26-45, 51, 62), or nothing."""
        return next((field.value for field in _read(self.get(tag)) if field.tag == sub), "")

    @property
    def is_dynamic(self) -> bool:
        return self.get("01") == "12"

    @property
    def amount(self) -> int | None:
        """Rupiah, where the code fixes them."""
        return _amount(self.get("54")) if self.get("54") else None

    @property
    def tip(self) -> Tip | None:
        return Tip(self.get("55")) if self.get("55") else None

    @property
    def merchant_name(self) -> str:
        return self.get("59")

    @property
    def city(self) -> str:
        return self.get("60")

    @property
    def nmid(self) -> str:
        """The national merchant id of Bank Indonesia's repository."""
        return self.inside("51", "02")

    @property
    def reference(self) -> str:
        return self.inside("62", "05")

    @property
    def merchant_pans(self) -> tuple[str, ...]:
        """The account numbers of the acquirers (tags 26-45)."""
        pans = (self.inside(f"{tag:02d}", "01") for tag in _ACCOUNTS if self.get(f"{tag:02d}"))
        return tuple(pan for pan in pans if pan)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def parse(text: str) -> Qris:
    """Read a QRIS text; refuses what is damaged, malformed, foreign or not printable ASCII."""
    if not 12 < len(text) <= TEXT_MAX:
        raise errors.QrisMalformed(reason="length", length=len(text))
    if not all(" " <= character <= "~" for character in text):
        raise errors.QrisMalformed(reason="characters")
    if text[-8:-4] != _CHECKSUM_HEAD:
        raise errors.QrisMalformed(reason="checksum_missing")
    if checksum(text[:-4]) != text[-4:]:
        raise errors.QrisChecksum(found=text[-4:])
    qris = Qris(tuple(_read(text[:-8])))
    _check_fields(qris)
    return qris


def dump(qris: Qris) -> str:
    """Write the text again: ``dump(parse(text)) == text``."""
    body = "".join(str(field) for field in qris.fields) + _CHECKSUM_HEAD
    return body + checksum(body)


def fill_amount(
    qris: Qris, amount: int, *, reference: str = "", amount_max: int = AMOUNT_MAX
) -> Qris:
    """The same merchant with the amount filled in, and our reference where there is room for it.

    Such a code is not one issued by the acquirer and brings no notice: the payment stays *menunggu*
    until a cashier, a notice or the bank's statement confirms it. Never fills a code with a fee.
    """
    if qris.tip in (Tip.FIXED, Tip.PERCENT) or qris.get("56") or qris.get("57"):
        raise errors.QrisSurcharge()
    if not 0 < amount <= amount_max:
        raise errors.QrisMalformed(reason="amount", amount=amount, amount_max=amount_max)
    filled = _put(_put(qris.fields, Field("01", "12")), Field("54", str(amount)))
    if reference:
        if len(reference) > REFERENCE_MAX or not all(" " <= c <= "~" for c in reference):
            raise errors.QrisMalformed(reason="reference", reference=excerpt(reference))
        more = _put(tuple(_read(qris.get("62"))), Field("05", reference))
        value = "".join(str(field) for field in more)
        if len(value) > 99:
            raise errors.QrisMalformed(reason="reference", reference=reference)
        filled = _put(filled, Field("62", value))
    return Qris(filled)


def check_merchant(qris: Qris, *, nmid: str, merchant_name: str) -> None:
    """Refuse a code that does not pay us: stickers are swapped."""
    if qris.nmid != nmid or qris.merchant_name.strip().upper() != merchant_name.strip().upper():
        raise errors.QrisOtherMerchant(nmid=qris.nmid, merchant_name=qris.merchant_name)


def has_odd_pan(qris: Qris) -> bool:
    """Whether a 19-digit account number fails its Luhn digit (18-digit ones have none): a hint."""
    return any(len(pan) == 19 and not _is_luhn(pan) for pan in qris.merchant_pans)


def _read(text: str) -> Iterator[Field]:
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise errors.QrisMalformed(reason="field", at=at)
        value = text[at + 4 : at + 4 + int(head[2:])]
        if len(value) != int(head[2:]) or not value:
            raise errors.QrisMalformed(reason="field", at=at)
        yield Field(head[:2], value)
        at += 4 + len(value)


def _check_fields(qris: Qris) -> None:
    tags = [field.tag for field in qris.fields]
    if tags[:2] != ["00", "01"] or qris.get("00") != "01" or qris.get("01") not in ("11", "12"):
        raise errors.QrisMalformed(reason="head")
    if len(set(tags)) != len(tags):
        raise errors.QrisMalformed(reason="field_twice")
    if (qris.get("53"), qris.get("58")) != ("360", "ID"):
        raise errors.QrisMalformed(reason="not_indonesian")
    if not qris.merchant_name or not any(f"{tag:02d}" in tags for tag in (*_ACCOUNTS, 51)):
        raise errors.QrisMalformed(reason="no_merchant")
    if qris.get("54"):
        _amount(qris.get("54"))
    if qris.get("55") not in ("", *Tip):
        raise errors.QrisMalformed(reason="tip")
    for tag in (*_ACCOUNTS, 51, 62):
        list(_read(qris.get(f"{tag:02d}")))


def _amount(value: str) -> int:
    whole, dot, rest = value.partition(".")
    if not (whole.isdigit() and len(value) <= 13) or (dot and rest.strip("0")):
        raise errors.QrisMalformed(reason="amount", typed=excerpt(value))
    return int(whole)


def _put(fields: tuple[Field, ...], field: Field) -> tuple[Field, ...]:
    """Replace a field in its place, or insert it before the first of a higher tag."""
    if any(other.tag == field.tag for other in fields):
        return tuple(field if other.tag == field.tag else other for other in fields)
    place = next((n for n, other in enumerate(fields) if other.tag > field.tag), len(fields))
    return (*fields[:place], field, *fields[place:])


def _is_luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
