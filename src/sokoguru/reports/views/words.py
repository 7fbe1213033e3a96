"""The facts of an event in words: what a record of the books says, line by line.

An entry shows them exactly as they were written down; only their names and codes are put in words.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from sokoguru.reports import rules
from sokoguru.ui.rules.parts import Pair

if TYPE_CHECKING:
    from sokoguru.ledger.models import Entry

MONEY = frozenset(
    [
        "amount",
        "before_tax",
        "consignment",
        "counted",
        "difference",
        "expected",
        "fee",
        "found",
        "jasa_modal",
        "jasa_usaha",
        "lost",
        "member_before",
        "opening_float",
        "paid",
        "pokok",
        "price",
        "price_member",
        "price_public",
        "produce",
        "public_before",
        "received",
        "refunded",
        "result",
        "surplus",
        "tax",
        "value",
        "wajib",
        "wajib_monthly",
    ]
)
"""Facts that are rupiah."""
QUANTITIES = frozenset(["net", "payable", "quantity"])
"""Facts that are thousandths of a unit."""
DAYS = frozenset(["ends_on", "held_on", "ready_on", "record_on", "since", "starts_on", "until"])

CODES = {
    "cash": lazy("Tunai"),
    "savings": lazy("Simpanan sukarela"),
    "pokok": lazy("Simpanan pokok"),
    "wajib": lazy("Simpanan wajib"),
    "sukarela": lazy("Simpanan sukarela"),
    "tunai": lazy("Tunai"),
    "qris": lazy("QRIS"),
    "simpanan": lazy("Simpanan"),
    "kasir": lazy("Kasir"),
    "toko": lazy("Toko"),
    "luring": lazy("Kasir tanpa jaringan"),
    "gerbang": lazy("Gerbang pembayaran"),
    "induk": lazy("Kantor koperasi"),
    "uspps": lazy("Unit simpan pinjam dan pembiayaan syariah"),
    "umum": lazy("Tarif umum"),
    "final": lazy("Pajak final"),
}
"""What the codes mean that stand in the facts of entries."""
FACTS = {
    "abstaining": lazy("Abstain"),
    "account": lazy("Akun gerbang"),
    "account_id": lazy("Akun"),
    "acknowledge": lazy("Pengirim langsung dikabari"),
    "active": lazy("Dijual"),
    "against": lazy("Tidak setuju"),
    "allows": lazy("Membolehkan"),
    "amount": lazy("Jumlah"),
    "article_id": lazy("Tulisan"),
    "bank_reference": lazy("Rujukan bank"),
    "before_tax": lazy("Sebelum pajak"),
    "body": lazy("Badan"),
    "call": lazy("Undangan ke"),
    "came_by": lazy("Datang lewat"),
    "chair": lazy("Pimpinan rapat"),
    "channel": lazy("Tempat jual"),
    "choice": lazy("Pilihan"),
    "code": lazy("Kode lot"),
    "consigned": lazy("Titipan"),
    "consignment": lazy("Dari titipan"),
    "content_hash": lazy("Sidik isi"),
    "count": lazy("Banyaknya"),
    "counted": lazy("Hitungan laci"),
    "difference": lazy("Selisih"),
    "differing": lazy("Lot yang berbeda"),
    "digest": lazy("Sidik isi"),
    "ends_on": lazy("Sampai tanggal"),
    "entry_id": lazy("Bukti yang dibalik"),
    "expected": lazy("Seharusnya di laci"),
    "fatwa": lazy("Fatwa"),
    "fee": lazy("Biaya"),
    "found": lazy("Ditemukan"),
    "given": lazy("Setuju"),
    "grade": lazy("Mutu"),
    "gtin": lazy("Kode batang"),
    "hash": lazy("Sidik isi"),
    "held_on": lazy("Hari rapat"),
    "how": lazy("Dipastikan oleh"),
    "in_favour": lazy("Setuju"),
    "into": lazy("Dibayarkan ke"),
    "into_savings": lazy("Masuk simpanan"),
    "jasa_modal": lazy("Jasa modal"),
    "jasa_usaha": lazy("Jasa usaha"),
    "kind": lazy("Jenis"),
    "legal_basis": lazy("Dasar"),
    "location_id": lazy("Tempat"),
    "login_id": lazy("Petugas"),
    "lost": lazy("Hilang"),
    "lot_id": lazy("Lot"),
    "lots": lazy("Banyaknya lot"),
    "meeting_id": lazy("Rapat"),
    "member_before": lazy("Harga anggota sebelumnya"),
    "member_id": lazy("Anggota"),
    "members": lazy("Banyaknya anggota"),
    "name": lazy("Nama"),
    "needed": lazy("Kuorum"),
    "net": lazy("Bersih"),
    "nmid": lazy("NMID"),
    "notice_id": lazy("Kabar gerbang"),
    "number": lazy("Nomor"),
    "of_number": lazy("Dari nota"),
    "officer_id": lazy("Pejabat"),
    "opening_float": lazy("Modal laci"),
    "opinion": lazy("Opini DPS"),
    "opinion_id": lazy("Opini DPS"),
    "order_id": lazy("Pesanan"),
    "outbox_id": lazy("Kiriman"),
    "outcome": lazy("Hasil suara"),
    "paid": lazy("Dibayar"),
    "payable": lazy("Yang dibayar"),
    "place": lazy("Tempat"),
    "pokok": lazy("Simpanan pokok"),
    "policy_id": lazy("Ketentuan SHU"),
    "position": lazy("Jabatan"),
    "post_id": lazy("Siaran"),
    "present": lazy("Hadir"),
    "price": lazy("Harga"),
    "price_member": lazy("Harga anggota"),
    "price_public": lazy("Harga umum"),
    "problem": lazy("Masalah"),
    "produce": lazy("Dari beli putus"),
    "product": lazy("Produk"),
    "product_id": lazy("Barang"),
    "proposal_id": lazy("Usul pembagian"),
    "public_before": lazy("Harga umum sebelumnya"),
    "purpose": lazy("Keperluan"),
    "quantity": lazy("Banyaknya"),
    "question_id": lazy("Pertanyaan"),
    "ready_on": lazy("Terbuka sejak"),
    "reason": lazy("Alasan"),
    "received": lazy("Diterima bank"),
    "record_on": lazy("Tanggal pencatatan"),
    "reference": lazy("Rujukan"),
    "refunded": lazy("Dikembalikan"),
    "report_id": lazy("Laporan tahunan"),
    "request_id": lazy("Permintaan bayar"),
    "resolution": lazy("Keputusan rapat"),
    "resolution_id": lazy("Keputusan rapat"),
    "result": lazy("Hasil usaha"),
    "reversed_by": lazy("Dibalik oleh"),
    "revision_id": lazy("Naskah"),
    "role": lazy("Tugas"),
    "rubric": lazy("Rubrik"),
    "saving_id": lazy("Simpanan"),
    "scheme": lazy("Cara menghitung pajak"),
    "secretary": lazy("Sekretaris"),
    "shift_id": lazy("Giliran kasir"),
    "shu_to_savings": lazy("SHU masuk simpanan"),
    "since": lazy("Berlaku sejak"),
    "sku": lazy("Kode barang"),
    "slug": lazy("Alamat halaman"),
    "source": lazy("Asal"),
    "source_id": lazy("Tempat asal"),
    "starts_at": lazy("Pukul"),
    "starts_on": lazy("Dari tanggal"),
    "state": lazy("Keadaan"),
    "statute_id": lazy("Ketentuan rapat"),
    "subject": lazy("Pokok pertanyaan"),
    "submission_id": lazy("Kiriman tulisan"),
    "supplier": lazy("Pemasok"),
    "surplus": lazy("SHU"),
    "target_id": lazy("Tempat tujuan"),
    "tax": lazy("Pajak"),
    "tender": lazy("Cara bayar"),
    "till": lazy("Kasir"),
    "told_seq": lazy("Urutan di kasir"),
    "ujrah_percent": lazy("Ujrah (persen)"),
    "unit": lazy("Unit"),
    "until": lazy("Sampai"),
    "url": lazy("Alamat"),
    "value": lazy("Nilai"),
    "variants": lazy("Banyaknya kiriman"),
    "voters": lazy("Pemilih"),
    "wajib": lazy("Simpanan wajib"),
    "wajib_monthly": lazy("Simpanan wajib sebulan"),
    "way": lazy("Cara hadir"),
    "why": lazy("Sebab"),
    "year": lazy("Tahun buku"),
}
"""Every fact of every event."""
HAPPENED = {
    "channels.ChannelConnected": lazy("Saluran disambungkan"),
    "channels.ChannelSwitchedOff": lazy("Saluran dimatikan"),
    "channels.MessagePublished": lazy("Kiriman terbit"),
    "channels.MessageStuck": lazy("Kiriman tertahan"),
    "governance.StatuteSet": lazy("Ketentuan rapat ditetapkan"),
    "governance.ReportPublished": lazy("Laporan tahunan dibuka"),
    "governance.RatConvened": lazy("Anggota diundang rapat"),
    "governance.VotersListed": lazy("Daftar pemilih ditetapkan"),
    "governance.MemberAttended": lazy("Anggota hadir"),
    "governance.RatOpened": lazy("Rapat dibuka"),
    "governance.QuestionAdded": lazy("Pertanyaan diajukan"),
    "governance.BallotOpened": lazy("Pemungutan suara dibuka"),
    "governance.VoteCast": lazy("Suara diberikan"),
    "governance.ResolutionMade": lazy("Suara dihitung"),
    "governance.RatEnded": lazy("Rapat selesai"),
    "identity.DutyGiven": lazy("Tugas diberikan"),
    "identity.DutyEnded": lazy("Tugas diakhiri"),
    "identity.PinSet": lazy("PIN dibuat"),
    "identity.LinkIssued": lazy("Tautan masuk dibuat"),
    "identity.LinkUsed": lazy("Tautan masuk dipakai"),
    "ledger.EntryReversed": lazy("Bukti dibalik"),
    "ledger.PeriodClosed": lazy("Bulan ditutup"),
    "ledger.EntriesSealed": lazy("Bukti disegel"),
    "members.CandidateRegistered": lazy("Calon anggota terdaftar"),
    "members.ApplicationRepeated": lazy("Pendaftaran terulang"),
    "members.DuesReceived": lazy("Titipan calon anggota diterima"),
    "members.RegisterSigned": lazy("Buku anggota ditandatangani"),
    "members.MemberAdmitted": lazy("Anggota diterima"),
    "members.CandidateRefused": lazy("Calon anggota ditolak"),
    "members.OfficerElected": lazy("Pejabat terpilih"),
    "members.OfficeLeft": lazy("Jabatan diakhiri"),
    "members.OpinionGiven": lazy("Opini DPS diberikan"),
    "members.ConsentGiven": lazy("Persetujuan anggota"),
    "members.IdentityRead": lazy("NIK dibuka"),
    "members.TermsSet": lazy("Ketentuan keanggotaan ditetapkan"),
    "members.MandateSet": lazy("Penyaluran SHU dipilih"),
    "newsroom.PieceReceived": lazy("Tulisan masuk"),
    "newsroom.PieceQuarantined": lazy("Tulisan dikarantina"),
    "newsroom.PieceReleased": lazy("Tulisan keluar dari karantina"),
    "newsroom.AuthorConfirmed": lazy("Penulis dipastikan"),
    "newsroom.PieceClaimed": lazy("Tulisan diambil editor"),
    "newsroom.PieceEdited": lazy("Naskah disunting"),
    "newsroom.ReviewAsked": lazy("Pemeriksaan diminta"),
    "newsroom.PieceApproved": lazy("Naskah disetujui"),
    "newsroom.ArticlePublished": lazy("Tulisan terbit"),
    "newsroom.CorrectionBegun": lazy("Koreksi dimulai"),
    "newsroom.ArticleCorrected": lazy("Tulisan dikoreksi"),
    "newsroom.ArticleWithdrawn": lazy("Tulisan dicabut"),
    "newsroom.PieceReturned": lazy("Tulisan dikembalikan kepada penulis"),
    "newsroom.PieceRejected": lazy("Tulisan ditolak"),
    "newsroom.PieceDiscarded": lazy("Tulisan dibuang"),
    "newsroom.QuestionAsked": lazy("Pertanyaan pembaca masuk"),
    "newsroom.QuestionAnswered": lazy("Pertanyaan pembaca dijawab"),
    "newsroom.ResponsibleNamed": lazy("Penanggung jawab ditunjuk"),
    "outreach.PostDrafted": lazy("Siaran dibuat"),
    "outreach.PostApproved": lazy("Siaran disetujui"),
    "outreach.PostCancelled": lazy("Siaran dibatalkan"),
    "outreach.OrderAttributed": lazy("Pesanan dari siaran"),
    "payments.QrisSet": lazy("Kode QRIS ditetapkan"),
    "payments.GatewaySet": lazy("Gerbang pembayaran ditetapkan"),
    "payments.PaymentConfirmed": lazy("Pembayaran dipastikan"),
    "payments.PaymentsMatched": lazy("Pembayaran dicocokkan dengan bank"),
    "payments.PaymentPaidBack": lazy("Pembayaran dikembalikan"),
    "payments.NoticeSetAside": lazy("Kabar gerbang disisihkan"),
    "retail.OrderPlaced": lazy("Pesanan dibuat"),
    "retail.OrderPaid": lazy("Pesanan dibayar"),
    "retail.OrderReady": lazy("Pesanan siap diambil"),
    "retail.OrderHandedOver": lazy("Pesanan diserahkan"),
    "retail.OrderCancelled": lazy("Pesanan dibatalkan"),
    "retail.OrderExpired": lazy("Pesanan lewat waktu"),
    "retail.SaleRung": lazy("Penjualan di kasir"),
    "retail.GoodsReturned": lazy("Barang diretur"),
    "retail.ShiftOpened": lazy("Kasir dibuka"),
    "retail.ShiftClosed": lazy("Kasir ditutup"),
    "retail.TillSaleSetAside": lazy("Laporan kasir disisihkan"),
    "savings.ProductOpened": lazy("Produk simpanan ditetapkan"),
    "savings.SavingOpened": lazy("Simpanan dibuka"),
    "savings.DepositTaken": lazy("Setoran diterima"),
    "savings.WithdrawalPaid": lazy("Penarikan dibayar"),
    "savings.SavingCredited": lazy("Simpanan bertambah tanpa tunai"),
    "savings.CashHanded": lazy("Kas diserahkan ke loket"),
    "savings.CashTakenBack": lazy("Kas dikembalikan dari loket"),
    "stock.ProductOpened": lazy("Barang didaftarkan"),
    "stock.ProductDescribed": lazy("Keterangan barang diubah"),
    "stock.PricesSet": lazy("Harga barang diubah"),
    "stock.BarcodeSet": lazy("Kode batang diubah"),
    "stock.LocationOpened": lazy("Tempat barang dibuka"),
    "stock.LotOpened": lazy("Lot dibuka"),
    "stock.StoryTold": lazy("Cerita lot disambungkan"),
    "stock.GoodsReceived": lazy("Barang masuk"),
    "stock.GoodsMoved": lazy("Barang dipindahkan"),
    "stock.GoodsCounted": lazy("Barang dihitung"),
    "supply.GradePriceSet": lazy("Harga mutu ditetapkan"),
    "supply.HarvestBought": lazy("Hasil anggota dibeli"),
    "supply.GoodsConsigned": lazy("Titipan diterima"),
    "supply.MakerSettled": lazy("Pembuat dibayar"),
    "supply.GoodsGivenBack": lazy("Barang kembali kepada pembuat"),
    "supply.GoodsBought": lazy("Barang dibeli dari luar"),
    "supply.SettlementReversed": lazy("Pelunasan dibalik"),
    "surplus.PolicySet": lazy("Ketentuan SHU ditetapkan"),
    "surplus.TaxReckoned": lazy("Pajak dihitung"),
    "surplus.ResultClosed": lazy("Hasil unit ditutup"),
    "surplus.YearClosed": lazy("Tahun buku ditutup"),
    "surplus.ProposalMade": lazy("Usul pembagian disusun"),
    "surplus.DistributionBegun": lazy("Pembagian SHU dimulai"),
    "surplus.ShuCredited": lazy("SHU anggota dibagikan"),
    "surplus.DistributionFinished": lazy("Pembagian SHU selesai"),
}
"""Every event."""


def proof(reference: str) -> str:
    """The number of an entry that stands on its paper; nothing where people know none."""
    return reference if rules.read_by_people(reference) else ""


def listed(rows: "Iterable[Entry]") -> "list[tuple[Entry, str]]":
    """Entries, each with the number that people know."""
    return [(row, proof(row.reference)) for row in rows]


def happened(name: str) -> str:
    """What a record tells of; a name that no event bears any more stays as it was written."""
    return str(HAPPENED.get(name, name))


def facts(body: Mapping[str, Any]) -> list[Pair]:
    """The facts of a record as lines of a list, without numbers of rows, which nobody knows."""
    return [_pair(name, value) for name, value in body.items() if not _is_row(name, value)]


def _is_row(name: str, value: Any) -> bool:
    return isinstance(value, int) and name.endswith("_id")


def _pair(name: str, value: Any) -> Pair:
    label = str(FACTS.get(name, name))
    if value is None or value == "":
        return Pair(label, None)
    if isinstance(value, bool):
        return Pair(label, _("Ya") if value else _("Tidak"))
    if isinstance(value, int) and name in MONEY:
        return Pair(label, value, "rupiah")
    if isinstance(value, int) and name in QUANTITIES:
        return Pair(label, value, "quantity")
    if name in DAYS:
        return Pair(label, value, "date")
    return Pair(label, str(CODES.get(value, value)))
