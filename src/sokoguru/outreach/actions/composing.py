"""Beginning a post, changing its words, approving it as it was seen, taking it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sokoguru.audit import actions as audit
from sokoguru.channels import queries as channels
from sokoguru.channels.actions import queueing
from sokoguru.channels.errors import AlreadyOnItsWay
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.tokens import link_token
from sokoguru.outreach import locks, queries
from sokoguru.outreach.errors import ChangedMeanwhile, NotADraft, TooLate, VariantTooLong
from sokoguru.outreach.events import PostApproved, PostCancelled, PostDrafted
from sokoguru.outreach.models import Link, Post, Variant
from sokoguru.outreach.queries import Shown
from sokoguru.outreach.rules import posts as rules
from sokoguru.outreach.rules.posts import BY_HAND, Offer, PostState, Story, Way
from sokoguru.tenancy.scope import atomic

PLAN_MOST = timedelta(days=366)


@atomic
def compose(
    *, article_id: int | None, product_id: int | None, request_key: str, actor: ActorRef
) -> Post:
    """Begin a post about an article, a good, or both, with words and a link for each channel.

    Safe to repeat by ``request_key``. Raises ``NothingToSay``, ``NotFound``.
    """
    check_may(actor=actor, act=Act.OUTREACH_WRITE)
    known = queries.post_of_request(request_key)
    if known is not None:
        return known
    story = queries.story(article_id) if article_id else None
    offer = queries.offer(product_id) if product_id else None
    row: Post
    row, is_new = Post.objects.get_or_create(
        request_key=request_key,
        defaults={
            "article_id": article_id,
            "product_id": product_id,
            "title": rules.title_of(story, offer),
            "target": rules.target_of(story, offer),
            "maker_name": actor.name,
            "maker_person_id": actor.person_id,
            "made_at": clock.now(),
        },
    )
    if not is_new:  # the same request at the same moment was first
        return row
    _write_variants(row, story, offer)
    event = PostDrafted(row.pk, article_id=article_id or 0, product_id=product_id or 0)
    audit.record(event, actor=actor)
    return row


def _write_variants(row: Post, story: Story | None, offer: Offer | None) -> None:
    for account in channels.accounts():
        if account.kind == channels.MAIL or account.state == account.State.OFF:
            continue
        limits = channels.limits_of(account)
        for way in BY_HAND if account.kind == channels.SHARE else (Way.NETWORK,):
            token = link_token()
            text = rules.draft_text(way, story, offer, limits=limits, url=queries.address(token))
            variant = Variant.objects.create(post=row, account=account, way=way, text=text)
            Link.objects.create(variant=variant, token=token, target=row.target)


@atomic
def edit(*, post_id: int, texts: Mapping[int, str], actor: ActorRef) -> Post:
    """Change the words of variants, by id. An empty one is not sent.

    Raises ``NotADraft``, ``VariantTooLong``, ``NothingToSay``.
    """
    check_may(actor=actor, act=Act.OUTREACH_WRITE)
    row = locks.post(post_id)
    _check_draft(row)
    for shown in queries.variants(post_id):
        text = texts.get(shown.variant.pk)
        if text is None or shown.way is Way.LINK:
            continue
        shown.variant.text = text.replace("\r\n", "\n").strip()
        _check_length(shown)
        Variant.objects.filter(pk=shown.variant.pk).update(text=shown.variant.text)
    rules.check_says_something(queries.said_of(queries.variants(post_id)))
    return row


@atomic
def approve(*, post_id: int, seen: bytes, actor: ActorRef, send_at: datetime | None = None) -> Post:
    """Approve a post as it was seen (``seen`` is its hash) and hand it to its channels.

    They send it at once, or from ``send_at`` on; what travels by hand waits for its person. Safe
    to repeat. Raises ``NotADraft``, ``ChangedMeanwhile``, ``VariantTooLong``, ``TooLate``.
    """
    check_may(actor=actor, act=Act.OUTREACH_SEND)
    row = locks.post(post_id)
    if row.state == PostState.APPROVED and bytes(row.approved_hash or b"") == seen:
        return row
    _check_draft(row)
    shown = queries.variants(post_id)
    said = queries.said_of(shown)
    rules.check_says_something(said)
    if rules.content_hash(row.target, said) != seen:
        raise ChangedMeanwhile
    now = clock.now()
    if send_at is not None and not now <= send_at <= now + PLAN_MOST:
        raise TooLate
    going = [each for each in shown if each.is_sent]
    for each in going:
        _check_length(each)
        _hand_over(each, later=send_at - now if send_at else timedelta(0))
    Post.objects.filter(pk=row.pk).update(
        state=PostState.APPROVED,
        approver_name=actor.name,
        approver_person_id=actor.person_id,
        approved_at=now,
        approved_hash=seen,
        send_at=send_at,
    )
    event = PostApproved(row.pk, content_hash=seen.hex(), variants=len(going))
    audit.record(event, actor=actor)
    return queries.post(row.pk)


def _hand_over(shown: Shown, *, later: timedelta) -> None:
    message = queueing.queue_post(
        account_id=shown.variant.account_id,
        text=shown.full,
        link=shown.url,
        reference=f"siaran:{shown.variant.pk}",
        not_before=clock.machine_now() + later,
    )
    Variant.objects.filter(pk=shown.variant.pk).update(outbox=message)


@atomic
def take_back(*, post_id: int, actor: ActorRef) -> Post:
    """Take a draft back, or a post of which nothing is out yet. Safe to repeat.

    Raises ``channels.AlreadyOnItsWay``.
    """
    check_may(actor=actor, act=Act.OUTREACH_WRITE)
    row = locks.post(post_id)
    if row.state == PostState.CANCELLED:
        return row
    shown = [each for each in queries.variants(post_id) if each.variant.outbox_id]
    if any(each.state != "queued" for each in shown):
        raise AlreadyOnItsWay(state=next(each.state for each in shown if each.state != "queued"))
    for message_id in (each.variant.outbox_id for each in shown):
        assert message_id is not None, "these were handed over"
        queueing.cancel(outbox_id=message_id)
    Post.objects.filter(pk=row.pk).update(state=PostState.CANCELLED)
    audit.record(PostCancelled(row.pk), actor=actor)
    return queries.post(row.pk)


def _check_draft(row: Post) -> None:
    if row.state != PostState.DRAFT:
        raise NotADraft(state=row.state)


def _check_length(shown: Shown) -> None:
    if shown.is_sent and shown.length > shown.limits.text_max:
        raise VariantTooLong(
            channel=shown.name,
            found=shown.length,
            bound=shown.limits.text_max,
            variant_id=shown.variant.pk,
        )
