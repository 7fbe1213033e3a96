"""Row locks of outreach: one post at a time."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.outreach.models import Post


def post(post_id: int) -> Post:
    """A post, locked. Raises ``NotFound``."""
    found = Post.objects.select_for_update().filter(pk=post_id).first()
    if found is None:
        raise NotFound(kind="outreach.post", id=post_id)
    return found
