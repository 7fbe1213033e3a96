"""Why outreach says no."""

from sokoguru.kernel.refusals import Refused


class NotALink(Refused):
    """There is no such link: another length or other letters than ours."""

    code = "outreach.not_a_link"
    status = 404


class NothingToSay(Refused):
    """A post needs an article or a good, and words on at least one channel."""

    code = "outreach.nothing_to_say"


class TargetUnfit(Refused):
    """A link of ours leads to a page of this site only. Facts: ``path``."""

    code = "outreach.target_unfit"


class NotADraft(Refused):
    """Only a draft can be edited or sent. Facts: ``state``."""

    code = "outreach.not_a_draft"
    status = 409


class ChangedMeanwhile(Refused):
    """The post was changed after it was looked at: what is approved is what was seen."""

    code = "outreach.changed_meanwhile"
    status = 409


class TooLate(Refused):
    """A post is planned for a moment to come, within a year."""

    code = "outreach.too_late"


class VariantTooLong(Refused):
    """What is written does not fit one channel. Facts: ``channel``, ``found``, ``bound``."""

    code = "outreach.variant_too_long"
