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
