"""What a post says and where it leads, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.channels.rules import BLUESKY, MASTODON, SHARE_LINK, Limits, length_of
from sokoguru.outreach.errors import NothingToSay, TargetUnfit
from sokoguru.outreach.rules.posts import (
    Offer,
    Said,
    Story,
    Way,
    check_target,
    content_hash,
    draft_text,
    priced,
    target_of,
    title_of,
    with_link,
)

URL = "https://lestari.example/l/abcd2345"
STORY = Story("Nira pagi dari lereng", "Dapur menyala pukul empat.", "/warta/nira/")
SUGAR = Offer("Gula aren semut", "kg", 30_000, 27_000, "/toko/gula-aren/")


def test_the_words_begin_with_title_lead_and_both_prices() -> None:
    text = draft_text(Way.NETWORK, STORY, SUGAR, limits=MASTODON, url=URL)
    assert text == (
        "Nira pagi dari lereng\n\nDapur menyala pukul empat.\n\n"
        "Gula aren semut, Rp30.000 per kg (anggota Rp27.000)"
    )
    assert with_link(text, URL).endswith(f"(anggota Rp27.000)\n\n{URL}")
    assert draft_text(Way.LINK, STORY, SUGAR, limits=SHARE_LINK, url=URL) == ""
    assert with_link("", URL) == URL


def test_a_piece_has_no_unit_and_one_price_is_said_once() -> None:
    basket = Offer("Bakul bambu", "pcs", 45_000, 45_000, "/toko/bakul/")
    assert priced(basket) == "Bakul bambu, Rp45.000"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=120),
    st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=400).map(" ".join),
    st.sampled_from([MASTODON, SHARE_LINK, BLUESKY]),
)
def test_a_long_lead_is_cut_by_words_until_it_fits(title: str, lead: str, limits: Limits) -> None:
    story = Story(f"J{title}", lead, "/warta/j/")
    text = draft_text(Way.NETWORK, story, SUGAR, limits=limits, url=URL)
    assert length_of(with_link(text, URL), limits) <= limits.text_max
    assert text.startswith("J")


def test_a_link_leads_to_the_story_else_to_the_good() -> None:
    assert target_of(STORY, SUGAR) == "/warta/nira/"
    assert target_of(None, SUGAR) == "/toko/gula-aren/"
    assert title_of(None, SUGAR) == "Gula aren semut"
    with pytest.raises(NothingToSay):
        target_of(None, None)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "warta/",
        "https://lain.example/",
        "//lain.example/",
        "/\\lain.example/",
        "/a b",
        "/a\r\nSet-Cookie: x=1",
        "/" + "a" * 300,
        "javascript:alert(1)",
    ],
)
def test_a_link_of_ours_never_leads_away(path: str) -> None:
    with pytest.raises(TargetUnfit):
        check_target(path)


def test_the_hash_is_of_the_words_the_ways_and_the_target_in_any_order() -> None:
    one, two = Said(1, "wa", "Halo"), Said(2, "kiriman", "Halo")
    whole = content_hash("/warta/nira/", [one, two])
    assert content_hash("/warta/nira/", [two, one]) == whole
    assert content_hash("/warta/lain/", [one, two]) != whole
    assert content_hash("/warta/nira/", [one]) != whole
    assert content_hash("/warta/nira/", [Said(1, "wa", "Halo."), two]) != whole
