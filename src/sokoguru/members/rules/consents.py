"""To what a member says yes or no, and may change the mind at any time (UU 27/2022)."""

from sokoguru.members.errors import PurposeUnknown

NAME_ON_GOODS = "nama_di_jejak"
"""A maker's own name on goods, labels and the trace page."""

ASKED = (NAME_ON_GOODS,)
"""Purposes that members decide on by themselves, on their own page."""


def check_asked(purpose: str) -> None:
    """Refuse a purpose that nobody is asked about."""
    if purpose not in ASKED:
        raise PurposeUnknown(purpose=purpose[:30])
