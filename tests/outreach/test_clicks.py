"""Taps, the cookie, and the order that came by."""

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from sokoguru.audit import actions
from sokoguru.audit.models import Delivery
from sokoguru.identity import actions as identity
from sokoguru.identity import queries as identity_queries
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.outreach import invariants, queries
from sokoguru.outreach.actions import attributing
from sokoguru.outreach.actions.clicking import signing_key
from sokoguru.outreach.models import Attribution, Click, Reversal
from sokoguru.outreach.queries import Earned
from sokoguru.outreach.rules import sources
from sokoguru.outreach.rules.clicks import Touch
from sokoguru.outreach.rules.posts import Way
from sokoguru.retail.actions import ordering
from sokoguru.retail.models import Order
from sokoguru.tenancy.scope import atomic
from tests.cast import FIRST, Cast
from tests.conftest import NOON
from tests.outreach.conftest import Stand, give_savings, shown
from tests.outreach.test_rules import PHONE
from tests.retail.conftest import PIN, put
from tests.web import browser

WHATSAPP = "WhatsApp/2.24.20.89 A"


def phone(**headers: str) -> Client:
    return browser(HTTP_USER_AGENT=PHONE, **headers)


def buy(stand: Stand, came_by: str, *, key: str = "k-1", name: str = "Siti") -> Order:
    put("login:siti", (stand.shop.sugar, 1_000))
    return ordering.place_order(
        member_id=stand.cast.member(name).pk,
        cart_key="login:siti",
        tender="simpanan",
        proof={"pin": PIN},
        request_key=key,
        seen_total=None,
        came_by=came_by,
        actor=stand.cast.as_member(name),
    )


def deliver_all() -> None:
    """What the worker does, inside the test's own scope: every delivery, newest first."""
    for row in Delivery.objects.filter(handler__startswith="outreach.").order_by("-pk"):
        with atomic():
            actions._deliver(row)
    assert set(Delivery.objects.filter(handler__startswith="outreach.").values_list("state")) <= {
        (Delivery.State.DONE,)
    }


def test_a_tap_leads_on_with_its_marks_and_is_remembered(stand: Stand) -> None:
    each = shown(stand.sent(), Way.WHATSAPP)
    answer = phone().get(f"/l/{each.link.token}")
    assert answer.status_code == 302
    assert answer["Location"] == (
        "/warta/nira-pagi-dari-lereng/?utm_source=whatsapp&utm_medium=bagikan"
        f"&utm_campaign=siaran-{each.variant.post_id}"
    )
    cookie = answer.cookies["soko_src"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        30 * 86_400,
        True,
        "Lax",
    )
    assert len(cookie.value) <= 40
    assert re.fullmatch(r"[a-z0-9-]+", cookie.value)
    touches = sources.read(cookie.value, key=signing_key(), ordered_at=NOON)
    assert touches == [Touch(each.link.token, NOON)]
    assert list(Click.objects.values_list("agent", "at")) == [("person", NOON)]


def test_a_preview_is_counted_apart_and_a_head_not_at_all(stand: Stand) -> None:
    token = shown(stand.sent(), Way.WHATSAPP).link.token
    answer = browser(HTTP_USER_AGENT=WHATSAPP).get(f"/l/{token}")
    assert (answer.status_code, "soko_src" in answer.cookies) == (302, False)
    answer = phone().head(f"/l/{token}")
    assert (answer.status_code, "soko_src" in answer.cookies) == (302, False)
    browser(HTTP_USER_AGENT="curl/8.0").get(f"/l/{token}")
    phone(HTTP_SEC_PURPOSE="prefetch;prerender").get(f"/l/{token}")
    assert sorted(Click.objects.values_list("agent", flat=True)) == ["bot", "preview", "preview"]


def test_a_double_tap_is_one_click_and_a_later_one_another(stand: Stand) -> None:
    token = shown(stand.sent(), Way.LINK).link.token
    phone().get(f"/l/{token}")
    phone().get(f"/l/{token}")
    assert Click.objects.count() == 1
    with clock.frozen(NOON + timedelta(seconds=11)):
        phone().get(f"/l/{token}")
    assert Click.objects.count() == 2
    assert Click.objects.values_list("visitor", flat=True).distinct().count() == 1
    with clock.frozen(NOON + timedelta(days=1)):
        phone().get(f"/l/{token}")
    assert Click.objects.values_list("visitor", flat=True).distinct().count() == 2


@pytest.mark.parametrize("header", ["HTTP_SEC_GPC", "HTTP_DNT"])
def test_who_asks_not_to_be_followed_gets_no_cookie(stand: Stand, header: str) -> None:
    token = shown(stand.sent(), Way.LINK).link.token
    answer = phone(**{header: "1"}).get(f"/l/{token}")
    assert (answer.status_code, "soko_src" in answer.cookies) == (302, False)
    assert Click.objects.count() == 1


@pytest.mark.parametrize("token", ["abcd2345", "0000000l", "panjangsekali", "%00", "a"])
def test_what_is_no_link_is_not_found_and_counts_nothing(stand: Stand, token: str) -> None:
    assert phone().get(f"/l/{token}").status_code == 404
    assert Click.objects.count() == 0


def test_a_link_of_another_cooperative_is_not_found(stand: Stand) -> None:
    token = shown(stand.sent(), Way.LINK).link.token
    answer = browser(host="mawar.localhost", HTTP_USER_AGENT=PHONE).get(f"/l/{token}")
    assert answer.status_code == 404


def test_the_cookie_keeps_the_first_and_the_last_link(stand: Stand) -> None:
    one, two, three = (shown(stand.sent(), Way.LINK).link.token for _ in range(3))
    client = phone()
    client.get(f"/l/{one}")
    with clock.frozen(NOON + timedelta(days=2)):
        client.get(f"/l/{two}")
    with clock.frozen(NOON + timedelta(days=3)):
        client.get(f"/l/{three}")
    value = client.cookies["soko_src"].value
    touches = sources.read(value, key=signing_key(), ordered_at=NOON + timedelta(days=3))
    assert touches == [Touch(one, NOON), Touch(three, NOON + timedelta(days=3))]
    with clock.frozen(NOON + timedelta(days=31)):
        client.get(f"/l/{two}")
    value = client.cookies["soko_src"].value
    touches = sources.read(value, key=signing_key(), ordered_at=NOON + timedelta(days=31))
    assert [touch.token for touch in touches] == [three, two]  # the first was too long ago


def test_a_changed_cookie_says_nothing(stand: Stand) -> None:
    token = shown(stand.sent(), Way.LINK).link.token
    value = sources.written([Touch(token, NOON)], key=signing_key())
    for wrong in (value[:-1] + "x", "2" + value[1:], value.upper(), "a-b-c", "-", value + "-"):
        assert sources.read(wrong, key=signing_key(), ordered_at=NOON) == []


def test_an_order_counts_for_the_post_that_brought_it(stand: Stand) -> None:
    give_savings(stand)
    post = stand.sent()
    each = shown(post, Way.WHATSAPP)
    client = phone()
    client.get(f"/l/{each.link.token}")
    placed = buy(stand, client.cookies["soko_src"].value)
    deliver_all()
    row = Attribution.objects.get()
    assert (row.order_id, row.order_number) == (placed.pk, placed.number)
    assert (row.amount, row.ujrah) == (30_000, 3_600)
    assert (row.first.token, row.last.token, row.credited) == (
        each.link.token,
        each.link.token,
        each.link,
    )
    assert (row.first_at, row.last_at, row.ordered_at) == (NOON, NOON, NOON)
    earned = Earned(clicks=1, machines=0, orders=1, amount=30_000, ujrah=3_600)
    assert queries.earned_by_posts([post.pk]) == {post.pk: earned}
    attributing.attribute_order(order_id=placed.pk)
    assert Attribution.objects.count() == 1


def test_a_bare_token_is_enough_and_nonsense_is_nothing(stand: Stand) -> None:
    give_savings(stand)
    token = shown(stand.sent(), Way.POSTER).link.token
    buy(stand, token)
    buy(stand, "2222-3333", key="k-2")
    buy(stand, "", key="k-3")
    deliver_all()
    assert [row.credited.token for row in Attribution.objects.all() if row.credited] == [token]


def test_the_last_touch_is_credited_and_the_first_is_kept(stand: Stand) -> None:
    give_savings(stand)
    first, last = shown(stand.sent(), Way.LINK), shown(stand.sent(), Way.LINK)
    touches = [
        Touch(first.link.token, NOON - timedelta(days=3)),
        Touch(last.link.token, NOON - timedelta(minutes=5)),
    ]
    buy(stand, sources.written(touches, key=signing_key()))
    deliver_all()
    row = Attribution.objects.get()
    assert (row.first, row.last, row.credited) == (first.link, last.link, last.link)


def test_a_touch_after_the_order_or_a_month_before_counts_nothing(stand: Stand) -> None:
    give_savings(stand)
    token = shown(stand.sent(), Way.LINK).link.token
    for place, days in enumerate((-31, 1)):
        came_by = sources.written([Touch(token, NOON + timedelta(days=days))], key=signing_key())
        buy(stand, came_by, key=f"k-{place}")
    deliver_all()
    assert Attribution.objects.count() == 0


def test_our_own_staff_brings_no_credit(stand: Stand) -> None:
    give_savings(stand)
    token = shown(stand.sent(), Way.LINK).link.token
    make_staff(stand.cast, "Siti")
    buy(stand, token)
    deliver_all()
    row = Attribution.objects.get()
    assert (row.credited, row.last.token) == (None, token)
    post_id = queries.link(token).variant.post_id
    assert queries.earned_by_posts([post_id])[post_id].orders == 0


def make_staff(cast: Cast, name: str) -> None:
    login = identity_queries.login_of_member(cast.member(name).pk)
    assert login is not None
    identity.give_duty(login_id=login.pk, role="kasir", since=FIRST, actor=SYSTEM)


def test_a_cancelled_order_is_taken_off_whichever_is_heard_first(stand: Stand) -> None:
    give_savings(stand)
    post = stand.sent()
    placed = buy(stand, shown(post, Way.LINK).link.token)
    ordering.cancel(number=placed.number, reason="Salah pesan", actor=stand.cast.as_member("Siti"))
    attributing.reverse(
        sale_number=placed.number, return_number=f"{placed.number}-R", amount=30_000
    )
    deliver_all()
    assert Reversal.objects.count() == 1
    earned = queries.earned_by_posts([post.pk])[post.pk]
    assert (earned.orders, earned.amount, earned.ujrah) == (1, 0, 0)
    assert invariants.credit_is_never_more_than_bought().broken == []
    assert invariants.credit_is_never_more_than_bought().checked == 1


def test_facts_are_never_changed(stand: Stand) -> None:
    phone().get(f"/l/{shown(stand.sent(), Way.LINK).link.token}")
    for table in ("link", "click", "attribution", "reversal"):
        with connections["cell_001"].cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('soko_app', %s, 'UPDATE'), "
                "has_table_privilege('soko_app', %s, 'DELETE')",
                [f"cell_001.outreach_{table}"] * 2,
            )
            assert cursor.fetchone() == (False, False)
