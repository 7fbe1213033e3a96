"""Something to say: a story of Siti's about Wati's palm sugar, and an account on Mastodon."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from sokoguru.channels.actions import queueing
from sokoguru.channels.models import ChannelAccount
from sokoguru.kernel.refs import SYSTEM
from sokoguru.newsroom.models import Article
from sokoguru.outreach import queries
from sokoguru.outreach.actions import composing
from sokoguru.outreach.models import Post
from sokoguru.outreach.queries import Shown
from sokoguru.outreach.rules.posts import Way
from tests.cast import Cast
from tests.newsroom.test_desk import TEXT, published
from tests.retail.conftest import Shop, give_pin, open_shop
from tests.savings.conftest import Counter, open_wadiah

SITE = "http://localhost:8000"


@dataclass
class Stand:
    """What the media officer works with."""

    cast: Cast
    shop: Shop
    article: Article
    mastodon: ChannelAccount

    def compose(self, *, key: str = "", article: bool = True, product: bool = True) -> Post:
        return composing.compose(
            article_id=self.article.pk if article else None,
            product_id=self.shop.sugar.pk if product else None,
            request_key=key or str(uuid4()),
            actor=self.cast.actor("tuti"),
        )

    def approve(self, post: Post) -> Post:
        return composing.approve(
            post_id=post.pk, seen=queries.fingerprint(post), actor=self.cast.actor("tuti")
        )

    def sent(self) -> Post:
        return self.approve(self.compose())


def shown(post: Post, way: Way) -> Shown:
    """The variant of a post that travels so."""
    return next(each for each in queries.variants(post.pk) if each.way is way)


def open_stand(cast: Cast) -> Stand:
    """Set everything up in the scope in force."""
    shop = open_shop(cast)
    mastodon = queueing.connect(
        kind="mastodon",
        name="Mastodon Lestari",
        base_url="https://mastodon.example",
        secret="rahasia-panjang",
        actor=SYSTEM,
    )
    article = published(cast, replace(TEXT, product_ids=(shop.sugar.pk,)))
    return Stand(cast, shop, article, mastodon)


def give_savings(stand: Stand) -> None:
    """Siti has Rp200.000 in Tabungan wadiah and a PIN."""
    open_wadiah(stand.cast)
    Counter(stand.cast).deposit("Siti", 200_000)
    give_pin(stand.cast, "Siti")


@pytest.fixture(autouse=True)
def _media(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    """Pictures of a test lie in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def stand(cast: Cast) -> Stand:
    return open_stand(cast)
