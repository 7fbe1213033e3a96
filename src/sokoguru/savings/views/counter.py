"""The counter: find the member, say kind and amount, check, act, slip. Keyboard first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import rules
from sokoguru.savings.actions import counter
from sokoguru.savings.actions.counter import Moved
from sokoguru.savings.forms import CounterForm, DepositForm, DuesForm, FindForm, WithdrawalForm
from sokoguru.savings.queries import balances, drawers
from sokoguru.savings.queries.balances import Passbook
from sokoguru.savings.queries.slips import Slip
from sokoguru.savings.rules import Simpanan
from sokoguru.savings.views.slips import FRAME, happened, kind_word, slip_text
from sokoguru.ui.rules.parts import Check, Link, Pair, Tab
from sokoguru.ui.views import check_then_do, page

if TYPE_CHECKING:
    from sokoguru.members.models import Member

PREVIEW = "STR-.....-....."
"""What stands on a slip before it has a number."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way over the counter: into a simpanan, or out of it."""

    what: str
    url: str
    form: type[CounterForm]
    act: Callable[..., Moved]
    check: Callable[[Passbook, Simpanan, int], None]
    granted: Act
    sign: int

    @property
    def title(self) -> str:
        return _("Setor simpanan") if self.sign > 0 else _("Tarik simpanan")

    @property
    def confirm(self) -> str:
        return _("Catat setoran") if self.sign > 0 else _("Catat penarikan")


IN = Way(
    rules.DEPOSIT,
    "savings:deposit",
    DepositForm,
    counter.deposit,
    balances.check_deposit,
    Act.SAVINGS_DEPOSIT,
    1,
)
OUT = Way(
    rules.WITHDRAWAL,
    "savings:withdrawal",
    WithdrawalForm,
    counter.withdraw,
    balances.check_withdrawal,
    Act.SAVINGS_WITHDRAW,
    -1,
)


@require_http_methods(["GET", "POST"])
@staff(Act.SAVINGS_DEPOSIT)
def deposit(request: Any) -> HttpResponse:
    """Cash into a member's simpanan."""
    return _counter(request, IN)


@require_http_methods(["GET", "POST"])
@staff(Act.SAVINGS_WITHDRAW)
def withdrawal(request: Any) -> HttpResponse:
    """Cash out of a member's simpanan."""
    return _counter(request, OUT)


def _counter(request: Any, way: Way) -> HttpResponse:
    if reference := request.GET.get("bukti"):
        return happened(request, reference, acts=[Link(_("Anggota berikutnya"), address(way.url))])
    member_id = _member_id(request)
    if member_id is None:
        return _find(request, way)
    book = balances.passbook(member_id)
    context = {**_around(request, way), "book": book, "find_url": address(way.url)}
    if book.member.state == MemberState.CALON and way is IN:
        return redirect(f"{address('savings:dues')}?anggota={member_id}")
    form = way.form(request.POST or None, book=book)
    context["paper"] = _paper(request, way, book, form)
    return check_then_do(
        request,
        form,
        "savings/counter.html",
        check=lambda form: _check(way, book, form, request),
        do=lambda form: _do(way, form, request),
        context=context,
    )


def _member_id(request: Any) -> int | None:
    """Whose simpanan it is about; a number that cannot be an id names nobody."""
    text = request.POST.get("member_id") or request.GET.get("anggota") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _find(request: Any, way: Way) -> HttpResponse:
    """Whom is it about? One match opens the form at once."""
    form = FindForm(request.GET) if "cari" in request.GET else FindForm()
    found: list[Member] = []
    if form.is_bound and form.is_valid():
        found = _found(form.cleaned_data["cari"])
        if len(found) == 1:
            return redirect(f"{address(way.url)}?anggota={found[0].pk}")
    context = {
        **_around(request, way),
        "form": form,
        "found": [(member, _small(member)) for member in found],
        "asked": form.cleaned_data.get("cari", "") if form.is_bound and form.is_valid() else "",
    }
    return page(request, "savings/find.html", context, status=200)


def _found(wanted: str) -> "list[Member]":
    """The member of exactly this number, else everybody who fits, at most twenty."""
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 6:
        try:
            return [members.member_by_number(wanted)]
        except NotFound:
            return []
    return list(members.register(search=wanted, limit=20))


def _small(member: "Member") -> str:
    number = _("anggota %(number)s") % {"number": member.number} if member.number else _("calon")
    return f"{number} · {member.village}"


def _around(request: Any, way: Way | None) -> dict[str, Any]:
    """What stands around every page of the counter: the other ways, and the drawer."""
    person, here = request.person, way.url if way else ""
    tabs = [Tab(_("Setor"), address("savings:deposit"), here == "savings:deposit")]
    if person.may(Act.SAVINGS_WITHDRAW):
        url = address("savings:withdrawal")
        tabs.append(Tab(_("Tarik"), url, here == "savings:withdrawal"))
    if person.may(Act.CASH_HANDLE):
        tabs.append(Tab(_("Kas laci"), address("savings:cash")))
    return {
        **FRAME,
        "way": way,
        "tabs": tabs,
        "drawer": drawers.drawer(person.login_id),
        "now": clock.now(),
    }


def _check(way: Way, book: Passbook, form: CounterForm, request: Any) -> Check:
    kind, amount = Simpanan(form.cleaned_data["kind"]), form.cleaned_data["amount"]
    check_may(actor=request.actor, act=way.granted, amount=amount)
    way.check(book, kind, amount)
    balance = book.balances[kind]
    pairs = [
        Pair(_("Anggota"), f"{book.member.name}, {book.member.number}"),
        Pair(_("Simpanan"), kind_word(kind)),
        Pair(_("Saldo sekarang"), balance, "rupiah"),
        Pair(way.title.split()[0] + " " + _("tunai"), way.sign * amount, "signed", strong=True),
        Pair(_("Saldo nanti"), balance + way.sign * amount, "rupiah", total=True),
    ]
    if form.cleaned_data["memo"]:
        pairs.insert(2, Pair(_("Keterangan"), form.cleaned_data["memo"]))
    return Check(_("Periksa sebelum mencatat"), way.confirm, pairs, amount)


def _do(way: Way, form: CounterForm, request: Any) -> str:
    return way.act(
        member_id=form.cleaned_data["member_id"],
        kind=Simpanan(form.cleaned_data["kind"]),
        amount=form.cleaned_data["amount"],
        request_key=str(form.cleaned_data["request_key"]),
        memo=form.cleaned_data["memo"],
        actor=request.actor,
    ).reference


def _paper(request: Any, way: Way, book: Passbook, form: CounterForm) -> str:
    """The slip as it will be, from what has been typed so far."""
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    kind = Simpanan(typed.get("kind", Simpanan.SUKARELA))
    amount = typed.get("amount") or 0
    if way.sign < 0 and amount > book.balances[kind]:
        amount = 0  # no slip will ever say so; the form refuses it
    found = Slip(
        entry_id=0,
        reference=PREVIEW.replace("STR", way.what),
        what=way.what,
        on=clock.today(),
        at=clock.now(),
        teller=request.person.name,
        maker_person_id=0,
        amount=amount,
        memo=typed.get("memo", ""),
        member=book.member,
        kind=kind,
        balance=book.balances[kind] + way.sign * amount,
    )
    return slip_text(found, cooperative=request.cooperative.name)


@require_GET
@staff(Act.SAVINGS_DEPOSIT, Act.SAVINGS_WITHDRAW)
def preview(request: Any, what: str) -> HttpResponse:
    """The slip as it will be, for the page to show while one types."""
    way = OUT if what == "tarik" else IN
    member_id = _member_id(request) or _asked(request)
    book = balances.passbook(member_id)
    form = way.form({**request.GET.dict(), "request_key": ""}, book=book)
    form.fields.pop("request_key")
    return page(request, "savings/paper.html", {"paper": _paper(request, way, book, form)})


def _asked(request: Any) -> int:
    text = request.GET.get("member_id", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound(kind="members.member")
    return int(text)


@require_http_methods(["GET", "POST"])
@staff(Act.SAVINGS_DEPOSIT)
def dues(request: Any) -> HttpResponse:
    """A candidate's simpanan pokok and first wajib, held as titipan until the decision."""
    back = address("members:candidates")
    if reference := request.GET.get("bukti"):
        text = _("Titipan diterima. Menjadi simpanan setelah calon diterima pengurus.")
        return happened(request, reference, acts=[Link(_("Calon anggota"), back)], text=text)
    member_id = _member_id(request)
    if member_id is None:
        return redirect(back)
    member, terms = members.member(member_id), members.terms()
    form = DuesForm(request.POST or None, initial={"member_id": member_id})

    def check(form: DuesForm) -> Check:
        total = terms.pokok + terms.wajib_monthly
        pairs = [
            Pair(_("Calon anggota"), member.name),
            Pair(_("Simpanan pokok"), terms.pokok, "rupiah"),
            Pair(_("Simpanan wajib pertama"), terms.wajib_monthly, "rupiah"),
            Pair(_("Terima tunai"), total, "signed", total=True, strong=True),
        ]
        return Check(_("Periksa sebelum mencatat"), _("Catat titipan"), pairs, total)

    def do(form: DuesForm) -> str:
        return counter.receive_dues(
            member_id=member_id,
            request_key=str(form.cleaned_data["request_key"]),
            actor=request.actor,
        ).reference

    context = {**_around(request, None), "member": member, "terms": terms}
    return check_then_do(request, form, "savings/dues.html", check=check, do=do, context=context)
