"""One statement as a table on the page, on paper and in a file: the same figures in all three."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from sokoguru.kernel import rupiah
from sokoguru.ledger import queries as books
from sokoguru.reports.queries.statements import Earned, Figure, Outcome, Position, Trial, total
from sokoguru.ui.rules.parts import Cell, Column, Kind, Link, Table

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure that leads to the account it comes from."""

    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A caption, columns, rows of text and amounts, and a foot."""

    caption: str
    columns: Sequence[tuple[str, Kind]]
    rows: list[list[str | Amount]] = field(default_factory=list)
    foot: Sequence[str | Amount] = ()

    def table(self) -> Table:
        """As the page shows it: columns stay beside each other."""
        return Table(
            caption=self.caption,
            columns=[Column(title, kind) for title, kind in self.columns],
            rows=[[_shown(cell) for cell in row] for row in self.rows],
            foot=[_shown(cell) for cell in self.foot],
            scroll=True,
        )

    def lines(self) -> list[list[Value]]:
        """As a file holds it: amounts are numbers."""
        rows = [*self.rows, *([list(self.foot)] if self.foot else [])]
        body: list[list[Value]] = [
            [cell.value if isinstance(cell, Amount) else cell for cell in row] for row in rows
        ]
        head: list[list[Value]] = [[self.caption], [title for title, _ in self.columns]]
        return [*head, *body, []]


def _shown(cell: str | Amount) -> Cell:
    if isinstance(cell, str):
        return cell
    return Link(rupiah.format_rupiah(cell.value), cell.url) if cell.url else cell.value


def account_url(account_id: int) -> str:
    """The statement of an account."""
    return reverse("reports:account", args=[account_id])


def unit_names() -> dict[str, str]:
    """The business units by code."""
    return {unit.code: unit.name for unit in books.units()}


def of_position(shown: Position) -> list[Sheet]:
    """Aset, then liabilitas, dana syirkah temporer and ekuitas."""
    names = unit_names()
    equity = _figures(_("Ekuitas"), shown.equity, names, shown.total_equity)
    if shown.running:
        equity.rows.append(["", _("SHU berjalan, belum ditutup"), "", Amount(shown.running)])
    sheets = [
        _figures(_("Aset"), shown.assets, names, shown.total_assets),
        _figures(_("Liabilitas"), shown.liabilities, names, total(shown.liabilities)),
        _figures(_("Dana syirkah temporer"), shown.syirkah, names, total(shown.syirkah)),
        equity,
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _figures(caption: str, figures: Sequence[Figure], names: dict[str, str], whole: int) -> Sheet:
    return Sheet(
        caption=caption,
        columns=[
            (_("Kode"), "code"),
            (_("Akun"), "text"),
            (_("Unit"), "text"),
            (_("Jumlah"), "rupiah"),
        ],
        rows=[
            [row.code, row.name, names[row.unit], Amount(row.amount, account_url(row.account_id))]
            for row in figures
        ],
        foot=[_("Jumlah"), caption, "", Amount(whole)],
    )


def of_outcome(shown: Outcome) -> list[Sheet]:
    """Pendapatan, beban and tax, each by whom it was made with."""
    sheets = [
        _earned(_("Pendapatan"), shown.income),
        _earned(_("Beban"), shown.expense),
        _earned(_("Pajak penghasilan"), shown.tax),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _earned(caption: str, rows: Sequence[Earned]) -> Sheet:
    names = unit_names()
    return Sheet(
        caption=caption,
        columns=[
            (_("Akun"), "text"),
            (_("Unit"), "text"),
            (_("Anggota"), "rupiah"),
            (_("Non-anggota"), "rupiah"),
            (_("Tanpa keterangan"), "rupiah"),
            (_("Jumlah"), "rupiah"),
        ],
        rows=[
            [
                row.name,
                names[row.unit],
                Amount(row.member),
                Amount(row.non_member),
                Amount(row.plain),
                Amount(row.amount, account_url(row.account_id)),
            ]
            for row in rows
        ],
        foot=[
            _("Jumlah"),
            "",
            Amount(sum(row.member for row in rows)),
            Amount(sum(row.non_member for row in rows)),
            Amount(sum(row.plain for row in rows)),
            Amount(sum(row.amount for row in rows)),
        ],
    )


def of_trial(shown: Trial) -> list[Sheet]:
    """Every account with debit and kredit beside each other."""
    names = unit_names()
    sheet = Sheet(
        caption=_("Neraca saldo"),
        columns=[
            (_("Kode"), "code"),
            (_("Akun"), "text"),
            (_("Unit"), "text"),
            (_("Debit"), "rupiah"),
            (_("Kredit"), "rupiah"),
        ],
        foot=[_("Jumlah"), "", "", Amount(shown.debit), Amount(shown.credit)],
    )
    for row in shown.rows:
        amount = Amount(abs(row.total), account_url(row.account_id))
        sides: list[str | Amount] = [amount, ""] if row.total > 0 else ["", amount]
        sheet.rows.append([row.code, row.name, names[row.unit], *sides])
    return [sheet]
