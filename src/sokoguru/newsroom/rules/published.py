"""A published article as readers, feeds and other offices see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sokoguru.newsroom.rules.prose import plain_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page needs it."""

    url: str
    alt: str
    credit: str
    width: int
    height: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Published:
    """A published article as readers, feeds and ``outreach`` see it."""

    id: int
    slug: str
    rubric: str
    title: str
    summary: str
    body: str
    author_name: str
    author_role: str
    author_bio: str
    editor_name: str
    published_at: datetime
    changed_at: datetime
    picture: Shown | None = None
    product_ids: Sequence[int] = field(default=())
    is_corrected: bool = False

    @property
    def path(self) -> str:
        """Where it stands on the site."""
        return f"/warta/{self.slug}/"

    @property
    def lead(self) -> str:
        """The summary, or the first words of the text."""
        return self.summary or plain_of(self.body, length=180)
