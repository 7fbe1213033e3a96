"""What is typed at the counter, about cash, about a product, and on the passbook."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.savings.queries.balances import Passbook
from sokoguru.savings.rules import Simpanan
from sokoguru.ui.fields import DateField, PickField, RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm

LARGEST_ID = 2**63 - 1


class FindForm(PlainForm):
    """Whom the counter looks for: a number, a part of the name, or a telephone number."""

    cari = forms.CharField(label=gettext_lazy("Nomor, nama, atau telepon"), max_length=60)


class CounterForm(MoneyForm):
    """What both ways over the counter ask: whose simpanan, of which kind, how much."""

    member_id = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    kind = PickField(label=gettext_lazy("Simpanan apa?"), choices=[])
    amount = RupiahField(label=gettext_lazy("Jumlah"))
    memo = forms.CharField(label=gettext_lazy("Keterangan"), max_length=80, required=False)

    def __init__(self, *args: Any, book: Passbook, **kwargs: Any) -> None:
        initial = {"member_id": book.member.pk, "kind": Simpanan.SUKARELA.value}
        super().__init__(*args, initial=initial, **kwargs)
        choices = self.kinds(book)
        field = self.fields["kind"]
        assert isinstance(field, PickField)
        field.choices = [(value, label) for value, label, _small in choices]
        field.smalls = {value: small for value, _label, small in choices}

    def kinds(self, book: Passbook) -> list[tuple[str, str, str]]:
        """The kinds to choose from: value, words, small words."""
        raise NotImplementedError


class DepositForm(CounterForm):
    """Cash into a simpanan."""

    amount = RupiahField(
        label=gettext_lazy("Jumlah setoran"),
        help_text=gettext_lazy("Hitung uangnya di depan anggota."),
    )

    def kinds(self, book: Passbook) -> list[tuple[str, str, str]]:
        """Sukarela, wajib with what is still owed, and pokok while it is not paid."""
        owed = book.wajib_owed
        wajib = _("kurang %(owed)s") % {"owed": format_rupiah(owed)} if owed else _("sudah lunas")
        shown = [
            (Simpanan.SUKARELA.value, _("Sukarela"), _("bebas diambil")),
            (Simpanan.WAJIB.value, _("Wajib"), wajib),
        ]
        if not book.pokok:
            shown.append((Simpanan.POKOK.value, _("Pokok"), _("sekali saja")))
        return shown


class WithdrawalForm(CounterForm):
    """Cash out of a simpanan. All kinds are shown: why one stays is said when it is asked."""

    amount = RupiahField(
        label=gettext_lazy("Jumlah penarikan"),
        help_text=gettext_lazy("Serahkan uangnya setelah dicatat."),
    )

    def kinds(self, book: Passbook) -> list[tuple[str, str, str]]:
        """Each kind with what stands in it, sukarela with what may be taken."""
        free = _("bisa diambil %(amount)s") % {"amount": format_rupiah(book.available)}
        return [
            (Simpanan.SUKARELA.value, _("Sukarela"), free),
            (Simpanan.WAJIB.value, _("Wajib"), format_rupiah(book.wajib)),
            (Simpanan.POKOK.value, _("Pokok"), format_rupiah(book.pokok)),
        ]


class DuesForm(MoneyForm):
    """A candidate's pokok and first wajib: the amount is what the terms ask."""

    member_id = forms.IntegerField(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)


class ReverseForm(MoneyForm):
    """Why a slip is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Akan tercatat di buku dan terbaca pengawas."),
        min_length=5,
        max_length=120,
    )


class CashForm(MoneyForm):
    """Cash between the till and a drawer."""

    HAND, TAKE = "serahkan", "terima"

    way = PickField(
        label=gettext_lazy("Ke mana uangnya?"),
        choices=[
            (HAND, gettext_lazy("Ke laci teller"), gettext_lazy("dari kas unit")),
            (TAKE, gettext_lazy("Ke kas unit"), gettext_lazy("dari laci teller")),
        ],
    )
    amount = RupiahField(
        label=gettext_lazy("Jumlah"), help_text=gettext_lazy("Hitung bersama pemegang laci.")
    )
    memo = forms.CharField(label=gettext_lazy("Keterangan"), max_length=80, required=False)


class ProductForm(PlainForm):
    """The terms of the wadiah from a day on."""

    name = forms.CharField(label=gettext_lazy("Nama produk"), max_length=60)
    since = DateField(label=gettext_lazy("Berlaku sejak"))
    deposit_min = RupiahField(label=gettext_lazy("Setoran paling sedikit"))
    withdrawal_min = RupiahField(label=gettext_lazy("Penarikan paling sedikit"))
    balance_min = RupiahField(
        label=gettext_lazy("Saldo yang harus tinggal"),
        help_text=gettext_lazy("Tulis 0 bila boleh diambil semua."),
        least=0,
    )
