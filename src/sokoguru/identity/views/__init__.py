"""Who may see a view: each says so itself, and what says nothing is closed.

``@public``, ``@member`` and ``@staff(Act.X)`` only mark a view; ``identity.middleware.Access``
reads the mark with the scope open, and refuses a view without one. The role matrix of the suite is
made from the same marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
Audience = Literal["public", "member", "staff", "anyone_known"]


@dataclass(frozen=True, slots=True)
class AccessRule:
    """Who may call a view: everybody, a member, or staff with one of these acts (any, when
    empty).
    """

    audience: Audience
    acts: tuple[str, ...] = ()


def _marked(rule: AccessRule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Everybody, known or not."""
    return _marked(AccessRule("public"))(view)


def member(view: View) -> View:
    """A person of the register who is logged in; ``request.person.member_id`` is set."""
    return _marked(AccessRule("member"))(view)


def known(view: View) -> View:
    """Anybody whom this cooperative knows: a member or staff."""
    return _marked(AccessRule("anyone_known"))(view)


def staff(*acts: str) -> Callable[[View], View]:
    """Staff whose roles grant at least one of the acts; ``request.person`` and ``request.actor``
    are set.
    """
    return _marked(AccessRule("staff", acts))
