"""Who lives in the example: officers, staff and members of a village at a mountain's foot."""

from dataclasses import dataclass
from datetime import date

from sokoguru.members.rules.address import Address


@dataclass(frozen=True, slots=True)
class Villager:
    """One invented person: what the register asks, and what he or she does for the cooperative."""

    name: str
    sex: str
    born_on: date
    street: str
    rt: str
    roles: tuple[str, ...] = ()
    office: tuple[str, str] | None = None
    group: str = ""
    shu_to_savings: bool = True

    def nik(self, district: str, serial: int) -> str:
        """A NIK of the right shape: the day counts forty more for women."""
        day = self.born_on.day + (40 if self.sex == "P" else 0)
        return f"{district}{day:02d}{self.born_on:%m%y}{serial:04d}"

    def address(self, village: str) -> Address:
        """Where the person lives."""
        return Address(
            self.street, self.rt, "002", village, "Ciomas", "Bogor", "Jawa Barat", "16610"
        )


def _p(name: str, sex: str, born: str, street: str, rt: str, **more: object) -> Villager:
    return Villager(name, sex, date.fromisoformat(born), street, rt, **more)  # type: ignore[arg-type]


LESTARI = (
    _p("Ratna Wulandari", "P", "1974-03-12", "Jl. Kenanga 4", "001", roles=("ketua",),
       office=("pengurus", "Ketua")),
    _p("Hasan Basri", "L", "1969-07-01", "Jl. Melati 11", "002", roles=("bendahara",),
       office=("pengurus", "Bendahara")),
    _p("Yuli Astuti", "P", "1985-11-23", "Jl. Cempaka 2", "001", roles=("sekretaris",),
       office=("pengurus", "Sekretaris")),
    _p("Umar Hadi", "L", "1962-01-30", "Jl. Kenanga 19", "003", roles=("pengawas",),
       office=("pengawas", "Ketua pengawas")),
    _p("Deni Setiawan", "L", "1996-05-14", "Gang Pinus 3", "004", roles=("teller",)),
    _p("Wulan Sari", "P", "1998-09-08", "Gang Pinus 9", "004", roles=("kasir",)),
    _p("Joko Prasetyo", "L", "1990-02-17", "Jl. Lumbung 1", "002", roles=("gudang",)),
    _p("Sari Rahayu", "P", "1988-12-05", "Jl. Melati 6", "002", roles=("redaktur",)),
    _p("Bayu Nugroho", "L", "1979-08-19", "Jl. Cempaka 15", "001", roles=("pemred",)),
    _p("Tuti Handayani", "P", "1993-04-27", "Jl. Lumbung 8", "003", roles=("media",)),
    _p("Siti Aminah", "P", "1981-06-10", "Jl. Kenanga 7", "001"),
    _p("Wati Suryani", "P", "1977-10-02", "Lereng Atas 5", "005", group="Kelompok Aren Lereng"),
    _p("Imas Kartika", "P", "1986-03-25", "Lereng Atas 12", "005", group="Kelompok Aren Lereng"),
    _p("Budi Santoso", "L", "1972-12-31", "Jl. Sawah 3", "006", group="Kelompok Tani Sukamaju"),
    _p("Darsa", "L", "1959-04-09", "Lereng Atas 20", "005", shu_to_savings=False),
    _p("Melati Anggraini", "P", "1991-01-16", "Jl. Cempaka 21", "001",
       group="Kelompok Anyam Melati"),
    _p("Eko Purnomo", "L", "1983-09-29", "Jl. Sawah 14", "006", group="Kelompok Tani Sukamaju"),
    _p("Fitri Lestari", "P", "1995-07-07", "Gang Pinus 21", "004", shu_to_savings=False),
)  # fmt: skip

MEKAR = (
    _p("Gede Wirawan", "L", "1970-02-11", "Jl. Subak 2", "001", roles=("ketua", "bendahara"),
       office=("pengurus", "Ketua")),
    _p("Nyoman Sukerti", "P", "1984-05-06", "Jl. Subak 8", "001",
       roles=("teller", "kasir", "sekretaris"),
       office=("pengurus", "Bendahara")),
    _p("Ketut Ariana", "L", "1990-10-30", "Jl. Subak 15", "002",
       roles=("gudang", "redaktur", "media"), office=("pengurus", "Sekretaris")),
    _p("Luh Parwati", "P", "1966-12-12", "Jl. Subak 1", "002", roles=("pengawas", "pemred"),
       office=("pengawas", "Ketua pengawas")),
    _p("Made Sudarma", "L", "1978-08-03", "Jl. Kelapa 4", "003", group="Kelompok Garam Pesisir"),
    _p("Ayu Pradnyani", "P", "1992-03-18", "Jl. Kelapa 9", "003"),
    _p("Wayan Suta", "L", "1963-06-21", "Jl. Kelapa 12", "003"),
    _p("Kadek Sri Dewi", "P", "1987-11-02", "Jl. Subak 22", "002"),
    _p("Komang Yasa", "L", "1999-01-25", "Jl. Kelapa 17", "003"),
)  # fmt: skip
