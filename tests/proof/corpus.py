"""Values at which careless fields break: as JSON, and as what is typed into a box."""

import json
from pathlib import Path

DIGITS = "9" * 5_000
LONG = "x" * 1_000_000
DEEP = "[" * 100_000 + "]" * 100_000
NAUGHTY: list[str] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "id_naughty.json").read_text()
)
"""Names and other texts of the field; what they break is said in ``tests/vectors``."""

NUMBERS = (
    "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
    "99999999999999999999", DIGITS, "1e999999", "1e400", "NaN", "Infinity", "-Infinity", "-0",
    "-1", "0", "0.001", "20_000", "0xffff",
)  # fmt: skip
DATES = ("31/02/2026", "2026-02-30", "00/00/0000", "0000-01-01", "31/12/9999", "1/1/1")
TEXTS = ("", "   ", LONG, "A\x00B", "\ud800", "\r\n", "\u202eabc", "../../x", "{{x}}", "${x}")

TYPED = (*NUMBERS, *DATES, *TEXTS)
"""What is typed into a box."""

JSON = (
    *(number for number in NUMBERS if number not in ("20_000", "0xffff")), "-0.0", "1.0", "true",
    "null", "{}", "[]", "[1]", '{"a": 1}', DEEP, "20_000", "0xffff",
    *(json.dumps(text) for text in ("1", "2147483648", DIGITS, "NaN", *DATES[:4], *TEXTS)),
)  # fmt: skip
"""What stands where a body in JSON has a value; some of it is no JSON."""

BODIES = (
    b"", b"{", b"null", b"[]", b'"x"', b"1", b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"{}",
    DEEP.encode(), b'{"a":' * 100_000 + b"1" + b"}" * 100_000, DIGITS.encode(),
)  # fmt: skip
"""Whole bodies that are none of ours."""


def is_no_number(typed: str) -> bool:
    """Whether a box for an amount, a quantity or a day has to refuse it, whatever its rule."""
    return typed in (*NUMBERS[4:], "A\x00B", "\ud800", LONG, "../../x", "{{x}}") and typed != "0"
