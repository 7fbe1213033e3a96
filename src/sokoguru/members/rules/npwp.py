"""The NPWP, the number of a taxpayer: 16 digits since 2024 (PMK 112/2022)."""

from sokoguru.members.errors import NpwpMalformed


def normalise_npwp(text: str) -> str:
    """16 digits. The 15 of an old one (``01.300.066.6-091.000``) get a zero in front.

    That zero is right for entities; the NPWP of a person is the NIK, which is typed instead of an
    old number.
    """
    digits = "".join(c for c in text if c not in " .-\u00a0") if len(text) <= 60 else ""
    if not (digits.isascii() and digits.isdigit()):
        raise NpwpMalformed(reason="digits", length=len(digits))
    if len(digits) == 15:
        digits = "0" + digits
    if len(digits) != 16 or digits == "0" * 16:
        raise NpwpMalformed(reason="length", length=len(digits))
    return digits


def format_npwp(npwp: str) -> str:
    """In groups of four, as the tax office prints it: ``0013 0006 6609 1000``."""
    return " ".join(npwp[start : start + 4] for start in range(0, len(npwp), 4))
