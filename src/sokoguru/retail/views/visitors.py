"""Whose cart is it: a person's who is known here, else the visitor's with the signed cookie."""

from typing import Any

from django.core import signing
from django.http import HttpResponse

from sokoguru.identity.queries import Person
from sokoguru.kernel.tokens import secret_token
from sokoguru.retail.actions import carts
from sokoguru.retail.queries import baskets
from sokoguru.retail.rules.orders import read_source

COOKIE, SALT, SOURCE = "soko_keranjang", "retail.cart", "soko_src"
COOKIE_AGE = carts.GUESTS_DAYS * 86_400


def is_member(request: Any) -> bool:
    """Whether the visitor pays the member's price."""
    person: Person | None = request.person
    return person is not None and baskets.buyer(person.member_id) is not None


def cart_key(request: Any) -> str | None:
    """The key of the visitor's cart, or none before anything was put there."""
    if request.person is not None:
        return baskets.cart_key_of_login(request.person.login_id)
    token = guest_token(request)
    return baskets.cart_key_of_guest(token) if token else None


def guest_token(request: Any) -> str:
    """The token in the signed cookie, or nothing where it is odd."""
    try:
        token = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return ""
    return token if isinstance(token, str) and len(token) == 43 else ""


def brings_guest_cart(request: Any) -> bool:
    """Whether somebody who has logged in put goods into a cart before."""
    token = guest_token(request)
    if request.person is None or not token:
        return False
    return bool(baskets.priced(baskets.cart(baskets.cart_key_of_guest(token)), is_member=False))


def bring_guest_cart(request: Any) -> None:
    """What was put into the cart before logging in comes along (only in a request that writes)."""
    token = guest_token(request)
    if request.person is not None and token:
        carts.move_to(
            key=baskets.cart_key_of_guest(token),
            into=baskets.cart_key_of_login(request.person.login_id),
        )


def own_key(request: Any) -> tuple[str, str]:
    """The key to write to, and the cookie's new token where a visitor has none yet."""
    key = cart_key(request)
    if key is not None:
        return key, ""
    token = secret_token()
    return baskets.cart_key_of_guest(token), token


def keep_token(request: Any, answer: HttpResponse, token: str) -> HttpResponse:
    """Give the visitor the cookie of the cart, where it is new."""
    if token:
        answer.set_cookie(
            COOKIE,
            signing.dumps(token, salt=SALT),
            COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


def source_of(request: Any) -> str:
    """The opaque token of the link that brought the visitor here, if any."""
    return read_source(request.COOKIES.get(SOURCE, ""))
