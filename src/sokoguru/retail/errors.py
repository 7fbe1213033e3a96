"""Why the shop says no."""

from sokoguru.kernel.refusals import Refused


class CartEmpty(Refused):
    """Nothing was put into the cart."""

    code = "retail.cart_empty"


class CartFull(Refused):
    """A cart holds so many kinds of goods. Facts: ``most``."""

    code = "retail.cart_full"


class PriceMoved(Refused):
    """What was seen is not what it costs now. Facts: ``seen``, ``total`` (rupiah)."""

    code = "retail.price_moved"
    status = 409


class MembersOnly(Refused):
    """Only full members order in the web shop. Facts: ``state``."""

    code = "retail.members_only"
    status = 403


class TenderUnfit(Refused):
    """An order cannot be paid like this. Facts: ``tender``."""

    code = "retail.tender_unfit"


class OrderMoved(Refused):
    """The order does not go from this state to that one. Facts: ``number``, ``state``, ``to``."""

    code = "retail.order_moved"
    status = 409


class ShiftMissing(Refused):
    """There is no open shift of this cashier."""

    code = "retail.shift_missing"
    status = 409


class ShiftRunning(Refused):
    """The till, or the cashier, has an open shift already. Facts: ``till``, ``cashier``."""

    code = "retail.shift_running"
    status = 409


class ShiftClosed(Refused):
    """The shift was closed and counted otherwise. Facts: ``counted`` (rupiah)."""

    code = "retail.shift_closed"
    status = 409


class NothingReturned(Refused):
    """A return names at least one good and a quantity."""

    code = "retail.nothing_returned"


class ReturnTooMuch(Refused):
    """More comes back than is still out. Facts: ``quantity``, ``left`` (thousandths)."""

    code = "retail.return_too_much"
    status = 409


class NotReturnable(Refused):
    """A return is not returned: sell again instead. Facts: ``number``."""

    code = "retail.not_returnable"
    status = 409


class ReportUnreadable(Refused):
    """A till's report of a sale that we cannot read; it is kept raw. Facts: ``field``."""

    code = "retail.report_unreadable"


class ReportOff(Refused):
    """The lines of a report do not add up to what was paid. Facts: ``total``, ``lines``."""

    code = "retail.report_off"


class TenderOffline(Refused):
    """Without a network only cash is taken. Facts: ``tender``."""

    code = "retail.tender_offline"
