"""Acts, roles, PINs. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sokoguru.identity.errors import AboveLimit, ActNotGranted, PinWeak, SamePerson

BOUND_TO = "cooperative_id"
"""The key in a session that says at which cooperative's host it was opened."""


class Act(StrEnum):
    """What a role may grant. The word before the dot is the office that owns the act."""

    MEMBERS_READ = "members.read"
    MEMBERS_REGISTER = "members.register"
    MEMBERS_ADMIT = "members.admit"
    MEMBERS_IDENTITY = "members.identity"  # see a NIK in full, logged
    SAVINGS_DEPOSIT = "savings.deposit"
    SAVINGS_WITHDRAW = "savings.withdraw"
    SAVINGS_OPEN_PRODUCT = "savings.open_product"
    CASH_HANDLE = "cash.handle"  # hand cash to a teller, take it back
    STOCK_READ = "stock.read"
    STOCK_PRODUCTS = "stock.products"
    STOCK_MOVE = "stock.move"
    SUPPLY_INTAKE = "supply.intake"
    SUPPLY_SETTLE = "supply.settle"
    RETAIL_SELL = "retail.sell"
    RETAIL_RETURN = "retail.return"
    RETAIL_ORDERS = "retail.orders"
    PAYMENTS_CONFIRM = "payments.confirm"
    PAYMENTS_MATCH = "payments.match"
    NEWSROOM_EDIT = "newsroom.edit"
    NEWSROOM_APPROVE = "newsroom.approve"
    OUTREACH_WRITE = "outreach.write"
    OUTREACH_SEND = "outreach.send"
    CHANNELS_CONNECT = "channels.connect"
    BOOKS_READ = "books.read"
    BOOKS_REVERSE = "books.reverse"
    BOOKS_CLOSE = "books.close"
    SURPLUS_PROPOSE = "surplus.propose"
    GOVERNANCE_CONVENE = "governance.convene"
    GOVERNANCE_DPS = "governance.dps"
    SETTINGS = "settings.change"
    AUDIT_READ = "audit.read"


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A role as it comes: a cooperative may change names, acts and limits (rows, not code)."""

    code: str
    name: str
    acts: Mapping[Act, int | None]
    """The acts granted, each with its limit in rupiah an act (``None``: without limit)."""


def _free(*acts: Act) -> dict[Act, int | None]:
    return dict.fromkeys(acts)


ROLES = (
    RoleTemplate(
        "teller",
        "Teller",
        {
            **_free(Act.MEMBERS_READ, Act.SAVINGS_DEPOSIT, Act.MEMBERS_REGISTER),
            Act.SAVINGS_WITHDRAW: 5_000_000,
        },
    ),
    RoleTemplate(
        "kasir",
        "Kasir",
        _free(
            Act.RETAIL_SELL,
            Act.RETAIL_RETURN,
            Act.RETAIL_ORDERS,
            Act.PAYMENTS_CONFIRM,
            Act.STOCK_READ,
        ),
    ),
    RoleTemplate(
        "gudang",
        "Petugas gudang",
        _free(
            Act.STOCK_READ, Act.STOCK_PRODUCTS, Act.STOCK_MOVE, Act.SUPPLY_INTAKE, Act.MEMBERS_READ
        ),
    ),
    RoleTemplate("redaktur", "Redaktur", _free(Act.NEWSROOM_EDIT)),
    RoleTemplate(
        "pemred", "Penanggung jawab redaksi", _free(Act.NEWSROOM_EDIT, Act.NEWSROOM_APPROVE)
    ),
    RoleTemplate(
        "media", "Petugas media", _free(Act.OUTREACH_WRITE, Act.OUTREACH_SEND, Act.STOCK_READ)
    ),
    RoleTemplate(
        "bendahara",
        "Bendahara",
        _free(
            Act.BOOKS_READ,
            Act.BOOKS_REVERSE,
            Act.BOOKS_CLOSE,
            Act.CASH_HANDLE,
            Act.MEMBERS_READ,
            Act.SUPPLY_SETTLE,
            Act.PAYMENTS_MATCH,
            Act.SURPLUS_PROPOSE,
            Act.SAVINGS_WITHDRAW,
            Act.SAVINGS_DEPOSIT,
            Act.STOCK_READ,
            Act.RETAIL_ORDERS,
        ),
    ),
    RoleTemplate(
        "ketua",
        "Ketua",
        _free(
            Act.MEMBERS_READ,
            Act.MEMBERS_ADMIT,
            Act.BOOKS_READ,
            Act.GOVERNANCE_CONVENE,
            Act.SETTINGS,
            Act.SURPLUS_PROPOSE,
            Act.SAVINGS_OPEN_PRODUCT,
            Act.CHANNELS_CONNECT,
            Act.AUDIT_READ,
        ),
    ),
    RoleTemplate(
        "sekretaris",
        "Sekretaris",
        _free(
            Act.MEMBERS_READ,
            Act.MEMBERS_REGISTER,
            Act.MEMBERS_ADMIT,
            Act.MEMBERS_IDENTITY,
            Act.GOVERNANCE_CONVENE,
        ),
    ),
    RoleTemplate(
        "pengawas",
        "Pengawas",
        _free(Act.BOOKS_READ, Act.AUDIT_READ, Act.MEMBERS_READ, Act.STOCK_READ, Act.RETAIL_ORDERS),
    ),
    RoleTemplate("dps", "Dewan Pengawas Syariah", _free(Act.BOOKS_READ, Act.GOVERNANCE_DPS)),
    RoleTemplate("admin", "Admin sistem", _free(Act.SETTINGS, Act.CHANNELS_CONNECT)),
)
"""The roles of a new cooperative. Pengawas and DPS read and never write money; the admin moves
none.
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """One act that a person's role grants, with its limit in rupiah an act."""

    act: str
    limit: int | None


def check_granted(grants: Iterable[Grant], act: str, *, amount: int | None = None) -> None:
    """Refuse an act that no role grants, or an amount beyond the widest limit."""
    limits = [grant.limit for grant in grants if grant.act == act]
    if not limits:
        raise ActNotGranted(act=act)
    if amount is not None and None not in limits:
        widest = max(limit for limit in limits if limit is not None)
        if amount > widest:
            raise AboveLimit(act=act, amount=amount, limit=widest)


def check_other_person(*, maker: int, checker: int, act: str) -> None:
    """Four eyes: maker and checker are two persons, whatever logins they use."""
    if maker == checker:
        raise SamePerson(act=act)


PIN_DIGITS = 6
PIN_TRIES = 5
PIN_MINUTES = 30


def check_pin(pin: str) -> None:
    """Refuse a PIN that is not six digits, or that others guess first: runs, repeats, birth
    days.
    """
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise PinWeak(reason="digits")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}) or pin[:3] == pin[3:] or pin[:2] * 3 == pin:
        raise PinWeak(reason="pattern")
    if _is_day(pin) or _is_day(pin[4:] + pin[2:4] + pin[:2]):
        raise PinWeak(reason="date")


def _is_day(six: str) -> bool:
    """Whether six digits read as DDMMYY."""
    return 1 <= int(six[:2]) <= 31 and 1 <= int(six[2:4]) <= 12


def token_hash(token: str) -> bytes:
    """What is kept of a one-time link or an API key: it cannot be used from a dump."""
    return hashlib.sha256(b"sokoguru/token/v1\0" + token.encode()).digest()
