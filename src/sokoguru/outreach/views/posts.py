"""Siaran: begin a post, word it, approve it as seen, carry it, see what it brought."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse as at
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sokoguru.channels import queries as channels
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.outreach import queries
from sokoguru.outreach.actions import carrying, composing
from sokoguru.outreach.forms import ApproveForm, ComposeForm, WordsForm, box_of, label_of, name_of
from sokoguru.outreach.rules.posts import PostState, Way, with_link
from sokoguru.outreach.views.shown import box, knots, report, signed, state_of, tabs
from sokoguru.ui.views import field_of, page, seen_at


@require_safe
@staff(Act.OUTREACH_WRITE)
def home(request: Any) -> HttpResponse:
    """The newest posts, how far they are and what each brought."""
    rows = list(queries.posts())
    ids = [row.pk for row in rows]
    states, earned = queries.states_of(ids), queries.earned_by_posts(ids)
    shown = [(row, state_of(row, states.get(row.pk, {})), earned[row.pk]) for row in rows]
    context = {
        "tabs": tabs(request, "siaran"),
        "rows": shown,
        "waiting": len(channels.to_settle()),
    }
    return page(request, "outreach/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.OUTREACH_WRITE)
def begin(request: Any) -> HttpResponse:
    """An article, a good, or both."""
    articles, products = queries.article_choices(), queries.product_choices()
    form = ComposeForm(
        request.POST or None, articles=articles, products=products, initial=_preset(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = composing.compose(
                article_id=form.chosen("article"),
                product_id=form.chosen("product"),
                request_key=str(form.cleaned_data["request_key"]),
                actor=request.actor,
            )
            return seen_at(at("outreach:post", args=[made.pk]))
        except Refused as refused:
            form.refuse(refused, field=field_of(refused, form))
    context = {"form": form, "is_empty": not articles and not products}
    return page(request, "outreach/begin.html", context)


def _preset(request: Any) -> dict[str, str]:
    """What another page of the desk asked to begin with; a story brings its good along."""
    article, product = request.GET.get("artikel", ""), request.GET.get("produk", "")
    preset = {"article": article, "product": product}
    if article.isascii() and article.isdigit() and len(article) < 19 and not product:
        try:
            preset["product"] = str(queries.product_of_article(int(article)) or "")
        except NotFound:
            preset["article"] = ""
    return preset


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.OUTREACH_WRITE)
def post(request: Any, post_id: int) -> HttpResponse:
    """A draft in its boxes; after approval, how far it is, what to carry, and what it brought."""
    row = queries.post(post_id)
    shown = queries.variants(post_id)
    if row.state != PostState.DRAFT:
        return _sent(request, row, shown)
    form = WordsForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        try:
            composing.edit(post_id=post_id, texts=form.texts(), actor=request.actor)
            go_on = request.POST.get("lalu") == "periksa"
            there = at("outreach:approve", args=[post_id])
            return seen_at(there if go_on else f"{request.path}?disimpan=1")
        except Refused as refused:
            form.refuse(refused, field=f"teks_{refused.facts.get('variant_id', '')}")
    boxes = [box(each, form[box_of(each)] if each.way is not Way.LINK else None) for each in shown]
    context = {
        "post": row,
        "form": form,
        "boxes": boxes,
        "saved": "disimpan" in request.GET,
        "may_send": request.person.may(Act.OUTREACH_SEND),
        "story": _about(row),
    }
    return page(request, "outreach/draft.html", context)


def _about(row: Any) -> list[str]:
    """What the post is about, in words; what is gone meanwhile is left out."""
    found = []
    for one, query in ((row.article_id, queries.story), (row.product_id, queries.offer)):
        try:
            told = query(one) if one else None
        except NotFound:
            continue
        if told is not None:
            found.append(getattr(told, "title", "") or getattr(told, "name", ""))
    return found


def _sent(request: Any, row: Any, shown: list[queries.Shown]) -> HttpResponse:
    going = [each for each in shown if each.is_sent]
    states = queries.states_of([row.pk]).get(row.pk, {})
    earned = queries.earned_by_posts([row.pk])[row.pk]
    context = {
        "post": row,
        "state": state_of(row, states),
        "by_hand": [signed(each) for each in going if each.way is not Way.NETWORK],
        "networks": [signed(each) for each in going if each.way is Way.NETWORK],
        "earned": earned,
        "knots": knots(row, earned),
        "table": report(going),
        "orders": [
            (one, name_of(one.credited.variant)) for one in queries.attributed_orders(row.pk)
        ],
        "can_take_back": row.state == PostState.APPROVED and set(states) <= {"queued"},
        "may_send": request.person.may(Act.OUTREACH_SEND),
        "done": request.GET.get("selesai", ""),
    }
    return page(request, "outreach/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.OUTREACH_SEND)
def approve(request: Any, post_id: int) -> HttpResponse:
    """Everything as it will go out; what is approved is exactly this."""
    row = queries.post(post_id)
    if row.state != PostState.DRAFT and request.method != "POST":
        return redirect("outreach:post", post_id=post_id)
    seen = queries.fingerprint(row).hex()
    form = ApproveForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            composing.approve(
                post_id=post_id,
                seen=form.cleaned_data["seen"],
                send_at=form.send_at(request.cooperative.zone),
                actor=request.actor,
            )
            return seen_at(f"{at('outreach:post', args=[post_id])}?selesai=setuju")
        except Refused as refused:
            form.refuse(refused, field="day" if refused.code == "outreach.too_late" else None)
            form.data = {**request.POST.dict(), "seen": seen}
    shown = queries.variants(post_id)
    context = {
        "post": row,
        "form": form,
        "going": [(label_of(each), each) for each in shown if each.is_sent],
        "left_out": [label_of(each) for each in shown if not each.is_sent],
    }
    return page(request, "outreach/approve.html", context)


@require_POST
@staff(Act.OUTREACH_WRITE)
def take_back(request: Any, post_id: int) -> HttpResponse:
    """Take a post back of which nothing is out."""
    composing.take_back(post_id=post_id, actor=request.actor)
    return seen_at(at("outreach:home"))


@require_POST
@staff(Act.OUTREACH_WRITE)
def count(request: Any, variant_id: int) -> HttpResponse:
    """How long a box is now, as its network counts: a fragment under the box."""
    shown = queries.variant(variant_id)
    text = request.POST.get(box_of(shown), "")[:20_000].replace("\r\n", "\n")
    context = {"box": box(shown, None, text=with_link(text, shown.url))}
    return page(request, "outreach/parts/count.html", context)


@require_POST
@staff(Act.OUTREACH_SEND)
def tick(request: Any, variant_id: int) -> HttpResponse:
    """*Sudah dikirim*: a person has carried it."""
    carrying.tick(variant_id=variant_id, actor=request.actor)
    post_id = queries.variant(variant_id).variant.post_id
    return seen_at(f"{at('outreach:post', args=[post_id])}?selesai=bawa#bagikan")


@require_safe
@staff(Act.OUTREACH_WRITE)
def poster(request: Any, variant_id: int) -> HttpResponse:
    """One sheet to print: the words, the QR code of this poster's own link, its address."""
    shown = queries.variant(variant_id)
    if shown.way is not Way.POSTER:
        raise NotFound(kind="outreach.variant", id=variant_id)
    head, _blank, rest = shown.variant.text.partition("\n")
    context = {
        "title": _("Poster: %(title)s") % {"title": shown.variant.post.title},
        "head": head,
        "rest": rest.strip(),
        "url": shown.url,
        "words": shown.url.partition("://")[2],
        "back_url": at("outreach:post", args=[shown.variant.post_id]),
    }
    return page(request, "outreach/poster.html", context)
