"""Cutting a whole into parts that add up to it again, in integers only."""

from collections.abc import Sequence


def floor_shares(total: int, weights: Sequence[int]) -> tuple[list[int], int]:
    """Each part rounded down, and what is left over (in SHU practice it goes to cadangan).

    Nothing is shared where all weights are zero: the whole is left over.
    """
    _check(weights)
    whole = sum(weights)
    parts = [total * weight // whole if whole else 0 for weight in weights]
    return parts, total - sum(parts)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Parts as near as whole numbers can be to their weights, adding up exactly.

    Each part is rounded to the nearest (halves to even); what is then missing or too much is put
    right by one, first where the fraction asks for it most, among equals from the first on.
    A negative total is the mirror of the positive one. A part without weight stays zero.
    """
    _check(weights)
    whole = sum(weights)
    if whole == 0:
        raise ValueError("Nothing to weigh the parts by: all weights are zero.")
    sign, size = (-1, -total) if total < 0 else (1, total)
    fractions = [size * weight % whole for weight in weights]
    parts = [size * weight // whole for weight in weights]
    parts = [
        part + _nearest(part, rest, whole) for part, rest in zip(parts, fractions, strict=True)
    ]
    off_by = size - sum(parts)
    step = 1 if off_by > 0 else -1
    exact = [size * weight for weight in weights]
    by_need = sorted(
        range(len(parts)), key=lambda place: (-step * (exact[place] - parts[place] * whole), place)
    )
    for place in by_need[: abs(off_by)]:
        parts[place] += step
    return [sign * part for part in parts]


def _nearest(part: int, rest: int, whole: int) -> int:
    return int(2 * rest > whole or (2 * rest == whole and part % 2 == 1))


def _check(weights: Sequence[int]) -> None:
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight below zero cannot have a part.")
