"""What happens to posts and links, in the past tense. Nobody who clicked is a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostDrafted:
    """A post was begun from an article and a good (0: without)."""

    post_id: int
    article_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class PostApproved:
    """A post was approved as it was seen, and handed to its channels."""

    post_id: int
    content_hash: str
    variants: int


@dataclass(frozen=True, slots=True)
class PostCancelled:
    """A post was taken back before anything of it was out."""

    post_id: int


@dataclass(frozen=True, slots=True)
class OrderAttributed:
    """An order came by a post; ``post_id`` 0: it came by a link, but counts for none."""

    order_id: int
    post_id: int
    amount: int
