"""A proposal as the meeting decides on it: all its figures, and the fingerprint of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sokoguru.kernel.percentage import is_percentage
from sokoguru.surplus.rules.policy import PolicyTerms, check_policy
from sokoguru.surplus.rules.shu import (
    Allocation,
    Distribution,
    Head,
    MemberBase,
    check_surplus,
    distribute,
    village_part,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A surplus after tax, shared: the village's part of the whole, then the heads of the rest."""

    surplus: int
    village: int
    distribution: Distribution


def draw_up(
    *,
    surplus: int,
    member_turnover: int,
    turnover: int,
    terms: PolicyTerms,
    bases: Sequence[MemberBase],
) -> Drawn:
    """Share a surplus by the AD/ART; adds up to the rupiah. Refuses a loss year."""
    check_policy(terms)
    check_surplus(surplus)
    village, rest = village_part(surplus, terms.village_percentage)
    distribution = distribute(
        surplus=rest,
        member_turnover=max(member_turnover, 0),
        turnover=turnover,
        allocations=terms.allocations,
        bases=bases,
    )
    return Drawn(surplus=surplus, village=village, distribution=distribution)


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """Everything of a proposal that a change must show in."""

    year: int
    surplus: int
    tax: int
    village: int
    village_percentage: Decimal
    allocations: tuple[Allocation, ...]
    amounts: tuple[tuple[Head, int], ...]
    shares: tuple[tuple[int, int, int], ...]
    """Of each member: id, jasa modal, jasa usaha."""


def fingerprint(said: Fingerprinted) -> str:
    """SHA-256 of percentages, amounts and every member's share.

    The order of heads and members, and the way a percentage is written (40 or 40.0), make no
    difference.
    """
    percentages = [said.village_percentage, *(each.percentage for each in said.allocations)]
    if not all(is_percentage(percentage) for percentage in percentages):
        raise ValueError("Only a checked proposal is voted on.")
    lines = [
        "sokoguru/shu/v1",
        f"year={said.year}",
        f"surplus={said.surplus}",
        f"tax={said.tax}",
        f"village={said.village}@{_plain(said.village_percentage)}",
    ]
    lines += sorted(f"{each.head}@{_plain(each.percentage)}" for each in said.allocations)
    lines += sorted(f"{head}={amount}" for head, amount in said.amounts)
    lines += [f"{member}={modal}+{usaha}" for member, modal, usaha in sorted(said.shares)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(percentage: Decimal) -> str:
    numerator, denominator = percentage.as_integer_ratio()
    return f"{numerator}/{denominator}"
