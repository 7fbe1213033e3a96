"""SHU: what of the year's surplus goes to which head, and what each member receives.

UU 25/1992 art. 45: after cadangan, members share in proportion to their business and capital with
the cooperative. In practice every share is floored and the remainder goes to cadangan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sokoguru.kernel.percentage import is_percentage
from sokoguru.kernel.rounding import Rounding, divide, percent
from sokoguru.kernel.shares import floor_shares
from sokoguru.surplus import errors

ROUNDING = Rounding.FLOOR
HUNDRED = Decimal(100)


class Head(StrEnum):
    """What surplus is set aside for (the heads of an AD/ART)."""

    CADANGAN = "cadangan"
    JASA_MODAL = "jasa_modal"
    JASA_USAHA = "jasa_usaha"
    DANA_PENGURUS = "dana_pengurus"
    DANA_KARYAWAN = "dana_karyawan"
    DANA_PENDIDIKAN = "dana_pendidikan"
    DANA_SOSIAL = "dana_sosial"
    DANA_DAERAH_KERJA = "dana_daerah_kerja"


HEAD_NAMES: Mapping[Head, str] = {
    Head.CADANGAN: "Cadangan",
    Head.JASA_MODAL: "Jasa modal anggota",
    Head.JASA_USAHA: "Jasa usaha anggota",
    Head.DANA_PENGURUS: "Dana pengurus",
    Head.DANA_KARYAWAN: "Dana karyawan",
    Head.DANA_PENDIDIKAN: "Dana pendidikan",
    Head.DANA_SOSIAL: "Dana sosial",
    Head.DANA_DAERAH_KERJA: "Dana pembangunan daerah kerja",
}
"""The heads as an AD/ART names them."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One line of the AD/ART: so many per cent for this head."""

    head: Head
    percentage: Decimal


@dataclass(frozen=True, slots=True)
class MemberBase:
    """What a member's share is reckoned by, in rupiah."""

    member_id: int
    capital: int
    """Simpanan on the base that the AD/ART names (pokok and wajib, at year's end or on average)."""
    business: int
    """Participation of the year: price paid less returns."""


@dataclass(frozen=True, slots=True)
class MemberShare:
    """What a member receives."""

    member_id: int
    jasa_modal: int
    jasa_usaha: int

    @property
    def total(self) -> int:
        return self.jasa_modal + self.jasa_usaha


@dataclass(frozen=True, slots=True)
class Distribution:
    """A whole proposal: it adds up to ``surplus`` exactly.

    The heads jasa modal and jasa usaha are what members receive together; cadangan holds every
    remainder and the part that was earned from non-members.
    """

    surplus: int
    from_non_members: int
    heads: tuple[tuple[Head, int], ...]
    shares: tuple[MemberShare, ...]

    def of(self, head: Head) -> int:
        """What this head receives."""
        return dict(self.heads).get(head, 0)

    @property
    def to_members(self) -> int:
        return sum(share.total for share in self.shares)


def check_percentages(percentages: Sequence[Decimal]) -> None:
    """Refuse percentages that are not exactly 100 together (the textbook set of 105 included)."""
    odd = next((p for p in percentages if not is_percentage(p)), None)
    if odd is not None:
        raise errors.PercentagesOff(percentage=str(odd))
    total = sum(percentages, Decimal(0))
    if total != HUNDRED:
        raise errors.PercentagesOff(total=str(total))


def check_allocations(allocations: Sequence[Allocation]) -> None:
    """Refuse a list that cannot be carried out: not 100, a head twice, no cadangan."""
    heads = [allocation.head for allocation in allocations]
    twice = next((head for head in heads if heads.count(head) > 1), None)
    if twice is not None:
        raise errors.HeadTwice(head=twice.value)
    if Head.CADANGAN not in heads:
        raise errors.CadanganMissing()
    check_percentages([allocation.percentage for allocation in allocations])


def allocate(surplus: int, allocations: Sequence[Allocation]) -> dict[Head, int]:
    """Each head floored to the rupiah, the remainder to cadangan."""
    check_allocations(allocations)
    check_surplus(surplus)
    heads = {a.head: percent(surplus, a.percentage, ROUNDING) for a in allocations}
    heads[Head.CADANGAN] += surplus - sum(heads.values())
    return heads


def member_part(surplus: int, *, member_turnover: int, turnover: int) -> tuple[int, int]:
    """What was earned with members and may be shared, and what was not and goes to cadangan."""
    if not 0 <= member_turnover <= turnover or turnover == 0:
        raise errors.BaseImpossible(member_turnover=member_turnover, turnover=turnover)
    shared = divide(surplus * member_turnover, turnover, ROUNDING)
    return shared, surplus - shared


def village_part(surplus: int, percentage: Decimal) -> tuple[int, int]:
    """The village's part (KDKMP, Inpres 17/2025: a dated setting), and what is left."""
    part = percent(surplus, percentage, ROUNDING)
    return part, surplus - part


def share(
    *, jasa_modal: int, jasa_usaha: int, bases: Sequence[MemberBase]
) -> tuple[tuple[MemberShare, ...], int]:
    """Each member's two shares, floored, and what of the two pools is left for cadangan."""
    seen: set[int] = set()
    for base in bases:
        if base.member_id in seen:
            raise errors.MemberTwice(member_id=base.member_id)
        seen.add(base.member_id)
    # Who returned more than was bought this year has no share, and takes none from others.
    by_capital, capital_left = floor_shares(jasa_modal, [max(b.capital, 0) for b in bases])
    by_business, business_left = floor_shares(jasa_usaha, [max(b.business, 0) for b in bases])
    shares = tuple(
        MemberShare(member_id=base.member_id, jasa_modal=modal, jasa_usaha=usaha)
        for base, modal, usaha in zip(bases, by_capital, by_business, strict=True)
    )
    return shares, capital_left + business_left


def distribute(
    *,
    surplus: int,
    member_turnover: int,
    turnover: int,
    allocations: Sequence[Allocation],
    bases: Sequence[MemberBase],
) -> Distribution:
    """The whole proposal for a surplus after tax; refuses a loss year."""
    check_surplus(surplus)
    shared, from_non_members = member_part(
        surplus, member_turnover=member_turnover, turnover=turnover
    )
    if shared > 0:
        heads = allocate(shared, allocations)
    else:
        check_allocations(allocations)
        heads = {allocation.head: 0 for allocation in allocations}
    shares, left = share(
        jasa_modal=heads.get(Head.JASA_MODAL, 0),
        jasa_usaha=heads.get(Head.JASA_USAHA, 0),
        bases=bases,
    )
    if Head.JASA_MODAL in heads:
        heads[Head.JASA_MODAL] = sum(one.jasa_modal for one in shares)
    if Head.JASA_USAHA in heads:
        heads[Head.JASA_USAHA] = sum(one.jasa_usaha for one in shares)
    heads[Head.CADANGAN] += left + from_non_members
    if sum(heads.values()) != surplus:
        raise AssertionError("A distribution adds up to the surplus.")
    return Distribution(
        surplus=surplus,
        from_non_members=from_non_members,
        heads=tuple(heads.items()),
        shares=shares,
    )


def check_surplus(surplus: int) -> None:
    """Refuse to distribute where there is nothing, or a loss."""
    if surplus <= 0:
        raise errors.NothingToDistribute(surplus=surplus)


def cover_loss(loss: int, *, cadangan: int) -> tuple[int, int]:
    """A loss takes from cadangan first; what cadangan cannot bear is carried to the next year."""
    from_cadangan = min(loss, max(cadangan, 0))
    return from_cadangan, loss - from_cadangan
