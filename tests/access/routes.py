"""Every address of the project, from the URL resolver: nobody keeps a list by hand."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLE = {
    "int": "1",
    "str": "contoh",
    "slug": "contoh",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "contoh",
}
"""An argument of each kind that names nothing: who may not come in is told before anything is
sought.
"""


@dataclass(frozen=True)
class Route:
    """One address: its pattern as written, a path that fits it, its view."""

    pattern: str
    path: str
    view: Callable[..., Any]


def routes() -> list[Route]:
    """All routes, by pattern."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.pattern)


def _walk(patterns: list[Any], above: str) -> Iterator[Route]:
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield Route("/" + here, "/" + _filled(here), each.callback)


def _filled(pattern: str) -> str:
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "contoh", pattern).replace("^", "").replace("$", "")
    plain = plain.replace(r"\Z", "").replace("\\", "")
    plain = re.sub(
        r"<(?:(\w+):)?\w+>", lambda found: SAMPLE.get(found[1] or "str", "contoh"), plain
    )
    return re.sub(r"\{(?:(\w+):)?\w+\}", lambda found: SAMPLE.get(found[1] or "str", "1"), plain)
