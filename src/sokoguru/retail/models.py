"""Carts, orders, sales, shifts, tills and what tills reported."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.rules.reports import ReportState
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

ORDER_STATES = [(state.value, state.value) for state in OrderState]
REPORT_STATES = [(state.value, state.value) for state in ReportState]


class Cart(Stamped):
    """What somebody is about to buy. ``key``: ``login:12``, ``tamu:<hash>`` or ``kasir:<till>``."""

    deletable = True

    key = models.CharField(max_length=80)
    member = TenantKey("members.Member", null=True)
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "key"], name="cart_one_a_key")
        ]

    def __str__(self) -> str:
        return self.key


class CartLine(Stamped):
    """So much of a good in a cart (thousandths). The price is asked anew each time."""

    deletable = True

    cart = TenantKey(Cart, related_name="lines")
    product = TenantKey("stock.Product")
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "cart", "product"], name="cart_line_one_a_product"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.quantity}"


class Till(Stamped):
    """A place where goods are sold. Its receipts are numbered without a gap."""

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    last_seq = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="till_one_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class Shift(Stamped):
    """A cashier at a till, from the first change money to the blind count (rupiah)."""

    till = TenantKey(Till)
    login_id = models.BigIntegerField()
    cashier = models.CharField(max_length=120)
    reference = models.CharField(max_length=80)
    opening_float = models.BigIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    counted = models.BigIntegerField(null=True)
    expected = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="shift_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "till"],
                condition=Q(closed_at=None),
                name="shift_one_open_a_till",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "login_id"],
                condition=Q(closed_at=None),
                name="shift_one_open_a_cashier",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, counted=None, expected=None)
                | Q(closed_at__isnull=False, counted__isnull=False, expected__isnull=False),
                name="shift_closed_is_counted",
            ),
            models.CheckConstraint(condition=Q(opening_float__gte=0), name="shift_float"),
        ]

    def __str__(self) -> str:
        return f"{self.till_id} {self.cashier}"


class Sale(Stamped):
    """Goods for money, or back again (``returns``). ``reference`` is that of its journal entry.

    Only ``returned`` grows later: what of the total has come back (rupiah).
    """

    class Kind(models.TextChoices):
        SALE = "sale"
        RETURN = "return"

    number = models.CharField(max_length=30)
    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SALE)
    channel = models.CharField(max_length=8)
    tender = models.CharField(max_length=20)
    bill_reference = models.CharField(max_length=60)
    member = TenantKey("members.Member", null=True)
    till = TenantKey(Till, null=True)
    seq = models.BigIntegerField(null=True)
    shift = TenantKey(Shift, null=True)
    returns = TenantKey("self", null=True)
    total = models.BigIntegerField()
    given = models.BigIntegerField(null=True)
    returned = models.BigIntegerField(default=0)
    on = models.DateField()
    at = models.DateTimeField()
    cashier = models.CharField(max_length=120)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="sale_one_a_reference"
            ),
            models.UniqueConstraint(fields=["cooperative_id", "number"], name="sale_one_a_number"),
            models.UniqueConstraint(
                fields=["cooperative_id", "till", "seq"], name="sale_one_a_till_and_seq"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "entry_id"], name="sale_one_an_entry"
            ),
            models.CheckConstraint(
                condition=Q(total__gt=0) & Q(returned__gte=0) & Q(returned__lte=F("total")),
                name="sale_returned_at_most_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="sale", returns=None) | Q(kind="return", returns__isnull=False),
                name="sale_return_names_its_sale",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="sale_by_member"),
            models.Index(fields=["cooperative_id", "shift", "-id"], name="sale_by_shift"),
        ]

    def __str__(self) -> str:
        return self.number


class SaleLine(Stamped):
    """What a sale took of one lot, with the price and the parts as they were then. Append-only.

    ``found`` is true where a till sold what the books did not have. A return names the ``line``
    whose goods came back.
    """

    append_only = True

    sale = TenantKey(Sale, related_name="lines")
    product = TenantKey("stock.Product")
    lot = TenantKey("stock.Lot")
    line = TenantKey("self", null=True)
    found = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=4)
    quantity = models.BigIntegerField()
    price = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField(default=0)
    owner_member = TenantKey("members.Member", null=True)
    owed = models.BigIntegerField(default=0)
    ujrah = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(amount__gte=0) & Q(cost__gte=0),
                name="sale_line_of_something",
            ),
            models.CheckConstraint(
                condition=Q(owner_member=None, owed=0, ujrah=0)
                | Q(owner_member__isnull=False, cost=0, amount=F("owed") + F("ujrah")),
                name="sale_line_parts_add_up",
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "sale", "id"], name="sale_line_by_sale")]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class Order(Stamped):
    """What a member ordered in the web shop, with the prices of that moment.

    ``came_by`` is the token of the link that brought the buyer; only outreach knows what it means.
    """

    number = models.CharField(max_length=12)
    request_key = models.CharField(max_length=60)
    member = TenantKey("members.Member")
    total = models.BigIntegerField()
    tender = models.CharField(max_length=20)
    came_by = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=12, choices=ORDER_STATES, default=OrderState.PLACED)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=120, default="")
    sale = TenantKey(Sale, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "number"], name="order_one_a_number"),
            models.UniqueConstraint(
                fields=["cooperative_id", "request_key"], name="order_one_a_request"
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="order_of_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "ready", "handed_over"])
                | Q(sale__isnull=False, paid_at__isnull=False),
                name="order_paid_has_a_sale",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="order_by_member"),
            models.Index(fields=["cooperative_id", "state", "id"], name="order_by_state"),
        ]

    @property
    def reference(self) -> str:
        """The reference of its promise in stock, of its sale and of its journal entry."""
        return f"jual:{self.number}"

    def __str__(self) -> str:
        return self.number


class OrderLine(Stamped):
    """A good in an order, its price frozen. Append-only."""

    append_only = True

    order = TenantKey(Order, related_name="lines")
    product = TenantKey("stock.Product")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=4)
    quantity = models.BigIntegerField()
    price = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "order", "product"], name="order_line_one_a_product"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(amount__gte=0), name="order_line_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class OrderPick(Stamped):
    """So much of one lot set aside for an order, as it was picked. Append-only."""

    append_only = True

    order = TenantKey(Order, related_name="picks")
    lot = TenantKey("stock.Lot")
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "order", "lot"], name="order_pick_one_a_lot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.quantity}"


class TillSale(Stamped):
    """A report of a till, kept exactly as it came before anything is done with it.

    Reports in conflict stay beside those that stand: nothing is lost, a person looks.
    """

    till = TenantKey(Till)
    uuid = models.UUIDField()
    seq = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    payload = models.TextField(max_length=20_000)
    state = models.CharField(max_length=20, choices=REPORT_STATES, default=ReportState.KEPT)
    flags = ArrayField(models.CharField(max_length=24), default=list)
    problem = models.CharField(max_length=60, default="")
    sale = TenantKey(Sale, null=True)
    sent_by = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "uuid"],
                condition=~Q(state="conflict"),
                name="till_sale_one_a_uuid",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "till", "seq"],
                condition=~Q(state="conflict"),
                name="till_sale_one_a_seq",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "till", "uuid", "sha256"], name="till_sale_kept_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "accepted_with_flags"]) | Q(sale__isnull=False),
                name="till_sale_accepted_has_a_sale",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "state", "-id"], name="till_sale_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.till_id} {self.seq}"
