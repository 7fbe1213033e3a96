"""Why stock says no."""

from sokoguru.kernel.refusals import Refused


class NotBarcode(Refused):
    """Not a GTIN (``reason``: digits, length or check_digit)."""

    code = "stock.not_barcode"


class NotLotCode(Refused):
    """Not the code of a lot."""

    code = "stock.not_lot_code"


class NotSku(Refused):
    """Not a code of goods: letters, digits and dashes, 2 to 24. Facts: ``typed``."""

    code = "stock.not_sku"


class NotWhole(Refused):
    """This good is counted in whole pieces, or the unit does not divide evenly."""

    code = "stock.not_whole"


class OutOfStock(Refused):
    """Less is available than asked for (thousandths)."""

    code = "stock.out_of_stock"
    status = 409


class Short(Refused):
    """Less is left than asked for.

    Facts: ``product_id``, ``name``, ``unit``, ``asked``, ``available``.
    Quantities are thousandths; of several goods that are short, the first by id.
    """

    code = "stock.short"
    status = 409


class ConsignedHasNoValue(Refused):
    """Goods of somebody else are worth nothing in our books."""

    code = "stock.consigned_has_no_value"


class NameTaken(Refused):
    """Another good has this name. Facts: ``field`` (sku, slug or gtin), ``value``."""

    code = "stock.name_taken"
    status = 409


class PriceUpsideDown(Refused):
    """Members never pay more than the public. Facts: ``price_member``, ``price_public``."""

    code = "stock.price_upside_down"


class NotForSale(Refused):
    """The good is no longer sold. Facts: ``product_id``, ``name``."""

    code = "stock.not_for_sale"
    status = 409


class WrongPlace(Refused):
    """Goods do not lie in, or move between, places of this kind. Facts: ``kind``."""

    code = "stock.wrong_place"


class ReferenceReused(Refused):
    """The reference names an act on stock that said something else. Facts: ``reference``."""

    code = "stock.reference_reused"
    status = 409


class NothingReserved(Refused):
    """Nothing stands reserved here. Facts: ``reference``, ``state`` (``none``: never reserved)."""

    code = "stock.nothing_reserved"
    status = 409


class MoreThanTaken(Refused):
    """More comes back than went out. Facts: ``quantity``, ``taken`` (thousandths)."""

    code = "stock.more_than_taken"


class CountBelowReserved(Refused):
    """Fewer were counted than are promised to buyers. Facts: ``lot``, ``counted``, ``reserved``."""

    code = "stock.count_below_reserved"
    status = 409


class UjrahOutOfRange(Refused):
    """The ujrah agreed at intake is from 0 to less than 100 per cent of the price."""

    code = "stock.ujrah_out_of_range"


class NothingMoves(Refused):
    """An act on stock that names no goods."""

    code = "stock.nothing_moves"


class ExpiresBeforeHarvest(Refused):
    """Goods do not expire before they were harvested. Facts: ``harvest_on``, ``expires_on``."""

    code = "stock.expires_before_harvest"
