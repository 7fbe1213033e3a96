"""Units: what a good is counted in, and how many of it a carton holds."""

from dataclasses import dataclass
from enum import StrEnum

from sokoguru.kernel.quantity import ONE
from sokoguru.stock.errors import NotWhole


class BaseUnit(StrEnum):
    """What stock is counted in; always thousandths of one of these."""

    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"
    PIECE = "pcs"

    @property
    def is_divisible(self) -> bool:
        return self is not BaseUnit.PIECE


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of sale: a carton of 24 has ``factor`` 24000 (thousandths of the base unit)."""

    code: str
    base: BaseUnit
    factor: int = ONE

    def __post_init__(self) -> None:
        if self.factor <= 0:
            raise ValueError("A unit holds something.")


def to_base(quantity: int, unit: Unit) -> int:
    """So many of a unit in thousandths of the base unit; refuses what does not divide."""
    product, rest = divmod(quantity * unit.factor, ONE)
    if rest:
        raise NotWhole(quantity=quantity, unit=unit.code)
    check_divisible(product, unit.base)
    return product


def check_divisible(quantity: int, base: BaseUnit) -> None:
    """Refuse half a piece."""
    if not base.is_divisible and quantity % ONE:
        raise NotWhole(quantity=quantity, unit=base.value)
