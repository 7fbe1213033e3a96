"""Why stock says no."""

from sokoguru.kernel.refusals import Refused


class NotBarcode(Refused):
    """Not a GTIN (``reason``: digits, length or check_digit)."""

    code = "stock.not_barcode"


class NotLotCode(Refused):
    """Not the code of a lot."""

    code = "stock.not_lot_code"


class NotWhole(Refused):
    """This good is counted in whole pieces, or the unit does not divide evenly."""

    code = "stock.not_whole"


class OutOfStock(Refused):
    """Less is available than asked for (thousandths)."""

    code = "stock.out_of_stock"
    status = 409


class ConsignedHasNoValue(Refused):
    """Goods of somebody else are worth nothing in our books."""

    code = "stock.consigned_has_no_value"
