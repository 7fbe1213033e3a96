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


class PictureTooLarge(Refused):
    """More than we take. Facts: ``unit`` (pixels or bytes), ``found``, ``bound``."""

    code = "newsroom.picture_too_large"


class PictureNotTaken(Refused):
    """The first bytes are neither those of a JPEG, a PNG nor a WEBP."""

    code = "newsroom.picture_not_taken"


class PictureUnreadable(Refused):
    """It begins like a picture, and cannot be read to its end."""

    code = "newsroom.picture_unreadable"


class MailTooLarge(Refused):
    """A message beyond the size that we take. Facts: ``found``, ``bound`` in bytes."""

    code = "newsroom.mail_too_large"


class MailEmpty(Refused):
    """A file without a byte is no message."""

    code = "newsroom.mail_empty"


class TakenByAnother(Refused):
    """Another editor has taken this piece. Facts: ``editor``."""

    code = "newsroom.taken_by_another"
    status = 409


class ResponsibleMissing(Refused):
    """Berita is published only when the penanggung jawab is named (UU 40/1999 art. 12)."""

    code = "newsroom.responsible_missing"


class AlreadyAnswered(Refused):
    """A reader's question is answered once. Facts: ``by``."""

    code = "newsroom.already_answered"
    status = 409


class SubmissionReused(Refused):
    """The same form key came with another text."""

    code = "newsroom.submission_reused"
    status = 409


class NothingToApprove(Refused):
    """Only the newest text of a piece is approved. Facts: ``newest``."""

    code = "newsroom.nothing_to_approve"
    status = 409
