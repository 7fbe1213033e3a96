"""Who clicked (a person, a preview or a bot), and which post an order came from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sokoguru.kernel.tokens import CLEAR
from sokoguru.outreach.errors import NotALink

TOKEN_LENGTH = 8
WINDOW = timedelta(days=30)
"""How long a tap may take to become an order."""
_LETTERS = frozenset(CLEAR.lower())

_PREVIEWS = re.compile(
    r"^whatsapp/|facebookexternalhit|facebookcatalog|meta-externalfetcher|telegrambot|twitterbot"
    r"|slackbot|slack-imgproxy|discordbot|linkedinbot|skypeuripreview|cardyb|bluesky|mastodon/"
    r"|pleroma|misskey|akkoma|friendica|viberbot|line-poker|redditbot|pinterestbot|embedly"
    r"|iframely|opengraph|vkshare|signal-desktop|synapse|matrix|link ?preview|snapchat\.com",
    re.IGNORECASE,
)
_BOTS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap|archiver|monitor|uptime|pingdom|lighthouse|feed(?:ly|fetch)"
    r"|^(?:curl|wget|python|okhttp|go-http|java|axios|node|libwww|httpx|aiohttp|ruby|php|perl|postman)",
    re.IGNORECASE,
)


class Agent(StrEnum):
    """Who is behind a request."""

    PERSON = "person"
    PREVIEW = "preview"
    """A network or messenger that draws a card for the link, or a browser that reads ahead."""
    BOT = "bot"


class Route(IntEnum):
    """How a touch is known; the higher is the surer."""

    CLICK = 1
    CHAT_CODE = 2
    COUPON = 3


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody met a post: the token of its link and when."""

    token: str
    at: datetime
    route: Route = Route.CLICK


@dataclass(frozen=True, slots=True)
class Attribution:
    """The facts of an order: first and last touch, those between, and the one that is credited."""

    first: Touch
    last: Touch
    assisting: tuple[Touch, ...]
    credited: Touch


def agent_of(method: str, headers: Mapping[str, str]) -> Agent:
    """Tell people from machines by what a request says of itself; names of headers in lower case.

    Only a GET without signs of reading ahead can be a person. A messenger's built-in browser is a
    person; the same messenger fetching a card is not.
    """
    agent = headers.get("user-agent", "").strip()[:1000]
    purpose = f"{headers.get('sec-purpose', '')} {headers.get('purpose', '')}"
    if method.upper() != "GET":
        return Agent.BOT
    if _PREVIEWS.search(agent) or "prefetch" in purpose or "preview" in purpose:
        return Agent.PREVIEW
    if not agent or _BOTS.search(agent):
        return Agent.BOT
    return Agent.PERSON


def counts(method: str, headers: Mapping[str, str]) -> bool:
    """Whether this request is a click of a person."""
    return agent_of(method, headers) is Agent.PERSON


def may_remember(headers: Mapping[str, str]) -> bool:
    """Whether the link that brought a reader may be remembered on the reader's own device.

    The cookie serves the order and names the link, never the person; it is not set for a browser
    that asks not to be followed (``Sec-GPC``, ``DNT``).
    """
    return "1" not in (headers.get("sec-gpc", ""), headers.get("dnt", ""))


def check_token(text: str) -> str:
    """The token of a link as it is stored; refuses at once what cannot be one."""
    token = text.strip().lower() if len(text) <= 40 else ""
    if len(token) != TOKEN_LENGTH or not set(token) <= _LETTERS:
        raise NotALink()
    return token


def attribute(
    touches: Iterable[Touch], *, ordered_at: datetime, window: timedelta = WINDOW
) -> Attribution | None:
    """Credit the last touch within the window; a coupon beats a chat code, and that a click.

    Nothing after the order counts, and nobody's touch is guessed: without one there is no credit.
    """
    within = sorted(
        (touch for touch in touches if ordered_at - window <= touch.at <= ordered_at),
        key=lambda touch: (touch.at, touch.route, touch.token),
    )
    if not within:
        return None
    return Attribution(
        first=within[0],
        last=within[-1],
        assisting=tuple(within[1:-1]),
        credited=max(within, key=lambda touch: (touch.route, touch.at, touch.token)),
    )


def is_creditable(*, is_by_staff: bool, is_cancelled: bool) -> bool:
    """Whether an order counts for a post: not our own staff's, and not a cancelled one."""
    return not is_by_staff and not is_cancelled


def with_utm(url: str, *, source: str, medium: str, campaign: str) -> str:
    """The destination with its UTM marks, added at the redirect and never stored with the link."""
    parts = urlsplit(url)
    marks = {"utm_source": source, "utm_medium": medium, "utm_campaign": campaign}
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in marks]
    query = urlencode([*kept, *((name, value) for name, value in marks.items() if value)])
    return urlunsplit(parts._replace(query=query))
