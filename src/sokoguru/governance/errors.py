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


class ReportMissing(Refused):
    """There is no annual report of this year to be accounted for. Facts: ``year``."""

    code = "governance.report_missing"


class ReportUnsigned(Refused):
    """All pengurus sign the report, or it says why one does not (art. 36). Facts: ``missing``."""

    code = "governance.report_unsigned"


class ProposalMissing(Refused):
    """There is no proposal for the SHU of this year yet. Facts: ``year``."""

    code = "governance.proposal_missing"


class AlreadyConvened(Refused):
    """The meeting about this year has been convened. Facts: ``year``, ``held_on``."""

    code = "governance.already_convened"
    status = 409


class NotThatFar(Refused):
    """The meeting is not where this act belongs. Facts: ``state``."""

    code = "governance.not_that_far"
    status = 409


class NotToday(Refused):
    """Presence is noted on the day of the meeting only. Facts: ``held_on``."""

    code = "governance.not_today"


class QuorumReached(Refused):
    """Enough are present: there is no reason for a second call. Facts: ``present``, ``needed``."""

    code = "governance.quorum_reached"
    status = 409


class CardUnknown(Refused):
    """No voter of this meeting has this card."""

    code = "governance.card_unknown"
    status = 404


class NotPresent(Refused):
    """Who votes is present. Facts: none."""

    code = "governance.not_present"
    status = 403


class BallotNotOpen(Refused):
    """This question takes no votes now. Facts: ``state``."""

    code = "governance.ballot_not_open"
    status = 409


class BallotRunning(Refused):
    """One question at a time: another is still open. Facts: ``text``."""

    code = "governance.ballot_running"
    status = 409


class BallotNotClosed(Refused):
    """Nothing is carried out before the ballot is closed. Facts: ``state``."""

    code = "governance.ballot_not_closed"
    status = 409


class MinutesMissing(Refused):
    """The minutes (berita acara) come before the money: end the meeting. Facts: ``state``."""

    code = "governance.minutes_missing"
    status = 409


class NotAboutShu(Refused):
    """This question decides nothing about the SHU."""

    code = "governance.not_about_shu"
