"""Rubrics: what each asks of a piece, checked all at once so that the author is told once."""

from dataclasses import dataclass
from enum import StrEnum

from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.newsroom.errors import RubricNotMet

WORDS_PER_MINUTE = 200
"""The pace of a reader of Indonesian prose; a rounded common figure."""


class Rubric(StrEnum):
    """The kinds of piece that the desk takes."""

    BERITA = "berita"
    OPINI = "opini"
    ESAI = "esai"
    KOLOM = "kolom"


@dataclass(frozen=True, slots=True)
class RubricRule:
    """What a rubric asks for (a setting; lengths count characters of the body)."""

    body_min: int = 300
    body_max: int = 5_000
    title_words_max: int = 6
    title_max: int = 90
    needs_bio: bool = True
    needs_picture: bool = False


RULES: dict[Rubric, RubricRule] = {
    Rubric.BERITA: RubricRule(body_min=200, needs_bio=False, needs_picture=True),
    Rubric.OPINI: RubricRule(body_min=500),
    Rubric.ESAI: RubricRule(body_min=500),
    Rubric.KOLOM: RubricRule(),
}
"""The house's own defaults; a cooperative may set others."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What was sent in."""

    title: str
    body: str
    bio: str = ""
    picture_alt: str | None = None
    """The alternative text of the picture; ``None`` when there is no picture."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing or too much: a code, and how much it is and may be."""

    code: str
    found: int = 0
    bound: int = 0


def problems_of(piece: Piece, rule: RubricRule) -> tuple[Problem, ...]:
    """Everything that does not keep the rules of the rubric, in the order of the form."""
    title, body = clean_line(piece.title), clean_block(piece.body)
    words, length = len(title.split()), len(body)
    checks = (
        (not title, Problem("title_missing")),
        (words > rule.title_words_max, Problem("title_words", words, rule.title_words_max)),
        (len(title) > rule.title_max, Problem("title_long", len(title), rule.title_max)),
        (length < rule.body_min, Problem("body_short", length, rule.body_min)),
        (length > rule.body_max, Problem("body_long", length, rule.body_max)),
        (rule.needs_bio and not clean_line(piece.bio), Problem("bio_missing")),
        (rule.needs_picture and piece.picture_alt is None, Problem("picture_missing")),
        (
            piece.picture_alt is not None and not clean_line(piece.picture_alt),
            Problem("picture_alt_missing"),
        ),
    )
    return tuple(problem for is_wrong, problem in checks if is_wrong)


def check_rubric(piece: Piece, rule: RubricRule) -> None:
    """Refuse a piece that does not keep the rules, naming all that is wrong."""
    problems = problems_of(piece, rule)
    if problems:
        raise RubricNotMet(problems=[[p.code, p.found, p.bound] for p in problems])


def reading_minutes(text: str) -> int:
    """Full minutes of reading, at least one."""
    return max(-(-len(text.split()) // WORDS_PER_MINUTE), 1)
