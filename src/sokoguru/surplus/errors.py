"""Why surplus says no."""

from sokoguru.kernel.refusals import Refused


class PercentagesOff(Refused):
    """The percentages of the AD/ART do not add up to exactly 100, or one is none."""

    code = "surplus.percentages_off"


class HeadTwice(Refused):
    """A head stands twice in the list."""

    code = "surplus.head_twice"


class CadanganMissing(Refused):
    """The list has no cadangan, which takes every remainder."""

    code = "surplus.cadangan_missing"


class NothingToDistribute(Refused):
    """There is no surplus: a loss is covered, not distributed."""

    code = "surplus.nothing_to_distribute"


class BaseImpossible(Refused):
    """Members cannot have done more business than the whole cooperative did."""

    code = "surplus.base_impossible"


class MemberTwice(Refused):
    """A member stands twice among those who share."""

    code = "surplus.member_twice"


class PolicyMissing(Refused):
    """No percentages of the AD/ART hold on this day. Facts: ``on``."""

    code = "surplus.policy_missing"


class YearNotOver(Refused):
    """A book year is closed after its last day. Facts: ``year``, ``ends_on``."""

    code = "surplus.year_not_over"


class YearNotClosed(Refused):
    """There is no surplus to propose before the book year is closed. Facts: ``year``."""

    code = "surplus.year_not_closed"


class FinalTaxSpent(Refused):
    """The final rate may no longer be paid (PP 55/2022 art. 59). Facts: ``gross``, ``years``."""

    code = "surplus.final_tax_spent"


class NotMandated(Refused):
    """No meeting has decided this: without its resolution nothing is paid. Facts: ``proposal``."""

    code = "surplus.not_mandated"
    status = 403


class ProposalChanged(Refused):
    """The stored proposal is not the one that was decided. Facts: ``voted``, ``stored``."""

    code = "surplus.proposal_changed"
    status = 409


class AlreadyDistributed(Refused):
    """The surplus of this year goes by another proposal already. Facts: ``year``, ``number``."""

    code = "surplus.already_distributed"
    status = 409
