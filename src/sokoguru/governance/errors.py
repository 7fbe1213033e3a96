"""Why governance says no."""

from sokoguru.kernel.refusals import Refused


class NoQuorum(Refused):
    """Too few are present for the meeting to decide."""

    code = "governance.no_quorum"


class SecondCallTooEarly(Refused):
    """The second call comes before the days that the AD asks for have passed."""

    code = "governance.second_call_too_early"


class InvitedTooLate(Refused):
    """The invitation went out fewer days before the meeting than the AD asks for."""

    code = "governance.invited_too_late"


class ReportTooLate(Refused):
    """The annual report was not ready in time before the meeting (UU 25/1992 art. 35)."""

    code = "governance.report_too_late"


class MeetingTooLate(Refused):
    """The RAT is held later than the law or the AD allows (UU 25/1992 art. 26)."""

    code = "governance.meeting_too_late"


class MeetingTooEarly(Refused):
    """The RAT cannot account for a year that has not ended."""

    code = "governance.meeting_too_early"


class RecordDateWrong(Refused):
    """The record date lies after the meeting, or before the book year's end."""

    code = "governance.record_date_wrong"


class NotEntitled(Refused):
    """Only who was a full member at the record date votes."""

    code = "governance.not_entitled"


class VotedTwice(Refused):
    """One member, one vote."""

    code = "governance.voted_twice"


class ProposalChanged(Refused):
    """What is to be carried out is not what was voted on."""

    code = "governance.proposal_changed"


class NotCarried(Refused):
    """The meeting did not carry this resolution."""

    code = "governance.not_carried"
