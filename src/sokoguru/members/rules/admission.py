"""From candidate to member and out again: UU 25/1992 art. 17-20, PP 9/1995, UU 6/2023."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sokoguru.kernel.period import add_months
from sokoguru.members import errors

FOUNDERS_PRIMARY_MIN = 9
"""People who may found a primary cooperative (UU 25/1992 art. 6 as changed by UU 6/2023)."""
FOUNDERS_SECONDARY_MIN = 3
"""Cooperatives that may found a secondary one (the same article)."""
CANDIDACY_MONTHS_MAX = 3
"""A candidate becomes a full member within three months of paying pokok (PP 9/1995 art. 18)."""


class MemberState(StrEnum):
    """Where a person stands with the cooperative."""

    CALON = "calon"
    ANGGOTA = "anggota"
    ANGGOTA_LUAR_BIASA = "anggota_luar_biasa"
    NONAKTIF = "nonaktif"
    MENGUNDURKAN_DIRI = "mengundurkan_diri"
    DIBERHENTIKAN = "diberhentikan"
    MENINGGAL = "meninggal"
    SELESAI = "selesai"
    DITOLAK = "ditolak"


MOVES: dict[MemberState, frozenset[MemberState]] = {
    MemberState.CALON: frozenset(
        {MemberState.ANGGOTA, MemberState.ANGGOTA_LUAR_BIASA, MemberState.DITOLAK}
    ),
    MemberState.ANGGOTA: frozenset(
        {
            MemberState.NONAKTIF,
            MemberState.MENGUNDURKAN_DIRI,
            MemberState.DIBERHENTIKAN,
            MemberState.MENINGGAL,
        }
    ),
    MemberState.ANGGOTA_LUAR_BIASA: frozenset(
        {
            MemberState.ANGGOTA,
            MemberState.MENGUNDURKAN_DIRI,
            MemberState.DIBERHENTIKAN,
            MemberState.MENINGGAL,
        }
    ),
    MemberState.NONAKTIF: frozenset(
        {
            MemberState.ANGGOTA,
            MemberState.MENGUNDURKAN_DIRI,
            MemberState.DIBERHENTIKAN,
            MemberState.MENINGGAL,
        }
    ),
    MemberState.MENGUNDURKAN_DIRI: frozenset({MemberState.SELESAI}),
    MemberState.DIBERHENTIKAN: frozenset({MemberState.SELESAI}),
    MemberState.MENINGGAL: frozenset({MemberState.SELESAI}),
    MemberState.SELESAI: frozenset(),
    MemberState.DITOLAK: frozenset({MemberState.CALON}),
}
"""Every move of a membership; ``selesai`` is settled, and whoever left comes back as a new one."""

STAYING = frozenset({MemberState.ANGGOTA, MemberState.ANGGOTA_LUAR_BIASA, MemberState.NONAKTIF})
LEAVING = frozenset(
    {MemberState.MENGUNDURKAN_DIRI, MemberState.DIBERHENTIKAN, MemberState.MENINGGAL}
)


@dataclass(frozen=True, slots=True)
class AdmissionTerms:
    """What the AD/ART of this cooperative asks of a candidate (a setting, dated)."""

    pokok: int
    wajib_first: int
    age_min: int = 17


@dataclass(frozen=True, slots=True)
class Dues:
    """What a candidate's payment consists of, in rupiah. Held as titipan until the decision."""

    pokok: int
    wajib: int
    excess: int = 0

    @property
    def total(self) -> int:
        return self.pokok + self.wajib + self.excess


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who asks to be admitted, as known on the day of the decision."""

    state: MemberState
    person_id: int
    born_on: date
    is_married: bool
    paid: int
    has_signed_register: bool


def check_founders(count: int, *, is_secondary: bool = False) -> None:
    """Refuse a founding by too few."""
    least = FOUNDERS_SECONDARY_MIN if is_secondary else FOUNDERS_PRIMARY_MIN
    if count < least:
        raise errors.TooFewFounders(count=count, least=least)


def check_admission(
    candidate: Candidate, terms: AdmissionTerms, *, on: date, decided_by_person_id: int
) -> Dues:
    """Whether this person may be admitted today, and what the payment becomes: pokok and wajib."""
    if candidate.state is not MemberState.CALON:
        raise errors.NotACandidate(state=candidate.state.value)
    if candidate.person_id and candidate.person_id == decided_by_person_id:
        raise errors.AdmittedByOneself()
    age = age_on(candidate.born_on, on)
    if age < terms.age_min and not candidate.is_married:
        raise errors.TooYoung(age=age, age_min=terms.age_min)
    dues = split_dues(candidate.paid, terms)
    if (dues.pokok, dues.wajib) != (terms.pokok, terms.wajib_first):
        raise errors.DuesUnpaid(paid=candidate.paid, due=terms.pokok + terms.wajib_first)
    if not candidate.has_signed_register:
        raise errors.RegisterUnsigned()
    return dues


def check_dues(state: MemberState, amount: int, terms: AdmissionTerms, *, held: int = 0) -> None:
    """Refuse a payment that is not exactly pokok and the first wajib, less what is held."""
    if state is not MemberState.CALON:
        raise errors.NotACandidate(state=state.value)
    due = max(terms.pokok + terms.wajib_first - held, 0)
    if amount != due or due == 0:
        raise errors.DuesUnpaid(paid=amount, due=due)


def split_dues(paid: int, terms: AdmissionTerms) -> Dues:
    """Pokok first, then the first wajib; what is over stays titipan and is given back or used."""
    pokok = min(paid, terms.pokok)
    wajib = min(paid - pokok, terms.wajib_first)
    return Dues(pokok=pokok, wajib=wajib, excess=paid - pokok - wajib)


def refund(state: MemberState, paid: int) -> int:
    """What a refused candidate gets back: everything that was held."""
    if state is not MemberState.CALON:
        raise errors.NotACandidate(state=state.value)
    return paid


def candidacy_ends_on(pokok_paid_on: date) -> date:
    """The last day on which a candidate who has paid may remain a candidate."""
    return add_months(pokok_paid_on, CANDIDACY_MONTHS_MAX)


def check_move(here: MemberState, there: MemberState) -> None:
    """Refuse a change of state that the table does not know."""
    if there not in MOVES[here]:
        raise errors.MoveNotAllowed(here=here.value, there=there.value)


def is_full_member(state: MemberState) -> bool:
    """Whether the person has all rights of a member: votes, elects, uses the savings unit."""
    return state is MemberState.ANGGOTA


def age_on(born_on: date, on: date) -> int:
    """Full years of age; someone born on 29 February has the birthday on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
