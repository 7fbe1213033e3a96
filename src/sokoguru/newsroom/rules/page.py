"""What stands on a published page: byline, address, and who answers for it."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from sokoguru.kernel.text import clean_line
from sokoguru.newsroom.errors import BylineIncomplete
from sokoguru.newsroom.rules.rubrics import Rubric

SLUG_MAX = 80
_APART = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`]")
_NOT_DECOMPOSED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe"})


class Notice(StrEnum):
    """A sentence that a page must carry; the page chooses the words."""

    RESPONSIBLE_PERSON = "responsible_person"
    """Names the penanggung jawab: always (UU 40/1999 art. 12)."""
    AUTHORS_OWN = "authors_own"
    """The content is the author's responsibility and not the view of the desk."""
    SELLS_OUR_GOODS = "sells_our_goods"
    """The story leads to goods that the cooperative sells."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Penulis and editor, the author with a role."""

    author: str
    author_role: str
    editor: str

    @property
    def by(self) -> str:
        """``Siti Nurhaliza, anggota``."""
        return f"{self.author}, {self.author_role}" if self.author_role else self.author

    def __str__(self) -> str:
        return f"Penulis: {self.by} / Editor: {self.editor}"


def byline(*, author: str, author_role: str, editor: str) -> Byline:
    """A byline with both names; refuses one without."""
    made = Byline(clean_line(author), clean_line(author_role), clean_line(editor))
    if not made.author or not made.editor:
        raise BylineIncomplete(author=bool(made.author), editor=bool(made.editor))
    return made


def notices_of(
    rubric: Rubric, *, is_by_the_desk: bool, sells_our_goods: bool
) -> tuple[Notice, ...]:
    """Which sentences the page carries.

    The desk answers for what it writes itself; everything else is also the author's own. For berita
    that disclaimer never replaces the responsible person, who is therefore named on every page.
    """
    notices = [Notice.RESPONSIBLE_PERSON]
    if not (is_by_the_desk and rubric is Rubric.BERITA):
        notices.append(Notice.AUTHORS_OWN)
    if sells_our_goods:
        notices.append(Notice.SELLS_OUR_GOODS)
    return tuple(notices)


def slug(title: str) -> str:
    """The address of a title: ``Gula aren & kopi`` is ``gula-aren-dan-kopi``."""
    text = _APOSTROPHES.sub("", title[:1000].casefold().translate(_NOT_DECOMPOSED))
    text = text.replace("&", " dan ").replace("%", " persen ")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _APART.sub("-", plain).strip("-")
    if len(words) > SLUG_MAX:
        cut = words[: SLUG_MAX + 1]
        words = (cut[: cut.rfind("-")] if "-" in cut else cut[:SLUG_MAX]).strip("-")
    return words or "tulisan"


def free_slug(title: str, taken: Container[str]) -> str:
    """The slug of a title, with a number behind it while it is taken."""
    wanted, number = slug(title), 2
    candidate = wanted
    while candidate in taken:
        candidate = f"{wanted}-{number}"
        number += 1
    return candidate
