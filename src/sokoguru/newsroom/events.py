"""What happens at the desk, in the past tense. No address, no text of a mail is ever a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PieceReceived:
    """A piece came in. ``acknowledge``: whether its sender is told at once."""

    submission_id: int
    source: str
    acknowledge: bool


@dataclass(frozen=True, slots=True)
class PieceQuarantined:
    """Something odd came in; a person looks at it first."""

    submission_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PieceReleased:
    """A person took a piece out of quarantine."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class AuthorConfirmed:
    """The desk is sure that a member wrote the piece."""

    submission_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class PieceClaimed:
    """An editor took a piece on."""

    submission_id: int
    article_id: int


@dataclass(frozen=True, slots=True)
class PieceEdited:
    """An article got a new text."""

    article_id: int
    revision_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """The editor asks for a second pair of eyes."""

    article_id: int


@dataclass(frozen=True, slots=True)
class PieceApproved:
    """Another person approved exactly this text."""

    article_id: int
    revision_id: int
    hash: str


@dataclass(frozen=True, slots=True)
class ArticlePublished:
    """An article stands on the site."""

    article_id: int
    revision_id: int
    slug: str
    rubric: str


@dataclass(frozen=True, slots=True)
class CorrectionBegun:
    """A published article is being corrected, for a reason that readers will see."""

    article_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleCorrected:
    """A corrected text replaced the published one."""

    article_id: int
    revision_id: int
    slug: str


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    """An article was taken off the site, for a reason that readers see."""

    article_id: int
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class PieceReturned:
    """The author is asked to mend the piece."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class PieceRejected:
    """The desk does not take the piece."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class PieceDiscarded:
    """The desk called it spam; nobody is told."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A reader asked something."""

    question_id: int
    article_id: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The desk answered a reader."""

    question_id: int


@dataclass(frozen=True, slots=True)
class ResponsibleNamed:
    """The penanggung jawab was named."""

    name: str
