"""Why newsroom says no."""

from sokoguru.kernel.refusals import Refused


class MoveNotAllowed(Refused):
    """A piece does not go from this state to that one."""

    code = "newsroom.move_not_allowed"
    status = 409


class ReasonMissing(Refused):
    """A piece is returned, rejected or withdrawn with a reason only."""

    code = "newsroom.reason_missing"


class OwnPiece(Refused):
    """Author and approver are different people."""

    code = "newsroom.own_piece"
    status = 403


class NotThePersonAtTheDesk(Refused):
    """Only a known person approves."""

    code = "newsroom.approver_unknown"
    status = 403


class ChangedSinceApproval(Refused):
    """The text is no longer the one that was approved."""

    code = "newsroom.changed_since_approval"
    status = 409


class RubricNotMet(Refused):
    """The piece does not keep the rules of its rubric (``problems``)."""

    code = "newsroom.rubric_not_met"


class BylineIncomplete(Refused):
    """A published piece names its author and its editor."""

    code = "newsroom.byline_incomplete"
