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
