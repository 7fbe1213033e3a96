"""The chart of a multi-purpose cooperative with a shop and a sharia savings and financing unit.

Codes follow the usual tree of KSP, toko and KSPPS (Permenkop 2/2024; PSAK 401 for the sharia unit).
A cooperative may renumber: everything is found by role. The sharia unit has no account of interest;
what a bank credits there goes to dana kebajikan (DSN-MUI, non-halal income).
"""

from dataclasses import dataclass

from sokoguru.ledger.rules import Fund, Kind, Role, inter_unit

INDUK, TOKO, USPPS = "induk", "toko", "uspps"

UNITS = (
    (INDUK, "Kantor koperasi", False),
    (TOKO, "Unit toko", False),
    (USPPS, "Unit simpan pinjam dan pembiayaan syariah", True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One control account of the chart."""

    unit: str
    role: str
    code: str
    name: str
    kind: Kind
    has_leaves: bool = False
    floor: int | None = None
    fund: Fund = Fund.KOMERSIAL


A, L, E, I, X = (  # noqa: E741  (as an accountant heads the columns)
    Kind.ASSET,
    Kind.LIABILITY,
    Kind.EQUITY,
    Kind.INCOME,
    Kind.EXPENSE,
)
KEBAJIKAN = Fund.KEBAJIKAN

CHART = (
    Row(INDUK, Role.CASH, "1-1001", "Kas besar", A, floor=0),
    Row(INDUK, Role.BANK_SHARIA, "1-1102", "Bank syariah", A, floor=0),
    Row(INDUK, inter_unit(TOKO), "1-1901", "RK Toko", A),
    Row(INDUK, inter_unit(USPPS), "1-1902", "RK USPPS", A),
    Row(INDUK, Role.SHU_PAYABLE, "2-1201", "Utang SHU anggota", L, has_leaves=True),
    Row(INDUK, Role.FUND_PENGURUS, "2-1202", "Dana pengurus", L, floor=0),
    Row(INDUK, Role.FUND_KARYAWAN, "2-1203", "Dana karyawan", L, floor=0),
    Row(INDUK, Role.FUND_PENDIDIKAN, "2-1204", "Dana pendidikan", L, floor=0),
    Row(INDUK, Role.FUND_SOSIAL, "2-1205", "Dana sosial", L, floor=0),
    Row(INDUK, Role.FUND_DAERAH, "2-1206", "Dana pembangunan daerah kerja", L, floor=0),
    Row(INDUK, Role.FUND_DESA, "2-1207", "Hak desa", L, floor=0),
    Row(INDUK, Role.TAX_PAYABLE, "2-1302", "Utang PPh", L, floor=0),
    Row(INDUK, Role.MEMBER_ADVANCE, "2-1403", "Titipan anggota", L, has_leaves=True),
    Row(INDUK, Role.POKOK, "4-0001", "Simpanan pokok", E, has_leaves=True),
    Row(INDUK, Role.WAJIB, "4-0002", "Simpanan wajib", E, has_leaves=True),
    Row(INDUK, Role.RESERVE, "4-0005", "Cadangan umum", E),
    Row(INDUK, Role.SHU_PRIOR, "4-0007", "SHU tahun lalu belum dibagi", E),
    Row(INDUK, Role.SHU_CURRENT, "4-0008", "SHU tahun berjalan", E),
    Row(INDUK, Role.INCOME_OTHER, "5-9001", "Pendapatan lain", I),
    Row(INDUK, Role.WAGES, "7-3001", "Gaji dan upah", X),
    Row(INDUK, Role.OPERATING, "7-3002", "Beban operasional kantor", X),
    Row(INDUK, Role.HONORARIUM, "7-3006", "Honorarium penulis", X),
    Row(INDUK, Role.COOPERATIVE_COSTS, "7-4001", "Beban perkoperasian", X),
    Row(INDUK, Role.TAX_EXPENSE, "8-0001", "Beban PPh", X),
    Row(TOKO, Role.CASH, "1-1001", "Kas toko", A, floor=0),
    Row(TOKO, Role.CASH_DRAWER, "1-1004", "Kas laci kasir", A, has_leaves=True),
    Row(TOKO, Role.QRIS_CLEARING, "1-1103", "QRIS dalam penyelesaian", A),
    Row(TOKO, Role.BANK_SHARIA, "1-1102", "Bank syariah", A, floor=0),
    Row(TOKO, Role.INVENTORY, "1-1501", "Persediaan barang", A, has_leaves=True),
    Row(TOKO, inter_unit(INDUK), "1-1901", "RK Kantor", A),
    Row(TOKO, inter_unit(USPPS), "1-1902", "RK USPPS", A),
    Row(TOKO, Role.SUPPLIER_PAYABLE, "2-1101", "Utang usaha", L, floor=0),
    Row(TOKO, Role.CONSIGNMENT_PAYABLE, "2-1102", "Utang konsinyasi", L, has_leaves=True),
    Row(TOKO, Role.PRODUCE_PAYABLE, "2-1103", "Utang pembelian hasil anggota", L, has_leaves=True),
    Row(TOKO, Role.ORDER_ADVANCE, "2-1404", "Uang muka pesanan", L, floor=0),
    Row(TOKO, Role.SALES_MEMBER, "5-2001", "Penjualan kepada anggota", I),
    Row(TOKO, Role.SALES_NON_MEMBER, "5-2002", "Penjualan kepada non-anggota", I),
    Row(TOKO, Role.UJRAH, "5-2004", "Pendapatan ujrah titip jual", I),
    Row(TOKO, Role.INCOME_OTHER, "5-9001", "Pendapatan lain", I),
    Row(TOKO, Role.COGS_MEMBER, "7-1001", "HPP penjualan anggota", X),
    Row(TOKO, Role.COGS_NON_MEMBER, "7-1002", "HPP penjualan non-anggota", X),
    Row(TOKO, Role.WAGES, "7-3001", "Gaji dan upah toko", X),
    Row(TOKO, Role.OPERATING, "7-3002", "Beban operasional toko", X),
    Row(TOKO, Role.QRIS_FEE, "7-3005", "Biaya QRIS", X),
    Row(TOKO, Role.INVENTORY_VARIANCE, "7-3012", "Selisih stok", X),
    Row(TOKO, Role.CASH_VARIANCE, "7-3013", "Selisih kas", X),
    Row(USPPS, Role.CASH, "1-1001", "Kas unit syariah", A, floor=0),
    Row(USPPS, Role.CASH_TELLER, "1-1003", "Kas teller", A, has_leaves=True),
    Row(USPPS, Role.BANK_SHARIA, "1-1102", "Bank syariah", A, floor=0),
    Row(USPPS, Role.KEBAJIKAN_CASH, "1-1009", "Kas dana kebajikan", A, floor=0, fund=KEBAJIKAN),
    Row(USPPS, inter_unit(INDUK), "1-1901", "RK Kantor", A),
    Row(USPPS, inter_unit(TOKO), "1-1902", "RK Toko", A),
    Row(USPPS, Role.SUKARELA, "2-1003", "Tabungan wadiah", L, has_leaves=True),
    Row(USPPS, Role.KEBAJIKAN, "2-1503", "Dana kebajikan", L, floor=0, fund=KEBAJIKAN),
    Row(USPPS, Role.UJRAH, "5-1004", "Pendapatan ujrah", I),
    Row(USPPS, Role.INCOME_OTHER, "5-9001", "Pendapatan lain", I),
    Row(USPPS, Role.WAGES, "7-3001", "Gaji dan upah", X),
    Row(USPPS, Role.OPERATING, "7-3002", "Beban operasional unit syariah", X),
    Row(USPPS, Role.CASH_VARIANCE, "7-3013", "Selisih kas", X),
)  # fmt: skip
