"""The 58 mm papers of supply: note of weighing, settlement, return;

32 columns, screen and printer.
"""

from django.utils.translation import gettext as _

from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date, format_time
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.rupiah import terbilang_rupiah
from sokoguru.supply import queries
from sokoguru.supply.models import GiveBack, Intake, Settlement
from sokoguru.ui.rules.receipts import RULE, center, left, money, pair, receipt, subtotal


def _head(name: str, title: str, number: str) -> list[str]:
    return [*center(name), *center(title), RULE, *pair(_("No."), number)]


def intake_paper(row: Intake, cooperative: str) -> str:
    """The note of weighing that the maker takes home."""
    unit = row.lot.product.unit
    title = _("NOTA TIMBANG") if row.kind == Intake.Kind.PURCHASE else _("NOTA TITIP JUAL")
    body = [
        *pair(
            _("Tanggal"), f"{row.on:%d}/{row.on:%m}/{row.on:%Y} {format_time(clock.local(row.at))}"
        ),
        *pair(_("Pembuat"), row.member.name),
        RULE,
        *left(row.lot.product.name),
        *pair(_("Lot"), row.lot.code),
        *pair(_("Bruto"), format_quantity(row.gross, unit)),
        *pair(_("Tara"), format_quantity(row.tare, unit)),
        *pair(_("Netto"), format_quantity(row.net, unit)),
    ]
    if row.deduction_percent:
        body += pair(_("Potongan"), format_percentage(row.deduction_percent.normalize()))
        body += pair(_("Dibayar"), format_quantity(row.payable, unit))
    return receipt(_head(cooperative, title, row.number), body, _terms(row), _foot(row.weighed_by))


def _terms(row: Intake) -> list[str]:
    if row.ujrah_percent is not None:
        return [
            RULE,
            *pair(_("Ujrah"), format_percentage(row.ujrah_percent.normalize())),
            *left(_("Titip jual, wakalah bil ujrah (DSN-MUI 113/2017). Barang tetap milik Anda.")),
        ]
    return [
        *pair(_("Mutu"), row.grade),
        *money(_("Harga"), row.price),
        *subtotal(),
        *money(_("JUMLAH"), row.amount),
        *left(terbilang_rupiah(row.amount)),
    ]


def settlement_paper(row: Settlement, cooperative: str) -> str:
    """The proof of payment that the maker signs for."""
    total = row.consignment + row.produce
    title = _("PEMBALIKAN PELUNASAN") if row.reverses_id else _("PELUNASAN PEMBUAT")
    covered = queries.covered(row)
    body = [
        *pair(
            _("Tanggal"), f"{row.on:%d}/{row.on:%m}/{row.on:%Y} {format_time(clock.local(row.at))}"
        ),
        *pair(_("Pembuat"), row.member.name),
        RULE,
    ]
    if covered.sales and not row.reverses_id:
        body += money(_("Terjual"), covered.sold)
        body += money(_("Ujrah"), -covered.ujrah)
    if covered.bought and not row.reverses_id:
        body += money(_("Beli putus"), covered.bought)
    into = _("Tunai") if row.into == Settlement.Into.CASH else _("Ke simpanan")
    body += [
        *money(_("Terutang"), row.owed_before),
        *subtotal(),
        *money(into, total),
        *left(terbilang_rupiah(abs(total))),
        *(money(_("Sisa"), row.owed_before - total) if not row.reverses_id else []),
    ]
    return receipt(_head(cooperative, title, row.number), body, _foot(row.paid_by))


def give_back_paper(row: GiveBack, cooperative: str) -> str:
    """The note of goods that went back to their maker."""
    body = [
        *pair(_("Tanggal"), format_date(row.on)),
        *pair(_("Pembuat"), row.member.name),
        RULE,
        *left(row.lot.product.name),
        *pair(_("Lot"), row.lot.code),
        *pair(_("Kembali"), format_quantity(row.quantity, row.lot.product.unit)),
    ]
    if row.value:
        body += money(_("Utang turun"), row.value)
    head = _head(cooperative, _("BARANG KEMBALI"), row.number)
    return receipt(head, body, left(row.reason), _foot(row.handed_by))


def _foot(name: str) -> list[str]:
    return [RULE, *pair(_("Petugas"), name), "", *pair(_("Pembuat"), "(............)")]
