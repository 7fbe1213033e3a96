"""Lengths as networks count them, and limits before sending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.channels import errors
from sokoguru.channels.rules import (
    BLUESKY,
    MAIL,
    MASTODON,
    SHARE_LINK,
    TELEGRAM,
    LengthUnit,
    Limits,
    Picture,
    Problem,
    check_fits,
    count,
    graphemes,
    length_of,
    problems_of,
)

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "codepoints", "utf16", "seen", "utf8"),
    [
        ("", 0, 0, 0, 0),
        ("gula", 4, 4, 4, 4),
        ("é", 1, 1, 1, 2),
        ("e\u0301", 2, 2, 1, 3),
        ("😀", 1, 2, 1, 4),
        (FAMILY, 5, 8, 1, 18),
        ("👍🏽", 2, 4, 1, 8),
        ("🇮🇩", 2, 4, 1, 8),
        ("🇮🇩🇲🇾", 4, 8, 2, 16),
        ("❤\ufe0f", 2, 2, 1, 6),
        ("a\r\nb", 4, 4, 3, 4),
        ("한국", 2, 2, 2, 6),
        ("\u1112\u1161\u11ab", 3, 3, 1, 9),
        ("ꦏꦺꦴ", 3, 3, 1, 9),
    ],
)
def test_four_ways_of_counting(
    text: str, codepoints: int, utf16: int, seen: int, utf8: int
) -> None:
    assert count(text, LengthUnit.CODEPOINT) == codepoints
    assert count(text, LengthUnit.UTF16) == utf16
    assert count(text, LengthUnit.GRAPHEME) == seen
    assert count(text, LengthUnit.BYTE) == utf8


def test_a_link_counts_23_on_mastodon_however_long() -> None:
    assert length_of("https://contoh.id/l/" + "a" * 300, MASTODON) == 23
    assert length_of("Baca: https://contoh.id/l/abcd2345 ya", MASTODON) == 6 + 23 + 3
    assert length_of("http://a.id http://b.id", MASTODON) == 47
    assert length_of("https://contoh.id/l/abcd2345", BLUESKY) == 28


def test_the_domain_of_a_mention_does_not_count_on_mastodon() -> None:
    assert length_of("@warta@koperasi.contoh.id halo", MASTODON) == len("@warta halo")
    assert length_of("siti@contoh.id", MASTODON) == len("siti@contoh.id")


@given(st.text(max_size=200))
def test_a_reader_never_sees_more_than_there_is(text: str) -> None:
    assert graphemes(text) <= len(text)
    assert (graphemes(text) == 0) == (text == "")


JPEG = Picture("image/jpeg", 200_000, "Siti mengaduk nira")


@pytest.mark.parametrize(
    ("text", "pictures", "limits", "problems"),
    [
        ("Gula aren", [JPEG], MASTODON, ()),
        ("x" * 500, [], MASTODON, ()),
        ("x" * 501, [], MASTODON, (Problem("text_long", 501, 500),)),
        ("😀" * 2_049, [], TELEGRAM, (Problem("text_long", 4_098, 4_096),)),
        ("é" * 751, [], SHARE_LINK, (Problem("text_long", 1_502, 1_500),)),
        (" ", [], MAIL, (Problem("empty"),)),
        ("", [JPEG], MASTODON, ()),
        ("a", [JPEG] * 5, MASTODON, (Problem("pictures_many", 5, 4),)),
        ("a", [JPEG], SHARE_LINK, (Problem("pictures_many", 1, 0),)),
        ("a", [Picture("image/gif", 1, "a")], MASTODON, (Problem("picture_type", 1),)),
        ("a", [JPEG, Picture("image/png", 1, " ")], MASTODON, (Problem("picture_alt_missing", 2),)),
        (
            "a",
            [Picture("image/jpeg", 1_000_001, "a")],
            BLUESKY,
            (Problem("picture_large", 1_000_001, 1_000_000),),
        ),
    ],
)
def test_what_does_not_fit_is_named(
    text: str, pictures: list[Picture], limits: Limits, problems: tuple[Problem, ...]
) -> None:
    assert problems_of(text, pictures, limits) == problems
    if problems:
        with pytest.raises(errors.DoesNotFit) as refused:
            check_fits(text, pictures, limits)
        assert refused.value.facts["problems"][0][0] == problems[0].code
    else:
        check_fits(text, pictures, limits)
