"""A post: begun, worded, approved exactly as seen, handed over once, taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sokoguru.audit.models import Record
from sokoguru.channels.errors import AlreadyOnItsWay
from sokoguru.channels.models import Outbox
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.newsroom.actions import articles
from sokoguru.outreach import invariants, queries
from sokoguru.outreach.actions import carrying, composing
from sokoguru.outreach.errors import (
    ChangedMeanwhile,
    NotADraft,
    NothingToSay,
    TooLate,
    VariantTooLong,
)
from sokoguru.outreach.models import Link, Post, Variant
from sokoguru.outreach.rules.posts import Way
from sokoguru.stock.models import Product
from sokoguru.tenancy.scope import atomic
from tests.outreach.conftest import SITE, Stand, shown

WORDS = "Nira pagi dari lereng\n\nDapur menyala pukul empat.\n\nGula aren semut, Rp30.000 per kg"


def traces() -> tuple[object, ...]:
    posts = sorted(Post.objects.values_list("pk", "state", "approved_hash"))
    words = sorted(Variant.objects.values_list("pk", "text", "outbox"))
    sent = sorted(Outbox.objects.values_list("pk", "state"))
    return (posts, words, sent, Link.objects.count(), Record.objects.count())


def refused(kind: type[Exception], act: Callable[[], object]) -> Any:
    """The act is refused, and nothing changed."""
    before = traces()
    with pytest.raises(kind) as caught, atomic():
        act()
    assert traces() == before
    return caught.value


def test_a_post_begins_with_words_and_a_link_for_every_channel(stand: Stand) -> None:
    post = stand.compose()
    found = queries.variants(post.pk)
    assert [(each.variant.account.name, each.variant.way) for each in found] == [
        ("Bagikan", "wa"),
        ("Bagikan", "tautan"),
        ("Bagikan", "poster"),
        ("Mastodon Lestari", "kiriman"),
    ]
    assert (post.title, post.target, post.state) == (
        "Nira pagi dari lereng",
        "/warta/nira-pagi-dari-lereng/",
        "draft",
    )
    by_way = {each.way: each for each in found}
    assert by_way[Way.NETWORK].variant.text == WORDS
    assert by_way[Way.WHATSAPP].variant.text == WORDS
    assert by_way[Way.LINK].variant.text == ""
    assert by_way[Way.POSTER].variant.text == (
        "Nira pagi dari lereng\n\nGula aren semut, Rp30.000 per kg"
    )
    assert len({each.link.token for each in found}) == 4
    assert {each.link.target for each in found} == {"/warta/nira-pagi-dari-lereng/"}
    network = by_way[Way.NETWORK]
    assert network.full == f"{WORDS}\n\n{SITE}/l/{network.link.token}"
    assert network.length == len(WORDS) + 2 + 23  # a link counts 23 on Mastodon
    assert Outbox.objects.count() == 0  # nothing is handed over before it is approved


def test_a_good_alone_is_enough_and_its_member_price_is_said(stand: Stand) -> None:
    post = composing.compose(
        article_id=None,
        product_id=stand.shop.rice.pk,
        request_key="k",
        actor=stand.cast.actor("tuti"),
    )
    assert post.target == f"/toko/{stand.shop.rice.slug}/"
    assert shown(post, Way.NETWORK).variant.text == (
        "Beras pandan\n\nRp14.000 per kg (anggota Rp13.000)"
    )


def test_a_repeated_form_begins_one_post(stand: Stand) -> None:
    first = stand.compose(key="k-1")
    before = traces()
    assert stand.compose(key="k-1").pk == first.pk
    assert traces() == before


def test_what_cannot_be_posted_is_refused(stand: Stand) -> None:
    refused(NothingToSay, lambda: stand.compose(article=False, product=False))
    Product.objects.filter(pk=stand.shop.sugar.pk).update(active=False)
    refused(NotFound, lambda: stand.compose(article=False))
    articles.withdraw(
        article_id=stand.article.pk, reason="Keliru sumber.", actor=stand.cast.actor("bayu")
    )
    refused(NotFound, lambda: stand.compose(product=False))


def test_only_the_media_officer_posts(stand: Stand) -> None:
    post = stand.compose()
    for name in ("deni", "sari", "ratna"):
        actor = stand.cast.actor(name)
        refused(
            ActNotGranted,
            lambda actor=actor: composing.compose(  # type: ignore[misc]
                article_id=stand.article.pk, product_id=None, request_key="x", actor=actor
            ),
        )
        refused(
            ActNotGranted,
            lambda actor=actor: composing.approve(  # type: ignore[misc]
                post_id=post.pk, seen=queries.fingerprint(post), actor=actor
            ),
        )


def test_words_change_and_what_does_not_fit_is_refused_with_its_channel(stand: Stand) -> None:
    post = stand.compose()
    network, whatsapp = shown(post, Way.NETWORK), shown(post, Way.WHATSAPP)
    tuti = stand.cast.actor("tuti")
    fits, long = "a" * 475, "a" * 476  # 475 + 2 line ends + 23 for the link = 500
    composing.edit(
        post_id=post.pk,
        texts={network.variant.pk: f" {fits}\r\n", whatsapp.variant.pk: ""},
        actor=tuti,
    )
    assert shown(post, Way.NETWORK).variant.text == fits
    assert not shown(post, Way.WHATSAPP).is_sent
    wrong = refused(
        VariantTooLong,
        lambda: composing.edit(post_id=post.pk, texts={network.variant.pk: long}, actor=tuti),
    )
    assert (wrong.facts["channel"], wrong.facts["found"], wrong.facts["bound"]) == (
        "Mastodon Lestari",
        501,
        500,
    )


def test_an_approved_post_is_handed_over_once_word_by_word(stand: Stand) -> None:
    post = stand.compose()
    seen, tuti = queries.fingerprint(post), stand.cast.actor("tuti")
    row = composing.approve(post_id=post.pk, seen=seen, actor=tuti)
    assert (row.state, row.approver_name, bytes(row.approved_hash or b"")) == (
        "approved",
        "Tuti",
        seen,
    )
    network = shown(post, Way.NETWORK)
    message = Outbox.objects.get(account=stand.mastodon)
    assert (message.text, message.link, message.state) == (network.full, network.url, "queued")
    assert Outbox.objects.count() == 4
    before = traces()
    composing.approve(post_id=post.pk, seen=seen, actor=tuti)
    assert traces() == before
    assert (
        invariants.posts_say_what_was_approved().checked,
        invariants.posts_say_what_was_approved().broken,
    ) == (1, [])
    Variant.objects.filter(pk=network.variant.pk).update(text="Lain")
    assert invariants.posts_say_what_was_approved().broken == [f"siaran {post.pk}"]


def test_what_changed_after_it_was_seen_is_not_approved(stand: Stand) -> None:
    post = stand.compose()
    seen, tuti = queries.fingerprint(post), stand.cast.actor("tuti")
    composing.edit(post_id=post.pk, texts={shown(post, Way.NETWORK).variant.pk: "Baru"}, actor=tuti)
    refused(ChangedMeanwhile, lambda: composing.approve(post_id=post.pk, seen=seen, actor=tuti))


def test_an_approved_post_is_no_draft_any_more(stand: Stand) -> None:
    post = stand.sent()
    tuti = stand.cast.actor("tuti")
    texts = {shown(post, Way.NETWORK).variant.pk: "Lain"}
    refused(NotADraft, lambda: composing.edit(post_id=post.pk, texts=texts, actor=tuti))


def test_an_empty_box_is_not_sent_and_nothing_at_all_is_no_post(stand: Stand) -> None:
    post, tuti = stand.compose(), stand.cast.actor("tuti")
    composing.edit(post_id=post.pk, texts={shown(post, Way.NETWORK).variant.pk: "  "}, actor=tuti)
    stand.approve(post)
    assert Outbox.objects.filter(account=stand.mastodon).count() == 0
    assert Outbox.objects.count() == 3


def test_a_planned_post_waits_for_its_hour(stand: Stand) -> None:
    post, tuti = stand.compose(), stand.cast.actor("tuti")
    seen, later = queries.fingerprint(post), clock.now() + timedelta(hours=3)
    composing.approve(post_id=post.pk, seen=seen, actor=tuti, send_at=later)
    assert set(Outbox.objects.values_list("not_before", flat=True)) == {later}


def test_a_post_is_not_planned_for_yesterday(stand: Stand) -> None:
    post, tuti = stand.compose(), stand.cast.actor("tuti")
    seen, early = queries.fingerprint(post), clock.now() - timedelta(minutes=1)
    refused(
        TooLate,
        lambda: composing.approve(post_id=post.pk, seen=seen, actor=tuti, send_at=early),
    )


def test_a_post_is_taken_back_until_something_of_it_is_out(stand: Stand) -> None:
    tuti = stand.cast.actor("tuti")
    first, second = stand.sent(), stand.sent()
    composing.take_back(post_id=first.pk, actor=tuti)
    composing.take_back(post_id=first.pk, actor=tuti)
    assert {each.state for each in queries.variants(first.pk)} == {"cancelled"}
    assert [row.pk for row in queries.posts()] == [second.pk]
    carrying.tick(variant_id=shown(second, Way.LINK).variant.pk, actor=tuti)
    refused(AlreadyOnItsWay, lambda: composing.take_back(post_id=second.pk, actor=tuti))


def test_what_a_person_carried_is_ticked_once(stand: Stand) -> None:
    post, tuti = stand.sent(), stand.cast.actor("tuti")
    variant_id = shown(post, Way.WHATSAPP).variant.pk
    message = carrying.tick(variant_id=variant_id, actor=tuti)
    assert (message.state, Outbox.objects.get(pk=message.pk).said) == (
        "published",
        "Dikirim oleh Tuti.",
    )
    before = traces()
    carrying.tick(variant_id=variant_id, actor=tuti)
    assert traces() == before
    network = shown(post, Way.NETWORK).variant.pk
    refused(NotFound, lambda: carrying.tick(variant_id=network, actor=tuti))
    refused(
        ActNotGranted, lambda: carrying.tick(variant_id=variant_id, actor=stand.cast.actor("deni"))
    )
