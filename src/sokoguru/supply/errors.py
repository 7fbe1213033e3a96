"""Why supply says no."""

from sokoguru.kernel.refusals import Refused


class TareTooHeavy(Refused):
    """The container weighs as much as the whole, or more."""

    code = "supply.tare_too_heavy"


class DeductionOutOfRange(Refused):
    """A deduction is from 0 to less than 100 per cent."""

    code = "supply.deduction_out_of_range"


class GradeUnknown(Refused):
    """There is no price for this grade on this day."""

    code = "supply.grade_unknown"


class MoreThanSold(Refused):
    """More would be settled than was sold and is still owed."""

    code = "supply.more_than_sold"
