"""What the register knows of a member, to the member, and the consents that may be taken back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sokoguru.identity.views import member
from sokoguru.members import queries
from sokoguru.members.actions import people
from sokoguru.members.forms import NameForm
from sokoguru.members.models import Member
from sokoguru.members.rules.consents import NAME_ON_GOODS
from sokoguru.ui.rules.parts import Pair
from sokoguru.ui.views import page, seen_at


@require_GET
@member
def own(request: Any) -> HttpResponse:
    """Everything that one may read and change about oneself."""
    return _shown(request, None)


def _shown(request: Any, refused: NameForm | None) -> HttpResponse:
    row = queries.member(request.person.member_id)
    word = queries.word_on(member_id=row.pk, purpose=NAME_ON_GOODS)
    named = {"named": "ya" if word is not None and word.given else "tidak"}
    context = {
        "row": row,
        "pairs": _pairs(row),
        "word": word,
        "form": refused or NameForm(initial=named),
        "saved": request.GET.get("tersimpan") == "1",
    }
    return page(request, "members/own.html", context, status=refused.status if refused else 200)


def _pairs(row: Member) -> list[Pair]:
    return [
        Pair(_("Nama"), row.name),
        Pair(_("Nomor anggota"), row.number),
        Pair(_("Telepon"), row.phone),
        Pair(_("Surel"), row.email),
        Pair(_("Alamat"), f"{row.street}, {row.village}, {row.district}, {row.regency}"),
        Pair(_("NIK"), row.nik_masked),
    ]


@require_POST
@member
def name_on_goods(request: Any) -> HttpResponse:
    """Say yes or no to the own name on goods."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    people.decide(
        member_id=request.person.member_id,
        purpose=NAME_ON_GOODS,
        given=form.cleaned_data["named"] == "ya",
        actor=request.actor,
    )
    return seen_at(f"{address('members:own')}?tersimpan=1")
