"""Why payments says no."""

from sokoguru.kernel.refusals import Refused


class QrisMalformed(Refused):
    """Not a QRIS text (``reason``, and ``at`` where the place helps)."""

    code = "payments.qris_malformed"


class QrisChecksum(Refused):
    """The checksum does not fit: the text is damaged, and is never repaired."""

    code = "payments.qris_checksum"


class QrisSurcharge(Refused):
    """The code asks the payer for a fee, which PBI 23/6/PBI/2021 art. 52 forbids."""

    code = "payments.qris_surcharge"


class QrisOtherMerchant(Refused):
    """The code pays somebody else than the cooperative (a sticker pasted over ours?)."""

    code = "payments.qris_other_merchant"


class NoticeUnsigned(Refused):
    """The signature of a gateway's notice does not fit."""

    code = "payments.notice_unsigned"
    status = 403


class NoticeMalformed(Refused):
    """A notice that we cannot read; it is kept raw for a person to look at."""

    code = "payments.notice_malformed"


class CashShort(Refused):
    """Less cash is given than is due."""

    code = "payments.cash_short"


class TendersOff(Refused):
    """The tenders do not add up to what is due."""

    code = "payments.tenders_off"


class OwnOrder(Refused):
    """Nobody confirms the payment of an own order."""

    code = "payments.own_order"
    status = 403


class TenderUnknown(Refused):
    """No such way to pay. Facts: ``tender``."""

    code = "payments.tender_unknown"


class QrisMissing(Refused):
    """The cooperative has no QRIS code of its own yet."""

    code = "payments.qris_missing"
    status = 409


class QrisDynamic(Refused):
    """A code for one payment cannot be the code of the shop."""

    code = "payments.qris_dynamic"


class RequestReused(Refused):
    """The reference names another request: other amount, unit or payer. Facts: ``reference``."""

    code = "payments.request_reused"
    status = 409


class NotPaidYet(Refused):
    """Nobody has shown that this was paid. Facts: ``reference``, ``state``."""

    code = "payments.not_paid_yet"
    status = 409


class PaidDiffers(Refused):
    """What was paid stands for another amount, or was used before. Facts: ``due``, ``standing``."""

    code = "payments.paid_differs"
    status = 409


class NotStanding(Refused):
    """Not to be confirmed, matched or paid back in this ``state``. Facts: ``reference`` too."""

    code = "payments.not_standing"
    status = 409


class NothingToMatch(Refused):
    """A line of the bank's statement needs at least one confirmed payment."""

    code = "payments.nothing_to_match"


class MatchOff(Refused):
    """The bank brought more than was paid, or kept more than a fee. Facts: both in rupiah."""

    code = "payments.match_off"


class NoticeForeign(Refused):
    """A signed notice of an order, amount or currency that is not ours. Facts: ``field``."""

    code = "payments.notice_foreign"
    status = 404


class NoticeTooLarge(Refused):
    """A notice is small. Facts: ``bytes_max``."""

    code = "payments.notice_too_large"
    status = 413


class GatewayKeyUnfit(Refused):
    """A server key has 8 to 200 printable characters."""

    code = "payments.gateway_key_unfit"
