"""The tables of goods: what they are, where they lie, whose they are, every move, every promise."""

from django.db import models

from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

F, Q = models.F, models.Q
UNITS = [(unit.value, unit.value) for unit in BaseUnit]
LOCATION_KINDS = [(kind.value, kind.value) for kind in LocationKind]


class Product(Stamped):
    """A good that is sold: a name, a unit, a price for members and one for everybody (rupiah)."""

    sku = models.CharField(max_length=24)
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=2000, default="", blank=True)
    unit = models.CharField(max_length=4, choices=UNITS, default=BaseUnit.PIECE)
    gtin = models.CharField(max_length=14, null=True)
    price_member = models.BigIntegerField()
    price_public = models.BigIntegerField()
    active = models.BooleanField(default=True)
    picture = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "sku"], name="product_one_a_sku"),
            models.UniqueConstraint(fields=["cooperative_id", "slug"], name="product_one_a_slug"),
            models.UniqueConstraint(fields=["cooperative_id", "gtin"], name="product_one_a_gtin"),
            models.CheckConstraint(
                condition=Q(price_member__gt=0) & Q(price_public__gte=F("price_member")),
                name="product_members_pay_no_more",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Location(Stamped):
    """A place where goods lie, or one of the places outside (supplier, customer, loss)."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=LOCATION_KINDS)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="location_one_a_code")
        ]

    def __str__(self) -> str:
        return self.name


class Lot(Stamped):
    """Goods of one maker, day and grade, told apart by a code that anybody may read.

    ``owner_member`` is null for goods of the cooperative; consigned goods stay the maker's, and
    ``ujrah_rate`` is the fee agreed at intake in per cent of the price (12 is 12 per cent).
    ``maker_name`` names a maker outside the register. ``article_id`` is the story, opaque here.
    """

    code = models.CharField(max_length=12)
    reference = models.CharField(max_length=80)
    product = TenantKey(Product)
    maker_member = TenantKey("members.Member", null=True)
    maker_name = models.CharField(max_length=120, default="", blank=True)
    group = models.CharField(max_length=80, default="", blank=True)
    village = models.CharField(max_length=80, default="", blank=True)
    received_on = models.DateField()
    harvest_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    grade = models.CharField(max_length=20, default="", blank=True)
    owner_member = TenantKey("members.Member", null=True)
    consigned = models.BooleanField(default=False)
    ujrah_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    terms = models.TextField(max_length=4000, default="", blank=True)
    certificates = models.TextField(max_length=1000, default="", blank=True)
    article_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="lot_one_a_code"),
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="lot_one_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(consigned=True, owner_member__isnull=False, ujrah_rate__isnull=False)
                | Q(consigned=False, owner_member__isnull=True, ujrah_rate__isnull=True),
                name="lot_consigned_has_owner_and_ujrah",
            ),
            models.CheckConstraint(
                condition=Q(ujrah_rate=None) | Q(ujrah_rate__gte=0, ujrah_rate__lt=100),
                name="lot_ujrah_leaves_something",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "maker_member", "-id"], name="lot_by_maker"),
            models.Index(fields=["cooperative_id", "product"], name="lot_by_product"),
        ]

    def __str__(self) -> str:
        return self.code


class StockBalance(Stamped):
    """What lies of a lot in one place: thousandths, what they cost (rupiah), what is promised.

    Moved by one guarded UPDATE in the transaction of the move; rows are locked in the order of ids.
    """

    lot = TenantKey(Lot, also=("consigned",))
    consigned = models.BooleanField()
    location = TenantKey(Location)
    quantity = models.BigIntegerField(default=0)
    value = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "location", "lot"], name="stock_one_row_a_lot_and_place"
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(quantity__gte=F("reserved")),
                name="stock_promises_what_is_there",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(quantity__gt=0) | Q(value=0)),
                name="stock_value_of_something",
            ),
            models.CheckConstraint(
                condition=Q(consigned=False) | Q(value=0), name="stock_consigned_has_no_value"
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "lot"], name="stock_by_lot")]

    def __str__(self) -> str:
        return f"{self.lot_id} @ {self.location_id}: {self.quantity}"


class Slip(Stamped):
    """One act on stock: a receipt, a transfer, a taking, a return, a count. Append-only.

    ``reference`` is that of the journal entry where value moves; ``returns`` names the slip whose
    goods come back.
    """

    append_only = True

    class Kind(models.TextChoices):
        RECEIVE = "receive"
        MOVE = "move"
        TAKE = "take"
        BACK = "back"
        COUNT = "count"

    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    body_hash = models.BinaryField(max_length=32)
    returns = models.CharField(max_length=80, default="")
    on = models.DateField()
    at = models.DateTimeField()
    memo = models.CharField(max_length=200, default="")
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="slip_one_a_reference"
            )
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "returns"],
                condition=~Q(returns=""),
                name="slip_of_returns",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Move(Stamped):
    """So much of a lot went from one place to another, at this value (rupiah). Append-only."""

    append_only = True

    slip = TenantKey(Slip, related_name="moves")
    source = TenantKey(Location)
    target = TenantKey(Location)
    lot = TenantKey(Lot, also=("consigned",))
    consigned = models.BooleanField()
    quantity = models.BigIntegerField()
    value = models.BigIntegerField()
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(value__gte=0), name="move_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(source_id=F("target_id")), name="move_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(consigned=False) | Q(value=0), name="move_consigned_has_no_value"
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "lot", "id"], name="move_by_lot")]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.quantity}"


class Reservation(Stamped):
    """Goods promised to a buyer under the reference of the order."""

    class State(models.TextChoices):
        PLACED = "placed"
        TAKEN = "taken"
        RELEASED = "released"
        EXPIRED = "expired"

    reference = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    location = TenantKey(Location)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLACED)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="reservation_one_a_reference"
            )
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "expires_at"],
                condition=Q(state="placed"),
                name="reservation_due",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class ReservedLot(Stamped):
    """So much of one lot under a reservation. Append-only: the reservation carries the state."""

    append_only = True

    reservation = TenantKey(Reservation, related_name="lots")
    lot = TenantKey(Lot)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reservation", "lot"], name="reserved_lot_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reserved_lot_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.quantity}"


class LotSale(Stamped):
    """What buyers paid for goods of one lot, and how it was parted; returns negative. Append-only.

    Written by the office that sold, in the transaction of its entry: the maker reads it in *Lapak
    saya*. For goods of the cooperative ``owed`` and ``ujrah`` are zero (the whole is our revenue).
    """

    append_only = True

    reference = models.CharField(max_length=80)
    lot = TenantKey(Lot, also=("consigned",))
    consigned = models.BooleanField()
    quantity = models.BigIntegerField()
    total = models.BigIntegerField()
    owed = models.BigIntegerField(default=0)
    ujrah = models.BigIntegerField(default=0)
    on = models.DateField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference", "lot"], name="lot_sale_once_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(consigned=False, owed=0, ujrah=0)
                | Q(consigned=True, total=F("owed") + F("ujrah")),
                name="lot_sale_parts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, total__gte=0) | Q(quantity__lt=0, total__lte=0),
                name="lot_sale_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "lot", "id"], name="lot_sale_by_lot"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.total}"
