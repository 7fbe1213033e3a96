"""Why supply says no."""

from sokoguru.kernel.refusals import Refused


class TareTooHeavy(Refused):
    """The container weighs as much as the whole, or more."""

    code = "supply.tare_too_heavy"


class DeductionOutOfRange(Refused):
    """A deduction is from 0 to less than 100 per cent."""

    code = "supply.deduction_out_of_range"


class GradeUnknown(Refused):
    """There is no price for this grade on this day. Facts: ``grade``, ``on``."""

    code = "supply.grade_unknown"


class MoreThanSold(Refused):
    """More would be settled than was sold and is still owed. Facts: ``amount``, ``owed``."""

    code = "supply.more_than_sold"
    status = 409


class NothingOwed(Refused):
    """The maker has nothing to receive. Facts: ``member_id``."""

    code = "supply.nothing_owed"
    status = 409


class NotAMember(Refused):
    """Goods are taken in from full members. Facts: ``member_id``, ``state``."""

    code = "supply.not_a_member"


class NoSavings(Refused):
    """The maker has no simpanan sukarela into which to pay. Facts: ``member_id``."""

    code = "supply.no_savings"


class NotTheMakers(Refused):
    """The lot did not come from a maker of the register. Facts: ``lot``."""

    code = "supply.not_the_makers"


class AlreadyPaid(Refused):
    """The goods are paid already: they are the cooperative's. Facts: ``value``, ``owed``."""

    code = "supply.already_paid"
    status = 409


class PriceTooSmall(Refused):
    """So little, at this price, is worth less than a rupiah."""

    code = "supply.price_too_small"


class UjrahMissing(Refused):
    """Consigned goods need the ujrah agreed with the maker."""

    code = "supply.ujrah_missing"


class AkadNotRead(Refused):
    """The maker has to have heard and agreed to the akad before goods are consigned."""

    code = "supply.akad_not_read"


class ReferenceReused(Refused):
    """The same request came with other words: one of the two is wrong."""

    code = "supply.reference_reused"
    status = 409
