"""Saluran: the accounts and their health, what a person must settle, the letters that were kept."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as at
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sokoguru.channels import queries as channels
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import Refused
from sokoguru.outreach.actions import carrying
from sokoguru.outreach.forms import MastodonForm
from sokoguru.outreach.views.shown import message_tag, tabs
from sokoguru.ui.rules.parts import Tag
from sokoguru.ui.views import page, seen_at

OUT, NOT_OUT = "terbit", "belum"


@require_safe
@staff(Act.CHANNELS_CONNECT, Act.OUTREACH_SEND)
def home(request: Any) -> HttpResponse:
    """Every account with its health, and the messages that wait for a person."""
    may_connect = request.person.may(Act.CHANNELS_CONNECT)
    rows = [
        (row, _health(row), may_connect and _can_be_cut(row), _kind(row.kind))
        for row in channels.accounts()
    ]
    context = {
        "tabs": tabs(request, "saluran"),
        "rows": rows,
        "stuck": [(row, message_tag(row.state)) for row in channels.to_settle()],
        "may_connect": may_connect,
        "may_settle": request.person.may(Act.OUTREACH_SEND),
        "has_network": any(row.kind == carrying.MASTODON for row, *_rest in rows),
        "has_mail_server": channels.has_mail_server(),
        "done": request.GET.get("selesai", ""),
    }
    return page(request, "outreach/channels.html", context)


def _health(row: Any) -> Tag:
    if row.kind == channels.SHARE:
        return Tag("ok", _("Selalu ada"))
    if row.kind == channels.MAIL and not channels.has_mail_server():
        return Tag("wait", _("Belum ada server surat"))
    if row.state == row.State.REAUTH:
        return Tag("bad", _("Sambungkan ulang"), "key")
    if row.state == row.State.OFF:
        return Tag("", _("Diputus"), "x")
    if row.blocked_until is not None and row.blocked_until > clock.machine_now():
        return Tag("wait", _("Diminta menunggu"))
    return Tag("ok", _("Tersambung"))


def _kind(kind: str) -> tuple[str, str]:
    """The icon and the words of a kind of account."""
    words = {
        channels.SHARE: ("share", _("WhatsApp, tautan dan poster, dibawa orang")),
        channels.MAIL: ("mail", _("Surat ke penulis dan pembaca")),
        carrying.MASTODON: ("globe", _("Akun Mastodon")),
    }
    return words.get(kind, ("chat", kind))


def _can_be_cut(row: Any) -> bool:
    return (row.kind, row.name) not in channels.BUILT_IN and row.state != row.State.OFF


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.CHANNELS_CONNECT)
def mastodon(request: Any) -> HttpResponse:
    """Connect an account, or connect it anew."""
    form = MastodonForm(request.POST or None, initial={"name": request.GET.get("akun", "")[:80]})
    if request.method == "POST" and form.is_valid():
        try:
            carrying.connect_mastodon(**form.cleaned_data, actor=request.actor)
            return seen_at(f"{at('outreach:channels')}?selesai=sambung")
        except Refused as refused:
            place = "token" if refused.code == "channels.token_unfit" else "server"
            form.refuse(refused, field=place)
    return page(request, "outreach/mastodon.html", {"form": form})


@require_POST
@staff(Act.CHANNELS_CONNECT)
def switch_off(request: Any, account_id: int) -> HttpResponse:
    """Send nothing through an account any more."""
    carrying.switch_off(account_id=account_id, actor=request.actor)
    return seen_at(f"{at('outreach:channels')}?selesai=putus")


@require_POST
@staff(Act.OUTREACH_SEND)
def settle(request: Any, outbox_id: int) -> HttpResponse:
    """A person looked: it is out, or it goes out again."""
    told = request.POST.get("putusan", "")
    if told not in (OUT, NOT_OUT):  # nothing was decided: a guess could send it twice
        return seen_at(at("outreach:channels"))
    carrying.settle(outbox_id=outbox_id, is_out=told == OUT, actor=request.actor)
    return seen_at(f"{at('outreach:channels')}?selesai=periksa")


@require_safe
@staff(Act.CHANNELS_CONNECT, Act.NEWSROOM_EDIT)
def letters(request: Any) -> HttpResponse:
    """The newest letters: sent, or kept because there is no mail server."""
    rows = [(row, _letter_tag(row)) for row in channels.letters(limit=100)]
    context = {
        "tabs": tabs(request, "surat"),
        "rows": rows,
        "has_mail_server": channels.has_mail_server(),
    }
    return page(request, "outreach/letters.html", context)


def _letter_tag(row: Any) -> Tag:
    if row.external_id == channels.KEPT:
        return Tag("wait", _("Disimpan, belum dikirim"), "mail")
    return message_tag(row.state)


@require_safe
@staff(Act.CHANNELS_CONNECT, Act.NEWSROOM_EDIT)
def letter(request: Any, outbox_id: int) -> HttpResponse:
    """One letter to read."""
    row = channels.letter(outbox_id)
    return page(request, "outreach/letter.html", {"letter": row, "state": _letter_tag(row)})


@require_safe
@staff(Act.CHANNELS_CONNECT, Act.NEWSROOM_EDIT)
def letter_file(request: Any, outbox_id: int) -> HttpResponse:
    """One letter as a file that any mail program opens."""
    row = channels.letter(outbox_id)
    answer = HttpResponse(channels.letter_file(row), content_type="message/rfc822")
    answer["Content-Disposition"] = f'attachment; filename="surat-{row.pk}.eml"'
    return answer
