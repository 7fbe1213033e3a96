"""Why members says no."""

from sokoguru.kernel.refusals import Refused


class NikMalformed(Refused):
    """Not the shape of a NIK (``reason``: length, digits, day, month, date or serial)."""

    code = "members.nik_malformed"


class NpwpMalformed(Refused):
    """Neither the 16 digits of an NPWP nor the 15 of an old one."""

    code = "members.npwp_malformed"


class PhoneMalformed(Refused):
    """Not an Indonesian telephone number (``reason``: characters, prefix or length)."""

    code = "members.phone_malformed"


class PhoneNotMobile(Refused):
    """A landline cannot receive messages."""

    code = "members.phone_not_mobile"


class NameMissing(Refused):
    """A name needs at least one letter and at most 120 characters."""

    code = "members.name_missing"


class AddressIncomplete(Refused):
    """A part of the address is missing or malformed (``field``)."""

    code = "members.address_incomplete"


class TooFewFounders(Refused):
    """A primary cooperative needs nine founders, a secondary one three cooperatives."""

    code = "members.too_few_founders"


class NotACandidate(Refused):
    """Only a candidate is admitted or refused."""

    code = "members.not_a_candidate"


class TooYoung(Refused):
    """Not of the age that the AD asks for, and not married."""

    code = "members.too_young"


class DuesUnpaid(Refused):
    """Simpanan pokok or the first simpanan wajib is not paid in full."""

    code = "members.dues_unpaid"


class RegisterUnsigned(Refused):
    """The register of members (buku daftar anggota) is not signed."""

    code = "members.register_unsigned"


class AdmittedByOneself(Refused):
    """Nobody admits himself or herself."""

    code = "members.admitted_by_oneself"


class MoveNotAllowed(Refused):
    """A membership does not go from this state to that one."""

    code = "members.move_not_allowed"


class NikTaken(Refused):
    """Somebody with this NIK is in the register already. Facts: none, so that nothing is told."""

    code = "members.nik_taken"
    status = 409


class RefundNeedsCash(Refused):
    """What was held goes back in cash, and no place was named that holds it. Facts: ``refund``."""

    code = "members.refund_needs_cash"
    status = 409


class PurposeUnknown(Refused):
    """Nobody is asked for a consent to this. Facts: ``purpose``."""

    code = "members.purpose_unknown"
    status = 404


class NotOnesOwn(Refused):
    """A yes or no is said by the person alone. Facts: ``member_id``."""

    code = "members.not_ones_own"
    status = 403
