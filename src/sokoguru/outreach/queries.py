"""Reads of posts, their links, and what came by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from sokoguru.channels import queries as channels
from sokoguru.channels.rules import Limits, length_of, whatsapp_address
from sokoguru.kernel.refusals import NotFound
from sokoguru.newsroom import queries as newsroom
from sokoguru.outreach.models import Attribution, Click, Link, Post, Reversal, Variant
from sokoguru.outreach.rules import posts as rules
from sokoguru.outreach.rules.clicks import Agent, check_token
from sokoguru.outreach.rules.posts import Offer, Said, Story, Way
from sokoguru.stock import queries as stock
from sokoguru.tenancy.queries import site_address

STATE_OUT = "published"


@dataclass(frozen=True, slots=True)
class Shown:
    """A variant with its link, as the desk sees it; ``state`` is its message's, empty before."""

    variant: Variant
    link: Link
    url: str
    limits: Limits

    @property
    def way(self) -> Way:
        """How it travels."""
        return Way(self.variant.way)

    @property
    def name(self) -> str:
        """Where it goes: the account on a network, else the way by hand."""
        names = {Way.WHATSAPP: "WhatsApp", Way.LINK: "Tautan", Way.POSTER: "Poster"}
        return names.get(self.way) or str(self.variant.account.name)

    @property
    def is_sent(self) -> bool:
        """Whether it goes out at all."""
        return rules.is_sent(self.variant.way, self.variant.text)

    @property
    def full(self) -> str:
        """What goes out, the link included."""
        return rules.with_link(self.variant.text, self.url)

    @property
    def length(self) -> int:
        """How long the channel says it is."""
        return length_of(self.full, self.limits)

    @property
    def whatsapp(self) -> str:
        """The address that opens WhatsApp with all of it written."""
        return whatsapp_address(self.full)

    @property
    def state(self) -> str:
        """How far its message is, or nothing before it was handed over."""
        return str(self.variant.outbox.state) if self.variant.outbox else ""


@dataclass(frozen=True, slots=True)
class Earned:
    """What came of a post or a link: taps of people, of machines, orders, rupiah, ujrah."""

    clicks: int = 0
    machines: int = 0
    orders: int = 0
    amount: int = 0
    ujrah: int = 0


# Choosing ----------------------------------------------------------------------------------------


def story(article_id: int) -> Story:
    """A published article as a post speaks of it. Raises ``NotFound``."""
    row = newsroom.article(article_id)
    return Story(row.title, row.lead, row.path)


def offer(product_id: int) -> Offer:
    """A good that is sold, as a post offers it. Raises ``NotFound``."""
    row = stock.product(product_id)
    if not row.active:
        raise NotFound(kind="stock.product", id=product_id)
    return Offer(row.name, row.unit, row.price_public, row.price_member, f"/toko/{row.slug}/")


def article_choices() -> list[tuple[str, str]]:
    """The newest published articles to choose from."""
    return [(str(row.id), row.title) for row in newsroom.published(limit=100)]


def product_choices() -> list[tuple[str, str]]:
    """The goods to choose from."""
    return [(str(row.pk), row.name) for row in stock.products(limit=500)]


def product_of_article(article_id: int) -> int | None:
    """The first good that an article speaks of and that is still sold."""
    wanted = list(newsroom.article(article_id).product_ids)
    known = stock.products_named(wanted)
    return next((one for one in wanted if one in known and known[one].active), None)


# Posts -------------------------------------------------------------------------------------------


def post(post_id: int) -> Post:
    """A post. Raises ``NotFound``."""
    found = Post.objects.filter(pk=post_id).first()
    if found is None:
        raise NotFound(kind="outreach.post", id=post_id)
    return found


def post_of_request(request_key: str) -> Post | None:
    """The post that a form asked for, if it was begun."""
    found: Post | None = Post.objects.filter(request_key=request_key).first()
    return found


def posts(*, limit: int = 50) -> QuerySet[Post]:
    """The newest posts that were not taken back."""
    rows: QuerySet[Post] = Post.objects.exclude(state=rules.PostState.CANCELLED)
    return rows.order_by("-pk")[:limit]


def variants(post_id: int) -> list[Shown]:
    """What a post says, channel by channel, in the order of the accounts."""
    rows = Variant.objects.filter(post_id=post_id).select_related("account", "outbox")
    links = {row.variant_id: row for row in Link.objects.filter(variant__post_id=post_id)[:400]}
    return [_shown(row, links[row.pk]) for row in rows.order_by("pk")[:400]]


def variant(variant_id: int) -> Shown:
    """One variant. Raises ``NotFound``."""
    row = Variant.objects.filter(pk=variant_id).select_related("account", "outbox", "post").first()
    if row is None:
        raise NotFound(kind="outreach.variant", id=variant_id)
    return _shown(row, Link.objects.get(variant=row))


def said_of(shown: Iterable[Shown]) -> list[Said]:
    """What is said, for the hash and the rules."""
    return [Said(each.variant.account_id, each.variant.way, each.variant.text) for each in shown]


def fingerprint(row: Post) -> bytes:
    """The hash of all that a post says now."""
    return rules.content_hash(row.target, said_of(variants(row.pk)))


def address(token: str) -> str:
    """The address of a link, as it stands in a text or on a poster."""
    return f"{site_address()}/l/{token}"


def states_of(post_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many messages of each post stand in each state."""
    rows = Variant.objects.filter(post_id__in=post_ids).exclude(outbox=None)
    found: dict[int, dict[str, int]] = {}
    counted = rows.values_list("post_id", "outbox__state").annotate(n=Count("pk"))
    for post_id, state, number in counted:
        found.setdefault(post_id, {})[state] = number
    return found


def _shown(row: Variant, link: Link) -> Shown:
    return Shown(row, link, address(link.token), channels.limits_of(row.account))


# Links and what came by them ----------------------------------------------------------------------


def link(token: str) -> Link:
    """The link of a token. Raises ``NotALink`` for what cannot be one, ``NotFound``."""
    rows = Link.objects.filter(token=check_token(token))
    found = rows.select_related("variant", "variant__account").first()
    if found is None:
        raise NotFound(kind="outreach.link")
    return found


def links_named(tokens: Iterable[str]) -> dict[str, Link]:
    """Links by token; what is not there is left out."""
    rows = Link.objects.filter(token__in=list(tokens)).select_related("variant")
    return {row.token: row for row in rows}


def earned_by_posts(post_ids: Sequence[int]) -> dict[int, Earned]:
    """What came of posts, returns taken off."""
    return _earned("variant__post_id", post_ids)


def earned_by_variants(variant_ids: Sequence[int]) -> dict[int, Earned]:
    """What came of each variant of a post, returns taken off."""
    return _earned("variant_id", variant_ids)


def attributed_orders(post_id: int, *, limit: int = 50) -> QuerySet[Attribution]:
    """The orders that count for a post, newest first."""
    rows: QuerySet[Attribution] = Attribution.objects.filter(credited__variant__post_id=post_id)
    return rows.select_related("credited__variant__account").order_by("-pk")[:limit]


def attribution_of(order_id: int) -> Attribution | None:
    """Where an order came from, if it came by a link."""
    found: Attribution | None = Attribution.objects.filter(order_id=order_id).first()
    return found


def _earned(by: str, ids: Sequence[int]) -> dict[int, Earned]:
    clicked = Click.objects.filter(**{f"link__{by}__in": ids})
    taps: dict[tuple[int, bool], int] = {}
    for one, agent, number in clicked.values_list(f"link__{by}", "agent").annotate(n=Count("pk")):
        key = (one, agent == Agent.PERSON)
        taps[key] = taps.get(key, 0) + number
    sums = {"rupiah": Sum("amount"), "fee": Sum("ujrah")}
    orders = Attribution.objects.filter(**{f"credited__{by}__in": ids})
    bought = {
        row[0]: row[1:]
        for row in orders.values_list(f"credited__{by}").annotate(n=Count("pk"), **sums)
    }
    backs = Reversal.objects.filter(**{f"attribution__credited__{by}__in": ids})
    returned = {
        row[0]: row[1:]
        for row in backs.values_list(f"attribution__credited__{by}").annotate(**sums)
    }
    found = {}
    for one in ids:
        number, amount, ujrah = bought.get(one, (0, 0, 0))
        less, less_ujrah = returned.get(one, (0, 0))
        found[one] = Earned(
            clicks=taps.get((one, True), 0),
            machines=taps.get((one, False), 0),
            orders=number,
            amount=amount - less,
            ujrah=ujrah - less_ujrah,
        )
    return found
