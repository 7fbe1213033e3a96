"""The register of members: search, pages, one card, and looking at a NIK with a reason."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sokoguru.identity.queries import Person
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.members import queries
from sokoguru.members.actions import people
from sokoguru.members.forms import ReasonForm
from sokoguru.members.models import Member
from sokoguru.members.rules.address import Address
from sokoguru.members.rules.admission import MemberState, candidacy_ends_on
from sokoguru.members.rules.nik import NikHint
from sokoguru.ui.rules.parts import Column, Knot, Link, Pair, Tab, Table, Tag
from sokoguru.ui.views import page

if TYPE_CHECKING:
    from sokoguru.ui.rules.parts import Cell

A_PAGE = 50


def state_tag(state: str) -> Tag:
    """The state of a person, in the word that people use."""
    return {
        MemberState.CALON: Tag("wait", _("Calon")),
        MemberState.ANGGOTA: Tag("ok", _("Anggota")),
        MemberState.ANGGOTA_LUAR_BIASA: Tag("info", _("Luar biasa")),
        MemberState.NONAKTIF: Tag("", _("Tidak aktif")),
        MemberState.MENGUNDURKAN_DIRI: Tag("bad", _("Mengundurkan diri")),
        MemberState.DIBERHENTIKAN: Tag("bad", _("Diberhentikan")),
        MemberState.MENINGGAL: Tag("", _("Meninggal")),
        MemberState.SELESAI: Tag("", _("Selesai")),
        MemberState.DITOLAK: Tag("bad", _("Tidak diterima")),
    }[MemberState(state)]


@require_GET
@staff(Act.MEMBERS_READ)
def register(request: Any) -> HttpResponse:
    """Everybody in the register, found by name, number or telephone."""
    return _listed(request, request.GET.get("keadaan", ""))


@require_GET
@staff(Act.MEMBERS_READ)
def candidates(request: Any) -> HttpResponse:
    """Who waits to be admitted."""
    return _listed(request, MemberState.CALON.value)


def _listed(request: Any, state: str) -> HttpResponse:
    asked = request.GET.get("cari", "")[:60]
    known = state if state in set(MemberState) else ""
    found = Paginator(queries.found(search=asked, state=known or None), A_PAGE)
    shown = found.get_page(request.GET.get("hal"))
    context = {
        "asked": asked,
        "tabs": _tabs(known),
        "table": _table(list(shown)),
        "page": shown,
        "state": known,
        "may_register": request.person.may(Act.MEMBERS_REGISTER),
    }
    return page(request, "members/register.html", context)


def _tabs(state: str) -> list[Tab]:
    counts = queries.counts()
    calon, anggota = counts.get(MemberState.CALON, 0), counts.get(MemberState.ANGGOTA, 0)
    everybody = address("members:register")
    return [
        Tab(_("Semua"), everybody, state == "", sum(counts.values())),
        Tab(_("Anggota"), f"{everybody}?keadaan=anggota", state == MemberState.ANGGOTA, anggota),
        Tab(_("Calon"), address("members:candidates"), state == MemberState.CALON, calon),
    ]


def _table(rows: list[Member]) -> Table:
    columns = [
        Column(_("Nama")),
        Column(_("Nomor")),
        Column(_("Desa")),
        Column(_("Masuk")),
        Column(_("Keadaan")),
    ]
    cells: list[list[Cell]] = [
        [
            Link(row.name, address("members:card", args=[row.pk])),
            row.number or _("belum ada"),
            row.village,
            format_date(row.joined_on or row.applied_on),
            state_tag(row.state),
        ]
        for row in rows
    ]
    return Table(_("Buku daftar anggota"), columns, cells, caption_hidden=True)


@require_GET
@staff(Act.MEMBERS_READ)
def card(request: Any, member_id: int) -> HttpResponse:
    """One person: who, where, what is held or saved, and what has to be done next."""
    return page(request, "members/card.html", _card(request, member_id, ReasonForm()))


@require_POST
@staff(Act.MEMBERS_IDENTITY)
def nik(request: Any, member_id: int) -> HttpResponse:
    """The NIK in full, once, for a reason that is written down."""
    form = ReasonForm(request.POST)
    context = _card(request, member_id, form)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        context["nik"] = people.read_nik(member_id=member_id, reason=reason, actor=request.actor)
    return page(request, "members/card.html", context)


def _card(request: Any, member_id: int, form: ReasonForm) -> dict[str, Any]:
    member, person = queries.member(member_id), request.person
    held = queries.titipan(member_id)
    return {
        "member": member,
        "tag": state_tag(member.state),
        "pairs": _identity(member),
        "home": _home(member),
        "savings": _savings(member_id),
        "hints": [_hint(hint) for hint in member.nik_hints],
        "knots": _knots(member, held) if member.state == MemberState.CALON else [],
        "form": form,
        "may": _may(person, member, held),
        "shu_estimate": queries.estimate(member_id, year=clock.today().year),
    }


def _identity(member: Member) -> list[Pair]:
    pairs = [
        Pair(_("NIK"), member.nik_masked),
        Pair(_("Tanggal lahir"), member.born_on, "date"),
        Pair(_("Jenis kelamin"), _("Perempuan") if member.sex == "P" else _("Laki-laki")),
        Pair(_("Telepon"), member.phone),
        Pair(_("Mendaftar"), member.applied_on, "date"),
    ]
    if member.email:
        pairs.append(Pair(_("Surel"), member.email))
    if member.group:
        pairs.append(Pair(_("Kelompok"), member.group))
    if member.joined_on:
        pairs.append(Pair(_("Menjadi anggota"), member.joined_on, "date"))
    return pairs


def _home(member: Member) -> str:
    address = Address(
        member.street, member.rt, member.rw, member.village, member.district, member.regency,
        member.province, member.postcode,
    )  # fmt: skip
    return str(address)


def _savings(member_id: int) -> list[Pair]:
    standing = books.balances_of(queries.subject(member_id))
    words = (
        (("induk", Role.MEMBER_ADVANCE), _("Titipan")),
        (("induk", Role.POKOK), _("Simpanan pokok")),
        (("induk", Role.WAJIB), _("Simpanan wajib")),
        (("uspps", Role.SUKARELA), _("Simpanan sukarela")),
    )
    return [Pair(word, standing[key], "rupiah") for key, word in words if standing.get(key)]


def _hint(hint: str) -> str:
    return {
        NikHint.PROVINCE_UNKNOWN: _("Kode provinsi pada NIK tidak dikenal."),
        NikHint.BIRTH_DATE_DIFFERS: _("Tanggal lahir berbeda dari yang tersirat di NIK."),
        NikHint.SEX_DIFFERS: _("Jenis kelamin berbeda dari yang tersirat di NIK."),
    }[NikHint(hint)]


def _knots(member: Member, held: int) -> list[Knot]:
    """The way of a candidate: what is done (solid), what is still to come (dashed)."""
    paid = bool(held)
    until = format_date(candidacy_ends_on(member.applied_on))
    return [
        Knot(_("Data diri diterima"), format_date(member.applied_on)),
        Knot(_("Titipan pokok dan wajib pertama"), amount=held, open=not paid),
        Knot(_("Buku daftar anggota ditandatangani"), open=member.signed_at is None),
        Knot(_("Keputusan pengurus"), _("paling lambat %(on)s") % {"on": until}, open=True),
    ]


def _may(person: Person, member: Member, held: int) -> dict[str, bool]:
    """What this person can do next about that one."""
    waits = member.state == MemberState.CALON
    decides = waits and person.may(Act.MEMBERS_ADMIT) and member.registered_by != person.user_id
    return {
        "see_nik": person.may(Act.MEMBERS_IDENTITY),
        "take_dues": waits and not held and person.may(Act.SAVINGS_DEPOSIT),
        "sign": waits and member.signed_at is None and person.may(Act.MEMBERS_REGISTER),
        "decide": decides,
        "own_entry": waits and person.may(Act.MEMBERS_ADMIT) and not decides,
        "deposit": member.state == MemberState.ANGGOTA and person.may(Act.SAVINGS_DEPOSIT),
    }
