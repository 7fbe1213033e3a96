"""The words of the akad under which a maker's goods are consigned: wakalah bil ujrah.

Written after what DSN-MUI 113/DSN-MUI/IX/2017 asks of wakalah bi al-ujrah: who gives and who takes
the mandate, the act, an ujrah that is known (a figure, a percentage or a formula) and agreed, and
that the agent answers for intent, negligence and breach only. The text is kept with the note of
weighing and the lot, word for word.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sokoguru.kernel.dates import format_date
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.rupiah import format_rupiah

VERSION = "2026-11"
FATWA = "DSN-MUI 113/2017"


@dataclass(frozen=True, slots=True)
class Terms:
    """What fills the blanks of the akad."""

    cooperative: str
    maker: str
    good: str
    unit: str
    quantity: int
    ujrah_percent: Decimal
    price_member: int
    price_public: int
    on: date


def akad_text(terms: Terms) -> str:
    """The akad in Indonesian, one paragraph a point."""
    amount = format_quantity(terms.quantity, terms.unit)
    ujrah = format_percentage(terms.ujrah_percent)
    points = (
        f"AKAD TITIP JUAL (WAKALAH BIL UJRAH), fatwa {FATWA}",
        f"Pada {format_date(terms.on)}, {terms.maker} (pemilik barang, muwakkil) memberi kuasa "
        f"kepada {terms.cooperative} (wakil) untuk menjualkan {amount} {terms.good} yang "
        "ditimbang dengan nota ini.",
        "1. Barang tetap milik pemilik sampai terjual. Koperasi tidak membelinya dan tidak "
        "mencatatnya sebagai persediaan sendiri.",
        f"2. Ujrah koperasi {ujrah} dari harga yang dibayar pembeli, dibulatkan ke bawah; "
        "selebihnya hak pemilik. Ujrah ini tidak berubah selama lot ini belum habis.",
        f"3. Harga jual saat akad {format_rupiah(terms.price_member)} untuk anggota dan "
        f"{format_rupiah(terms.price_public)} untuk umum per {terms.unit}. Perubahan harga "
        "diberitahukan kepada pemilik.",
        "4. Hak pemilik tercatat saat barang terjual dan dibayarkan saat diminta, tunai atau ke "
        "simpanan sukarela. Barang yang dikembalikan pembeli mengurangi hak itu dalam bagian yang "
        "sama.",
        "5. Barang yang belum terjual boleh diambil kembali kapan saja tanpa biaya.",
        "6. Koperasi menjaga barang sebagai amanah, dan menanggung kerugian hanya bila sengaja, "
        "lalai, atau melanggar akad ini. Susut wajar menjadi tanggungan pemilik.",
        "7. Perselisihan diselesaikan dengan musyawarah, lalu menurut AD/ART koperasi.",
    )
    return "\n".join(points)
