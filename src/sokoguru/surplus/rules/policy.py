"""What the AD/ART says of the surplus: percentages, the base of jasa modal, how tax is paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sokoguru.kernel.percentage import is_percentage
from sokoguru.kernel.rounding import Rounding, divide
from sokoguru.surplus import errors
from sokoguru.surplus.rules.shu import Allocation, check_allocations


class CapitalBase(StrEnum):
    """On which simpanan (pokok and wajib) jasa modal is reckoned."""

    YEAR_END = "akhir_tahun"
    AVERAGE = "rata_rata"
    """The mean of the twelve month's ends: fairer to who paid early."""


class TaxScheme(StrEnum):
    """How the cooperative pays income tax."""

    GENERAL = "umum"
    """UU PPh art. 17 and 31E."""
    FINAL = "final"
    """PP 55/2022: half a per cent of the gross, for four tax years."""


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """One set of the AD/ART, as it is entered: the heads add up to exactly 100.

    ``village_percentage`` (hak desa, Inpres 17/2025) is taken from the whole surplus before the
    heads are.
    """

    allocations: tuple[Allocation, ...]
    capital_base: CapitalBase = CapitalBase.YEAR_END
    tax_scheme: TaxScheme = TaxScheme.GENERAL
    final_since_year: int | None = None
    village_percentage: Decimal = Decimal(0)


def check_policy(terms: PolicyTerms) -> None:
    """Refuse heads that are not exactly 100 together, or a village's part that is no percentage."""
    check_allocations(terms.allocations)
    if not is_percentage(terms.village_percentage):
        raise errors.PercentagesOff(percentage=str(terms.village_percentage))


def average_capital(months: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Each member's mean over the month's ends, floored to the rupiah."""
    members = {member for month in months for member in month}
    return {
        member: divide(sum(month.get(member, 0) for month in months), len(months), Rounding.FLOOR)
        for member in sorted(members)
    }
