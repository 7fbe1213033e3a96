"""Why savings says no."""

from sokoguru.kernel.refusals import Refused


class BelowMinimum(Refused):
    """The amount is below the least that this simpanan takes or gives."""

    code = "savings.below_minimum"


class AboveMaximum(Refused):
    """The amount is above the most that one act may move."""

    code = "savings.above_maximum"


class Overdrawn(Refused):
    """More than is available (balance less what is held, less the balance that must stay)."""

    code = "savings.overdrawn"


class StaysWhileMember(Refused):
    """Pokok and wajib are capital, they leave only with the member (UU 25/1992 art. 41)."""

    code = "savings.stays_while_member"


class NotFullMember(Refused):
    """Sukarela is for full members only (Permenkop 8/2023; UU 4/2023 art. 44B)."""

    code = "savings.not_full_member"


class NotMember(Refused):
    """Pokok and wajib are paid by members; what a candidate pays is held as titipan."""

    code = "savings.not_member"


class PokokNotAsDue(Refused):
    """Simpanan pokok is the same for all and paid once."""

    code = "savings.pokok_not_as_due"


class OpinionMissing(Refused):
    """No sharia product opens without a recorded opinion of the DPS."""

    code = "savings.opinion_missing"


class ProductMissing(Refused):
    """No product of this kind is open yet: the board opens it. Facts: ``kind``."""

    code = "savings.product_missing"
    status = 409


class ProductOpen(Refused):
    """Other terms start on the same day already. Facts: ``kind``, ``since``."""

    code = "savings.product_open"
    status = 409


class CashShort(Refused):
    """There is not that much cash in this drawer or till. Facts: ``amount``, ``available``."""

    code = "savings.cash_short"
    status = 409


class NotOurSlip(Refused):
    """Only a deposit or a withdrawal of the counter is taken back here. Facts: ``reference``."""

    code = "savings.not_our_slip"


class MemberNeeded(Refused):
    """Savings pay for a member only: the sale names none."""

    code = "savings.member_needed"
