"""The few helpers that every office's views call, and the two switches: theme and language.

One example, the whole of a money page (``savings/views.py``)::

    def deposit(request: HttpRequest) -> HttpResponse:
        form = DepositForm(request.POST or None)
        if reference := request.GET.get("bukti"):
            return done(request, receipt_of(reference))
        return check_then_do(
            request, form, "savings/deposit.html", check=deposit_check, do=do_deposit
        )
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from sokoguru.kernel.refusals import Refused
from sokoguru.ui.forms import PlainForm
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.rules import policy
from sokoguru.ui.rules.parts import Check, Done

STEP, DO, EDIT = "langkah", "catat", "ubah"
ERROR_PAGES = {403: "403.html", 404: "404.html", 429: "429.html"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frames of all pages need. Asks no table."""
    cooperative = getattr(request, "cooperative", None)
    return {
        "cooperative": cooperative,
        "theme": policy.theme_of(request.COOKIES.get(policy.THEME_COOKIE)),
        "dye": policy.dye_of(getattr(cooperative, "dye", "")),
        "here": request.get_full_path(),
        "source_url": getattr(settings, "SOKO_SOURCE_URL", "/kode-sumber/"),
    }


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 0
) -> HttpResponse:
    """A page; a refused form in ``context["form"]`` gives the status, unless told otherwise."""
    shown = context or {}
    form = shown.get("form")
    fitting = form.status if isinstance(form, PlainForm) else 200
    return render(request, template, shown, status=status or fitting)


def check_then_do(
    request: HttpRequest,
    form: PlainForm,
    template: str,
    *,
    check: Callable[[Any], Check],
    do: Callable[[Any], str],
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Form, then the page that says what will happen, then the act: one address, no script needed.

    ``check(form)`` describes the act from the cleaned form; ``do(form)`` calls exactly one action
    and returns the reference of what it did. Either may raise ``Refused``: the form comes back with
    the sentence and everything that was typed. After the act the browser is sent to
    ``?bukti=<reference>``, where the view answers with ``done``.
    """
    shown = {**(context or {}), "form": form}
    if request.method != "POST" or request.POST.get(STEP) == EDIT:
        return page(request, template, shown, status=200)
    if not form.is_valid():
        return page(request, template, shown)
    try:
        if request.POST.get(STEP) == DO:
            return seen_at(f"{request.path}?{urlencode({'bukti': do(form)})}")
        described = check(form)
    except Refused as refused:
        form.refuse(refused, field=field_of(refused, form))
        return page(request, template, shown)
    typed = list(form.typed())
    return page(request, "ui/check.html", {**shown, "check": described, "typed": typed}, status=200)


def done(
    request: HttpRequest, happened: Done, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page after an act: what happened, the proof, what next, how to reverse."""
    return page(request, "ui/done.html", {**(context or {}), "done": happened})


def seen_at(url: str) -> HttpResponse:
    """After a change the browser goes to a page that can be loaded again (303)."""
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer


def field_of(refused: Refused, form: Form) -> str | None:
    """The field that a refusal speaks of: the first fact that names one (``amount``)."""
    return next((fact for fact in refused.facts if fact in form.fields), None)


def answer_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal that no view caught: JSON for the API, a fragment for htmx, else a page.

    No context processor runs and no table is asked: the transaction of the request has failed.
    """
    sentence = sentence_of(refused)
    if wants_json(request):
        body = {"code": refused.code, "facts": dict(refused.facts), "message": sentence}
        return with_retry(JsonResponse(body, status=refused.status), refused)
    if request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers:
        fragment = render_to_string("ui/parts/refused.html", {"sentence": sentence})
        headers = {"HX-Retarget": "#kabar", "HX-Reswap": "innerHTML"}
        return with_retry(HttpResponse(fragment, status=refused.status, headers=headers), refused)
    template = ERROR_PAGES.get(refused.status, "ui/refused.html")
    shown = {**frame(request), "request": request, "sentence": sentence, "code": refused.code}
    html = render_to_string(template, {**shown, "back_url": back_of(request)})
    return with_retry(HttpResponse(html, status=refused.status), refused)


def wants_json(request: HttpRequest) -> bool:
    """The API speaks JSON; so does whoever asks for it and not for a page."""
    if request.path.startswith("/api/"):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def with_retry(answer: HttpResponse, refused: Refused) -> HttpResponse:
    """Says when to come back, where the refusal knows."""
    seconds = refused.facts.get("retry_after")
    if isinstance(seconds, int):
        answer["Retry-After"] = str(seconds)
    return answer


def back_of(request: HttpRequest, wanted: str | None = None) -> str:
    """An address on this host to go back to, or the front page; never another's."""
    address = request.headers.get("Referer", "") if wanted is None else wanted
    hosts = {request.get_host()}
    fine = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if fine else "/"


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light or dark for this browser, in a cookie; the page is drawn so by the server."""
    answer = seen_at(back_of(request, request.POST.get("next", "")))
    theme = policy.theme_of(request.POST.get("tampilan"))
    _keep(answer, request, policy.THEME_COOKIE, theme)
    return answer


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Indonesian or English for this browser, in a cookie."""
    answer = seen_at(back_of(request, request.POST.get("next", "")))
    language = request.POST.get("bahasa", "")
    known = language in dict(settings.LANGUAGES) and check_for_language(language)
    _keep(answer, request, settings.LANGUAGE_COOKIE_NAME, language if known else "")
    return answer


set_theme.no_scope = True  # type: ignore[attr-defined]  # neither asks a tenant's table
set_language.no_scope = True  # type: ignore[attr-defined]


def _keep(answer: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    if value:
        secure = request.is_secure()
        answer.set_cookie(
            name, value, policy.COOKIE_AGE, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(name, samesite="Lax")
