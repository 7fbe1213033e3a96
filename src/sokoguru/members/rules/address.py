"""Names and addresses for the register of members; the domicile is asked, never derived."""

import re
from dataclasses import dataclass

from sokoguru.kernel.text import clean_line
from sokoguru.members.errors import AddressIncomplete, NameMissing

NAME_MAX = 120
STREET_MAX = 200
PLACE_MAX = 80
_VILLAGE_CODE = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person lives. RT and RW are three digits or empty, the postcode five or empty."""

    street: str
    rt: str
    rw: str
    village: str
    district: str
    regency: str
    province: str
    postcode: str = ""

    def __str__(self) -> str:
        neighbourhood = f"RT {self.rt}/RW {self.rw}" if self.rt and self.rw else ""
        places = (self.street, neighbourhood, self.village, self.district, self.regency)
        last = f"{self.province} {self.postcode}".strip()
        return ", ".join(part for part in (*places, last) if part)


def check_name(text: str) -> str:
    """The name as it will be kept: one letter is enough (many have one name), any script."""
    name = clean_line(text) if len(text) <= 4 * NAME_MAX else ""
    if len(name) > NAME_MAX or not any(c.isalpha() for c in name):
        raise NameMissing(length_max=NAME_MAX)
    return name


def check_address(address: Address) -> Address:
    """The address as it will be kept; refuses the first part that is missing or malformed."""
    return Address(
        street=_place(address.street, "street", most=STREET_MAX),
        rt=_neighbourhood(address.rt, "rt"),
        rw=_neighbourhood(address.rw, "rw"),
        village=_place(address.village, "village"),
        district=_place(address.district, "district"),
        regency=_place(address.regency, "regency"),
        province=_place(address.province, "province"),
        postcode=_postcode(address.postcode),
    )


def check_village_code(text: str) -> str:
    """A code of the home ministry, ``36.02.04.2001``: regencies 01-69, towns 71-99."""
    match = _VILLAGE_CODE.fullmatch(text.strip()) if len(text) <= 40 else None
    if match is None or match[2] in ("00", "70") or match[3] == "00" or match[4] == "0000":
        raise AddressIncomplete(field="village_code", reason="malformed")
    return ".".join(match.groups())


def _place(text: str, field: str, *, most: int = PLACE_MAX) -> str:
    place = clean_line(text) if len(text) <= 4 * most else "x" * (most + 1)
    if not any(c.isalnum() for c in place):
        raise AddressIncomplete(field=field, reason="missing")
    if len(place) > most:
        raise AddressIncomplete(field=field, reason="too_long", length_max=most)
    return place


def _neighbourhood(text: str, field: str) -> str:
    typed = text.strip()
    if not typed or set(typed) == {"0"}:
        return ""
    if not re.fullmatch(r"[0-9]{1,3}", typed):
        raise AddressIncomplete(field=field, reason="malformed")
    return typed.zfill(3)


def _postcode(text: str) -> str:
    typed = text.strip()
    if typed and not re.fullmatch(r"[1-9][0-9]{4}", typed):
        raise AddressIncomplete(field="postcode", reason="malformed")
    return typed
