"""What happens to simpanan and to the counter's cash, in the past tense."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProductOpened:
    """The board opened a product of simpanan, or gave it new terms from a day on."""

    product_id: int
    kind: str
    since: date
    opinion: str


@dataclass(frozen=True, slots=True)
class SavingOpened:
    """A member has a simpanan of this kind from now on."""

    saving_id: int
    member_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class DepositTaken:
    """A teller took cash into a member's simpanan."""

    saving_id: int
    member_id: int
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class WithdrawalPaid:
    """A teller paid cash out of a member's simpanan."""

    saving_id: int
    member_id: int
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class SavingCredited:
    """Money that was owed to a member went into the simpanan without cash: SHU, a settlement."""

    saving_id: int
    member_id: int
    amount: int
    why: str


@dataclass(frozen=True, slots=True)
class CashHanded:
    """A teller got cash from the till of the unit."""

    login_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class CashTakenBack:
    """A teller gave cash back to the till of the unit."""

    login_id: int
    amount: int
