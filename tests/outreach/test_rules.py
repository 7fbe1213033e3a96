"""Clicks, tokens and where an order came from."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.tokens import link_token
from sokoguru.outreach.errors import NotALink
from sokoguru.outreach.rules.clicks import (
    Agent,
    Route,
    Touch,
    agent_of,
    attribute,
    check_token,
    counts,
    is_creditable,
    with_utm,
)

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
IN_FACEBOOK = PHONE + " [FB_IAB/FB4A;FBAV/480.0.0.0;]"
IN_INSTAGRAM = PHONE + " Instagram 350.0.0.0 Android"
CUBOT_PHONE = PHONE.replace("SM-A245F", "CUBOT X70")


@pytest.mark.parametrize("agent", [PHONE, IN_FACEBOOK, IN_INSTAGRAM, CUBOT_PHONE])
def test_a_person_counts(agent: str) -> None:
    assert agent_of("GET", {"user-agent": agent}) is Agent.PERSON
    assert counts("get", {"user-agent": agent})


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.24.20.89 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.social/)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    ],
)
def test_a_preview_is_counted_apart(agent: str) -> None:
    assert agent_of("GET", {"user-agent": agent}) is Agent.PREVIEW
    assert not counts("GET", {"user-agent": agent})


@pytest.mark.parametrize(
    "agent",
    [
        "",
        " ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "GPTBot/1.2",
        "curl/8.5.0",
        "python-requests/2.32",
        "Go-http-client/2.0",
        "UptimeRobot/2.0 monitor",
    ],
)
def test_a_bot_is_not_a_person(agent: str) -> None:
    assert agent_of("GET", {"user-agent": agent}) is Agent.BOT


def test_only_a_get_without_reading_ahead_is_a_click() -> None:
    assert agent_of("HEAD", {"user-agent": PHONE}) is Agent.BOT
    assert agent_of("OPTIONS", {"user-agent": PHONE}) is Agent.BOT
    for ahead in ({"sec-purpose": "prefetch;prerender"}, {"purpose": "preview"}):
        assert agent_of("GET", {"user-agent": PHONE} | ahead) is Agent.PREVIEW
    assert agent_of("GET", {}) is Agent.BOT


@given(st.text(max_size=2_000))
def test_no_agent_breaks_the_counting(agent: str) -> None:
    assert agent_of("GET", {"user-agent": agent}) in Agent


def test_our_tokens_are_tokens() -> None:
    token = link_token()
    assert check_token(token) == token
    assert check_token(f" {token.upper()} ") == token


@pytest.mark.parametrize("text", ["", "abcd", "abcd23451", "abcd234o", "../../ab", "x" * 5_000])
def test_what_cannot_be_a_token_is_refused(text: str) -> None:
    with pytest.raises(NotALink):
        check_token(text)


ORDERED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def touch(token: str, days_before: float, route: Route = Route.CLICK) -> Touch:
    return Touch(token, ORDERED - timedelta(days=days_before), route)


def test_the_last_touch_within_thirty_days_is_credited() -> None:
    old, first, between, last = (touch(*t) for t in (("a", 31), ("b", 30), ("c", 5), ("d", 1)))
    made = attribute([last, old, between, first], ordered_at=ORDERED)
    assert made is not None
    assert (made.first, made.last, made.credited) == (first, last, last)
    assert made.assisting == (between,)


def test_a_coupon_beats_a_chat_code_and_that_a_click() -> None:
    coupon, chat = touch("a", 9, Route.COUPON), touch("b", 5, Route.CHAT_CODE)
    click = touch("c", 1)
    made = attribute([coupon, chat, click], ordered_at=ORDERED)
    assert made is not None
    assert (made.credited, made.last) == (coupon, click)
    without = attribute([chat, click], ordered_at=ORDERED)
    assert without is not None
    assert without.credited == chat


def test_nothing_is_credited_without_a_touch_in_time() -> None:
    assert attribute([], ordered_at=ORDERED) is None
    assert attribute([touch("a", 30.01)], ordered_at=ORDERED) is None
    assert attribute([touch("a", -0.01)], ordered_at=ORDERED) is None


def test_our_own_and_cancelled_orders_do_not_count() -> None:
    assert is_creditable(is_by_staff=False, is_cancelled=False)
    assert not is_creditable(is_by_staff=True, is_cancelled=False)
    assert not is_creditable(is_by_staff=False, is_cancelled=True)


def test_utm_marks_are_added_at_the_redirect() -> None:
    assert with_utm(
        "https://contoh.id/toko/gula/?warna=a&utm_source=x#lot",
        source="mastodon",
        medium="social",
        campaign="panen raya",
    ) == (
        "https://contoh.id/toko/gula/?warna=a&utm_source=mastodon&utm_medium=social"
        "&utm_campaign=panen+raya#lot"
    )
    assert with_utm("/warta/a/", source="wa", medium="", campaign="") == "/warta/a/?utm_source=wa"
