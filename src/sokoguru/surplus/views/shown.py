"""What the pages of a proposal share: names of heads, tables, bars, the thread of one member."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sokoguru.kernel import rupiah
from sokoguru.kernel.percentage import format_percentage
from sokoguru.ledger import queries as books
from sokoguru.members.queries import Growing
from sokoguru.surplus import queries
from sokoguru.surplus.models import Proposal, Share
from sokoguru.surplus.rules.shu import HEAD_NAMES, Head
from sokoguru.ui.rules.parts import Column, Knot, Table
from sokoguru.ui.rules.parts import Share as BarShare

MOST_BARS = 6


def head_name(head: Head) -> str:
    """A head as it is read."""
    return _(HEAD_NAMES[head])


def proposal_table(row: Proposal) -> Table:
    """Every head with its percentage and rupiah; adds up to the SHU."""
    rows: list[list[str | int]] = []
    if row.village:
        percentage = format_percentage(row.policy.village_percentage)
        rows.append([_("Hak desa"), _("%s dari seluruhnya") % percentage, row.village])
    rows += [
        [head_name(head), format_percentage(percentage), amount]
        for head, percentage, amount in queries.heads_of(row.pk)
    ]
    return Table(
        caption=_("Usul pembagian SHU %s") % row.year,
        columns=[Column(_("Untuk")), Column(_("Bagian"), "num"), Column(_("Jumlah"), "rupiah")],
        rows=rows,
        foot=[_("SHU %s") % row.year, "" if row.village else "100%", row.surplus],
        scroll=True,
    )


def proposal_bars(row: Proposal) -> list[BarShare]:
    """The heads as one bar; the smallest together where they are more than the colours."""
    amounts = [(head_name(head), amount) for head, _p, amount in queries.heads_of(row.pk) if amount]
    if row.village:
        amounts.append((_("Hak desa"), row.village))
    amounts.sort(key=lambda pair: -pair[1])
    kept, rest = amounts[: MOST_BARS - 1], amounts[MOST_BARS - 1 :]
    if len(rest) > 1:
        rest = [(_("Lainnya"), sum(amount for _name, amount in rest))]
    return [BarShare(name, amount, amount) for name, amount in [*kept, *rest]]


def share_thread(row: Proposal, share: Share) -> list[Knot]:
    """How a member's SHU came to be: business and capital, the meeting, where it went."""
    begun = queries.distribution(row.year)
    paid = books.entry_by_reference(
        queries.credit_reference(year=row.year, member_id=share.member_id)
    )
    is_mine = begun is not None and begun.proposal_id == row.pk
    knots = [
        Knot(
            _("Belanja dan usaha Anda"),
            small=_("%(amount)s dicatat tahun %(year)s")
            % {"amount": rupiah.format_rupiah(share.business), "year": row.year},
            amount=share.jasa_usaha,
            url=reverse("surplus:business", args=[row.year]),
        ),
        Knot(
            _("Simpanan pokok dan wajib"),
            small=rupiah.format_rupiah(share.capital),
            amount=share.jasa_modal,
        ),
        Knot(
            _("Rapat anggota menetapkan"),
            small=_("sudah diputuskan") if is_mine else _("menunggu rapat anggota"),
            url="/saya/rapat/",
            open=not is_mine,
        ),
    ]
    if paid is not None:
        into = _("masuk simpanan") if "uspps" in _units(paid.pk) else _("siap Anda ambil")
        knots.append(Knot(into.capitalize(), small=paid.reference, amount=share.total, end=True))
    else:
        knots.append(Knot(_("Dibayarkan"), small=_("setelah rapat"), open=True, end=True))
    return knots


def _units(entry_id: int) -> set[str]:
    return {line.account.unit.code for line in books.lines_of(entry_id)}


def growing_thread(growing: Growing) -> list[Knot]:
    """The running estimate, dashed where it is still open."""
    return [
        Knot(
            _("Belanja dan usaha Anda"),
            small=_("%(amount)s tahun %(year)s")
            % {"amount": rupiah.format_rupiah(growing.participation), "year": growing.year},
            amount=growing.business,
            url=reverse("surplus:business", args=[growing.year]),
        ),
        Knot(
            _("Simpanan pokok dan wajib"),
            small=rupiah.format_rupiah(growing.capital_base),
            amount=growing.capital,
        ),
        Knot(_("Rapat anggota menetapkan"), small=_("setelah tahun buku ditutup"), open=True),
    ]
