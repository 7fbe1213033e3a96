"""Row locks of governance, in this order: meeting, then question."""

from sokoguru.governance.models import Meeting, Question
from sokoguru.kernel.refusals import NotFound


def meeting(meeting_id: int) -> Meeting:
    """A meeting, locked. Raises ``NotFound``."""
    found = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if found is None:
        raise NotFound(kind="governance.meeting", id=meeting_id)
    return found


def question(question_id: int) -> Question:
    """A question, locked against its own votes: each holds a key-share lock until it commits.

    Raises ``NotFound``.
    """
    found = Question.objects.select_for_update().filter(pk=question_id).first()
    if found is None:
        raise NotFound(kind="governance.question", id=question_id)
    return found
