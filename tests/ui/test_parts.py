"""Charts, receipts, formats and small parts, to the unit."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import formats, translation

from sokoguru.kernel import clock
from sokoguru.ui.rules import receipts
from sokoguru.ui.rules.charts import Chart, Mark, broad, scaled, slim
from sokoguru.ui.rules.icons import ICONS
from sokoguru.ui.rules.parts import Column, Link, MenuItem, Share, Table
from sokoguru.ui.templatetags.frame import current_of

MARKS = [Mark("Dibaca", 1284, "1.284"), Mark("Klik", 412, "412"), Mark("Nol", 0, "0")]


def drawn(source: str, **values: object) -> str:
    return Template("{% load soko %}" + source).render(Context(values))


def test_a_code_is_never_broken_over_two_lines() -> None:
    columns = [Column("Kode", "code"), Column("Akun")]
    shown = drawn("{% table t %}", t=Table("Saldo", columns, [["1-1001", "Kas"]]))
    assert '<th role="rowheader" scope="row" class="nowrap">1-1001</th>' in shown


@pytest.mark.parametrize("here", ["/saya/lainnya/", "/saya/lainnya/?dari=1"])
def test_the_page_of_more_places_is_current_itself(here: str) -> None:
    menu = [MenuItem("Saya", "/saya/", "person"), MenuItem("Rapat", "/saya/rapat/", "home", True)]
    source = "{% load frame %}{% dock menu %}"
    shown = drawn(source, menu=menu, here=here, more_url="/saya/lainnya/")
    current = [line for line in shown.split("<a ") if 'aria-current="page"' in line]
    assert [("Lainnya" in each, "Rapat" in each) for each in current] == [(True, False)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 1234567|rupiah }}", "Rp1.234.567"),
        ("{{ v|rupiah }}", "—"),
        ("{{ 50000|rupiah_signed }}", "+ Rp50.000"),
        ("{{ minus|rupiah_signed }}", "− Rp650.000"),
        ("{{ 50000|words }}", "lima puluh ribu rupiah"),
        ("{{ on|tanggal }}", "24 November 2026"),
        ('{{ "2026-11-24"|tanggal }}', "24 November 2026"),
        ("{{ on|hari }}", "Selasa, 24 November 2026"),
        ("{{ at|jam }}", "01.14"),
        ("{{ at|tanggal }}", "25 November 2026"),
        ("{{ clock|jam }}", "07.45"),
        ('{{ 1250500|quantity:"kg" }}', "1.250,5 kg"),
        ('{{ "siti"|initials }}', "Si"),
    ],
)
def test_formats_say_it_as_the_counter_says_it(source: str, shown: str) -> None:
    values = {
        "v": None,
        "minus": -650_000,
        "on": date(2026, 11, 24),
        "at": datetime(2026, 11, 24, 18, 14, tzinfo=UTC),
        "clock": time(7, 45),
    }
    assert drawn(source, **values) == shown


def test_an_instant_is_shown_at_the_cooperatives_own_place() -> None:
    at = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    with clock.at_place(zone="Asia/Jayapura"):
        assert drawn("{{ at|jam }} {{ at|tanggal }}", at=at) == "00.30 25 November 2026"


def test_no_indonesian_format_puts_the_month_first() -> None:
    with translation.override("id"):
        names = ("DATE_INPUT_FORMATS", "DATETIME_INPUT_FORMATS")
        found = [one for name in names for one in formats.get_format(name)]
        assert found
        assert [one for one in found if one.startswith(("%m", "%b", "%B"))] == []
        assert formats.date_format(date(2026, 4, 3), "SHORT_DATE_FORMAT") == "03/04/2026"
        assert formats.number_format(1234.5, 1, use_l10n=True, force_grouping=True) == "1.234,5"


def test_marks_are_proportional_and_start_at_zero() -> None:
    assert scaled(1284, 1284, 196) == 196
    assert scaled(642, 1284, 196) == 98
    assert scaled(1, 1284, 196) == 2
    assert scaled(0, 1284, 196) == 0
    drawing = broad(Chart("x", MARKS))
    assert [mark.height for mark in drawing.marks] == [196, 63, 0]
    assert [mark.y + mark.height for mark in drawing.marks] == [drawing.base] * 3
    assert [mark.width for mark in slim(Chart("x", MARKS)).marks] == [242, 78, 0]


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(AssertionError):
        Chart("x", [])
    with pytest.raises(AssertionError):
        Chart("x", [Mark("a", -1, "-1")])
    assert [m.height for m in broad(Chart("x", [Mark("a", 0, "0")])).marks] == [0]


def test_a_chart_always_has_its_table() -> None:
    html = drawn("{% chart c %}", c=Chart("Dari cerita", MARKS, kind="line"))
    assert html.count('role="img" aria-label="Dari cerita"') == 2
    assert html.count('<th role="rowheader"') == 3
    assert ">1.284</td>" in html


def test_a_receipt_is_exactly_as_wide_as_the_paper() -> None:
    assert receipts.money("Setor", 50_000) == ["Setor               Rp    50.000"]
    assert receipts.money("Saldo awal", 2_300_000) == ["Saldo awal          Rp 2.300.000"]
    assert receipts.money("Kembali", -500) == ["Kembali             Rp      -500"]
    assert receipts.pair("Perkiraan SHU Anda tahun berjalan", "Rp 186.400") == [
        "Perkiraan SHU Anda tahun",
        "berjalan",
        "                      Rp 186.400",
    ]
    assert receipts.center("Loket 1 – Sukamaju") == ["       Loket 1 - Sukamaju"]
    assert receipts.left("x" * 40) == ["x" * 32, "x" * 8]
    assert receipts.plain("Café\x1b[2J “a” – b") == 'Cafe[2J "a" - b'
    with pytest.raises(AssertionError):
        receipts.receipt("x" * 33)


def test_a_table_says_its_roles_and_its_headings_again() -> None:
    table = Table(
        "Simpanan",
        [Column("Nama"), Column("Sukarela", "rupiah"), Column("Lembar", "num")],
        [[Link("<Siti>", "/a/?x=1&y=2"), 2_350_000, 1_200]],
    )
    html = drawn("{% table t %}", t=table)
    assert '<a href="/a/?x=1&amp;y=2">&lt;Siti&gt;</a>' in html
    assert '<td role="cell" data-l="Sukarela" class="num">Rp2.350.000</td>' in html
    assert '<td role="cell" data-l="Lembar" class="num">1.200</td>' in html
    with pytest.raises(AssertionError):
        Table("x", [Column("a")], [["1", "2"]])


def test_shares_add_up_in_the_drawing() -> None:
    shares = [Share("a", 1), Share("b", 1), Share("c", 1)]
    html = drawn('{% shares "Bagian" s %}', s=shares)
    assert html.count('width="33.33%"') == 3
    assert 'x="66.67%"' in html
    assert "a 33,33%" in html


@pytest.mark.parametrize(("value", "width"), [(412, "67.32%"), (0, "0%"), (700, "100%")])
def test_a_bar_is_as_long_as_it_says(value: int, width: str) -> None:
    html = drawn('{% bar "Mengimpor" v 612 %}', v=value)
    assert f'<rect width="{width}"' in html
    assert f'aria-valuenow="{value}" aria-valuemax="612"' in html


def test_the_place_is_the_longest_address_that_fits() -> None:
    menu = [MenuItem("Meja", "/meja/", "home"), MenuItem("Anggota", "/meja/anggota/", "users")]
    assert current_of(menu, "/meja/anggota/7/?a=1") is menu[1]
    assert current_of(menu, "/meja/") is menu[0]
    assert current_of(menu, "/toko/") is None
    assert current_of(None, "/") is None


def test_an_icon_without_a_request_is_drawn_in_place() -> None:
    assert drawn('{% icon "check" %}') == (
        f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS["check"]}"/></svg>'
    )
    assert 'role="img" aria-label="Lunas"' in drawn('{% icon "check" "Lunas" %}')
    with pytest.raises(AssertionError, match="no icon"):
        drawn('{% icon "unicorn" %}')


def test_a_qr_code_is_black_in_every_theme() -> None:
    html = drawn('{% qr_card "https://l.example/jejak/L-1" "L-1" %}')
    assert 'fill="#111"' in html
    assert 'aria-label="Kode QR"' in html
    assert '<p class="mono">L-1</p>' in html
