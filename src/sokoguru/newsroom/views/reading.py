"""What readers see: the list, an article, its picture, the feed; and their questions."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sokoguru.identity.rules import Act
from sokoguru.identity.views import public
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import readers
from sokoguru.newsroom.forms import QuestionForm
from sokoguru.newsroom.rules.page import notices_of
from sokoguru.newsroom.rules.prose import html_of
from sokoguru.newsroom.rules.published import Published
from sokoguru.newsroom.rules.rubrics import Rubric, reading_minutes
from sokoguru.newsroom.templatetags.newsroom import RUBRICS
from sokoguru.newsroom.views.goods import goods_of
from sokoguru.tenancy.actions import take_attempt
from sokoguru.ui.rules.parts import Link, Tab
from sokoguru.ui.views import field_of, page, seen_at

ASKED_MAX, ASKED_MINUTES = 20, 60
FEED_LENGTH = 30
FOR_EVER = "public, max-age=31536000, immutable"


class Feed(Rss201rev2Feed):
    """RSS 2.0 with the whole text."""

    def root_attributes(self) -> dict[str, str]:
        attributes: dict[str, str] = super().root_attributes()
        attributes["xmlns:content"] = "http://purl.org/rss/1.0/modules/content/"
        return attributes

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


@require_safe
@public
def stories(request: HttpRequest) -> HttpResponse:
    """All published articles, newest first, or those of one rubric."""
    wanted = request.GET.get("rubrik", "")
    rubric = wanted if wanted in set(Rubric) else ""
    pages = Paginator(range(queries.published_count(rubric=rubric)), queries.PAGE)
    here = pages.get_page(request.GET.get("hal"))
    first = (here.number - 1) * queries.PAGE
    shown = {
        "stories": queries.published(rubric=rubric, offset=first),
        "page": here,
        "tabs": _tabs(rubric),
        "rubric": rubric,
    }
    return page(request, "newsroom/stories.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def article(request: Any, slug: str) -> HttpResponse:
    """One article; a POST is a reader's question."""
    try:
        shown = queries.article_at(slug)
    except NotFound:
        notice = queries.withdrawn_at(slug)
        if notice is None:
            raise
        return page(request, "newsroom/withdrawn.html", {"notice": notice}, status=410)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, shown, form)
            return seen_at(f"{shown.path}?terkirim=1#tanya")
        except Refused as refused:
            form.refuse(refused, field=field_of(refused, form))
    return page(request, "newsroom/article.html", _article_context(request, shown, form))


@require_safe
@public
def feed(request: Any) -> HttpResponse:
    """The newest articles as RSS."""
    site = request.build_absolute_uri("/")[:-1]
    made = Feed(
        title=_("Warta %(name)s") % {"name": request.cooperative.name},
        link=f"{site}/warta/",
        description=_("Ditulis anggota, disunting redaksi."),
        language="id",
        feed_url=f"{site}{request.path}",
    )
    for each in queries.published(limit=FEED_LENGTH):
        made.add_item(
            title=each.title,
            link=f"{site}{each.path}",
            description=each.lead,
            content=html_of(each.body),
            author_name=each.author_name,
            pubdate=each.published_at,
            updateddate=each.changed_at,
            unique_id=f"{site}{each.path}",
            unique_id_is_permalink=True,
            categories=[str(RUBRICS[Rubric(each.rubric)])],
        )
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )


@require_safe
@public
def picture(request: Any, name: str) -> HttpResponse:
    """A picture: of a published article for everybody, of a draft for the desk and its author."""
    row = queries.picture_named(name)
    is_public = queries.is_picture_public(row)
    if not is_public and not _may_see(request, row):
        raise Http404
    file = queries.picture_file(row.name)
    if not file.is_file():
        raise Http404
    headers = {"Cache-Control": FOR_EVER if is_public else "no-store"}
    return HttpResponse(file.read_bytes(), content_type=row.media_type, headers=headers)


def _may_see(request: Any, row: Any) -> bool:
    person = request.person
    if person is None:
        return False
    own = person.member_id is not None and queries.is_picture_of_member(row, person.member_id)
    return own or person.may(Act.NEWSROOM_EDIT) or person.may(Act.OUTREACH_WRITE)


def _ask(request: Any, shown: Published, form: QuestionForm) -> None:
    peer = request.META.get("REMOTE_ADDR", "")
    take_attempt(
        cooperative_id=request.cooperative.pk,
        subject=f"tanya:{peer}"[:80],
        limit=ASKED_MAX,
        minutes=ASKED_MINUTES,
    )
    said = form.cleaned_data
    readers.ask(
        article_id=shown.id,
        name=said["name"],
        contact=said["contact"],
        words=said["words"],
        request_key=str(said["request_key"]),
        actor=request.actor,
    )


def _article_context(request: Any, shown: Published, form: QuestionForm) -> dict[str, Any]:
    goods = goods_of(shown.product_ids)
    notices = notices_of(Rubric(shown.rubric), is_by_the_desk=False, sells_our_goods=bool(goods))
    address = request.build_absolute_uri(shown.path)
    return {
        "article": shown,
        "minutes": reading_minutes(shown.body),
        "notices": [notice.value for notice in notices],
        "responsible": queries.responsible(),
        "goods": goods,
        "corrections": queries.corrections_of(shown.id) if shown.is_corrected else [],
        "read_also": queries.read_also(shown),
        "crumbs": [Link(_("Beranda"), "/"), Link(_("Warta"), "/warta/")],
        "address": address,
        "share_text": f"{shown.title} {address}",
        "facts": _facts(request, shown, address),
        "form": form,
        "is_sent": "terkirim" in request.GET,
    }


def _facts(request: Any, shown: Published, address: str) -> dict[str, Any]:
    """schema.org for search engines."""
    is_news = shown.rubric == Rubric.BERITA
    home = request.build_absolute_uri("/")
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if is_news else "OpinionNewsArticle",
        "headline": shown.title[:110],
        "description": shown.lead,
        "datePublished": shown.published_at.isoformat(),
        "dateModified": shown.changed_at.isoformat(),
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "mainEntityOfPage": address,
        "author": {"@type": "Person", "name": shown.author_name},
        "editor": {"@type": "Person", "name": shown.editor_name},
        "publisher": {"@type": "Organization", "name": request.cooperative.name, "url": home},
    }
    if shown.picture:
        facts["image"] = request.build_absolute_uri(shown.picture.url)
    if shown.is_corrected:
        facts["correction"] = [notice.words for notice in queries.corrections_of(shown.id)]
    return facts


def _tabs(rubric: str) -> list[Tab]:
    base = reverse("newsroom:stories")
    every = [Tab(_("Semua"), base, current=not rubric)]
    return every + [
        Tab(str(name), f"{base}?rubrik={code.value}", current=rubric == code.value)
        for code, name in RUBRICS.items()
    ]
