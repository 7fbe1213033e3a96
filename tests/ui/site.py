"""The pages of the test site: a sheet of all parts, a money page, refusals, a slip."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sokoguru.kernel.refusals import NotAllowed, NotFound, Refused
from sokoguru.ui import views
from sokoguru.ui.fields import DateField, PickField, QuantityField, RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm
from sokoguru.ui.rules import receipts
from sokoguru.ui.rules.charts import Chart, Mark
from sokoguru.ui.rules.parts import (
    Check,
    Column,
    Done,
    Knot,
    Link,
    MenuItem,
    Pair,
    Share,
    Tab,
    Table,
    Tag,
)

TAKEN: list[tuple[str, int]] = []
"""What the money page did: (request key, amount)."""

COOPERATIVE = SimpleNamespace(
    name="Lumbung Lestari", legal_number="AHU-0000000", is_example=True, dye="nila"
)
MENU = [
    MenuItem("Meja", "/meja/", "home"),
    MenuItem("Loket", "/setor/", "cash"),
    MenuItem("Kasir", "/kasir/", "bag"),
    MenuItem("Warta", "/warta/", "news"),
    MenuItem("Anggota", "/meja/anggota/", "users", extra=True),
    MenuItem("Gudang", "/meja/gudang/", "barn", extra=True),
]
FRAME: dict[str, Any] = {
    "cooperative": COOPERATIVE,
    "menu": MENU,
    "menu_label": "Petugas",
    "more_url": "/lainnya/",
    "who": "Deni, loket 1",
    "leave_url": "/keluar/",
    "public_menu": [MenuItem("Warta", "/warta/", "news"), MenuItem("Lembar", "/", "home")],
    "enter_url": "/masuk/",
    "foot_menu": [Link("Laporan terbuka", "/laporan/"), Link("Privasi data", "/privasi/")],
}


class BelowMinimum(Refused):
    """The office of this test site refuses small deposits."""

    code = "koperasi_uji.below_minimum"


class Wordless(Refused):
    """A refusal whose office has forgotten its words."""

    code = "koperasi_uji.forgotten"


class Busy(Refused):
    """Too often."""

    code = "tenancy.too_many_attempts"
    status = 429


class DepositForm(MoneyForm):
    """Takes cash at the counter."""

    amount = RupiahField(
        label="Jumlah setoran", help_text="Hitung uangnya di depan anggota.", least=1_000
    )
    kind = PickField(
        label="Simpanan apa?",
        choices=[("sukarela", "Sukarela", "bebas diambil"), ("wajib", "Wajib")],
    )
    memo = forms.CharField(label="Keterangan", max_length=80, required=False)


class PersonForm(PlainForm):
    """Every kind of box."""

    name = forms.CharField(label="Nama di KTP", max_length=80)
    nik = forms.CharField(label="NIK", help_text="16 angka di bagian atas KTP.", max_length=16)
    weight = QuantityField(label="Berat bersih")
    born = DateField(label="Tanggal lahir", latest=date(2026, 11, 24))
    grade = forms.ChoiceField(label="Mutu", choices=[("a", "A"), ("b", "B")])
    story = forms.CharField(label="Cerita", max_length=2000, widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Saya sudah membaca aturan kirim tulisan.")


def check_deposit(form: DepositForm) -> Check:
    amount = form.cleaned_data["amount"]
    if amount == 13_000:
        raise BelowMinimum(amount=amount, minimum=20_000)
    return Check(
        title="Periksa sebelum mencatat",
        confirm="Catat setoran",
        pairs=[
            Pair("Anggota", "Siti, 0142"),
            Pair("Saldo sekarang", 2_300_000, "rupiah"),
            Pair("Setor tunai", amount, "signed", strong=True),
            Pair("Saldo nanti", 2_300_000 + amount, "rupiah", total=True),
        ],
        amount=amount,
    )


def take_deposit(form: DepositForm) -> str:
    amount = form.cleaned_data["amount"]
    if amount == 14_000:
        raise Wordless(amount=amount)
    TAKEN.append((str(form.cleaned_data["request_key"]), amount))
    return "STR-00871"


def deposit(request: HttpRequest) -> HttpResponse:
    if reference := request.GET.get("bukti"):
        happened = Done(
            title="Setoran tercatat",
            text="Rp50.000 masuk ke simpanan sukarela Siti.",
            reference=reference,
            acts=[Link("Setoran berikutnya", "/setor/")],
            reverse=Link("Catat pembalikan", "/balik/"),
            receipt=slip_text(),
            print_url="/cetak/",
        )
        return views.done(request, happened, FRAME)
    form = DepositForm(request.POST or None)
    return views.check_then_do(
        request,
        form,
        "koperasi_uji/deposit.html",
        check=check_deposit,
        do=take_deposit,
        context=FRAME,
    )


def order(request: HttpRequest) -> HttpResponse:
    """The same flow for a visitor."""
    shown = {**FRAME, "frame": "ui/public.html"}
    if request.GET.get("bukti"):
        return views.done(request, Done(title="Pesanan tercatat", text="Kami siapkan."), shown)
    form = DepositForm(request.POST or None)
    return views.check_then_do(
        request,
        form,
        "koperasi_uji/deposit.html",
        check=check_deposit,
        do=take_deposit,
        context=shown,
    )


def slip_text() -> str:
    return receipts.receipt(
        receipts.center("KOPERASI SYARIAH LUMBUNG LESTARI"),
        receipts.center("Loket 1 – Sukamaju"),
        receipts.RULE,
        receipts.pair("24 Nov 2026 08.14", "STR-00871"),
        "",
        receipts.money("Saldo awal", 2_300_000),
        receipts.money("Setor", 50_000),
        receipts.subtotal(),
        receipts.money("Saldo akhir", 2_350_000),
    )


def sheet(request: HttpRequest, template: str = "koperasi_uji/sheet.html") -> HttpResponse:
    wrong = PersonForm({"name": "Siti", "nik": "32011", "weight": "1.5", "born": "31/02/2026"})
    wrong.add_error("nik", "NIK harus 16 angka. Yang tertulis 5.")
    money = DepositForm({"amount": "3.000.000", "kind": "sukarela", "request_key": ""})
    money.is_valid()
    money.add_error("amount", "Saldo yang bisa ditarik Rp2.350.000. Kurangi jumlahnya.")
    context = {
        **FRAME,
        "fine": DepositForm(initial={"amount": 50_000}, prefix="baik"),
        "money": money,
        "wrong": wrong,
        "table": Table(
            "Anggota, empat teratas",
            [Column("Nama"), Column("Nomor"), Column("Sukarela", "rupiah"), Column("Keadaan")],
            [
                [Link("Siti", "/siti/"), "0142", 2_350_000, Tag("ok", "Aktif")],
                [Link("Darsa", "/darsa/"), "0087", 860_000, Tag("wait", "Wajib belum")],
                [Link("Deni", "/deni/"), "0301", 0, Tag("bad", "Keluar")],
            ],
            foot=["Jumlah", "3 orang", 3_210_000, None],
        ),
        "wide": Table(
            "Neraca saldo yang harus tetap berjajar",
            [
                Column("Akun"),
                Column("Awal", "rupiah"),
                Column("Debit", "rupiah"),
                Column("Kredit", "rupiah"),
                Column("Akhir", "rupiah"),
                Column("Per", "date"),
            ],
            [["Kas loket 1", 1_500_000, 2_340_000, 650_000, 3_190_000, date(2026, 11, 24)]],
            scroll=True,
        ),
        "tabs": [
            Tab("Semua", "?", current=True, count=612),
            Tab("Wajib belum", "?k=1", count=38),
            Tab("Keluar", "?k=2", count=4),
        ],
        "crumbs": [Link("Beranda", "/"), Link("Warta", "/warta/")],
        "knots": [
            Knot("Belanja di toko", "Rp4.120.000 tahun ini", amount=98_400),
            Knot("Simpanan rata-rata", "Rp3.400.000", url="/simpanan/", amount=64_000),
            Knot("Rapat anggota menetapkan", "masih perkiraan", open=True),
        ],
        "across": [
            Knot("Rp2.322.000 dibayar 36 pembeli", "tunai, QRIS, dan simpanan"),
            Knot("Rp348.300 komisi koperasi", "setelah Rp1.973.700 untuk Wati"),
            Knot("± Rp104.490 ke SHU anggota", "perkiraan, ditetapkan rapat", open=True),
        ],
        "bars": Chart(
            "Dari cerita sampai lunas",
            [
                Mark("Dibaca", 1284, "1.284", "orang"),
                Mark("Klik", 412, "412", "32% pembaca"),
                Mark("Bertanya", 57, "57", "14% klik"),
                Mark("Pesanan", 38, "38", "67% penanya"),
                Mark("Lunas", 36, "36", "95% pesanan"),
            ],
            name_title="Langkah",
            thread=True,
        ),
        "line": Chart(
            "Simpanan sukarela, enam bulan",
            [
                Mark(m, v, str(v), "juta")
                for m, v in zip(
                    ["Jun", "Jul", "Agu", "Sep", "Okt", "Nov"],
                    [310, 325, 318, 352, 371, 402],
                    strict=True,
                )
            ],
            kind="line",
            value_title="Juta rupiah",
            name_title="Bulan",
        ),
        "shares": [
            Share("Jasa usaha anggota", 30, 55_800_000),
            Share("Cadangan", 25, 46_500_000),
            Share("Jasa simpanan", 20, 37_200_000),
            Share("Pendidikan", 10, 18_600_000),
            Share("Pengurus dan karyawan", 10, 18_600_000),
            Share("Dana sosial", 5, 9_300_000),
        ],
        "pairs": check_deposit_pairs(),
        "receipt_text": slip_text(),
        "page": Paginator(range(50), 10).page(2),
        "state": Tag("wait", "Menunggu Anda"),
    }
    return views.page(request, template, context, status=200)


def check_deposit_pairs() -> list[Pair]:
    form = DepositForm(
        {"amount": "50.000", "kind": "wajib", "request_key": "7e6f3a4e-6c1b-4c8e-9c55-0b8d3e0c1f2a"}
    )
    assert form.is_valid(), form.errors
    return list(check_deposit(form).pairs)


def slip(request: HttpRequest) -> HttpResponse:
    return views.page(request, "ui/slip.html", {"title": "Struk STR-00871", "slip": slip_text()})


def refuse(request: HttpRequest, what: str) -> HttpResponse:
    raise {
        "saldo": BelowMinimum(amount=9_999, minimum=10_000),
        "jahat": BelowMinimum(amount=1, minimum=2, name="<script>alert(1)</script>"),
        "lupa": Wordless(),
        "tiada": NotFound(),
        "dilarang": NotAllowed(),
        "sering": Busy(retry_after=90),
    }[what]


def more(request: HttpRequest) -> HttpResponse:
    return views.page(request, "ui/more.html", FRAME)


def desk(request: HttpRequest) -> HttpResponse:
    return sheet(request, "koperasi_uji/desk.html")


urlpatterns = [
    path("", sheet),
    path("meja/anggota/", desk),
    path("setor/", deposit),
    path("pesan/", order),
    path("cetak/", slip),
    path("lainnya/", more),
    path("gagal/<str:what>/", refuse),
    path("api/gagal/<str:what>/", refuse),
    path("", include("sokoguru.ui.urls")),
]
