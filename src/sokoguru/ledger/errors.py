"""How the books say no."""

from sokoguru.kernel.refusals import Refused


class TooFewLines(Refused):
    """An entry has at least two lines. Facts: ``count``."""

    code = "ledger.too_few_lines"


class ReferenceUnfit(Refused):
    """A reference is 1 to 80 printable characters. Facts: ``reference`` (cut), ``length``."""

    code = "ledger.reference_unfit"


class EmptyLine(Refused):
    """A line of zero rupiah says nothing. Facts: ``account_id``."""

    code = "ledger.empty_line"


class AmountTooLarge(Refused):
    """A line beyond what one act may move. Facts: ``amount``, ``most`` (rupiah)."""

    code = "ledger.amount_too_large"


class Unbalanced(Refused):
    """Debit and credit differ within a unit and fund.

    Facts: ``unit``, ``fund``, ``off_by`` (rupiah).
    """

    code = "ledger.unbalanced"


class UnknownAccount(Refused):
    """An account that this cooperative has not, or that takes no lines. Facts: ``accounts``."""

    code = "ledger.unknown_account"
    status = 404


class BelowFloor(Refused):
    """A balance would fall below its floor. Facts: ``account_id``, ``available`` (rupiah)."""

    code = "ledger.below_floor"
    status = 409


class PeriodClosed(Refused):
    """The book of this date is closed. Facts: ``on``."""

    code = "ledger.period_closed"
    status = 409


class PeriodMissing(Refused):
    """No period of the book holds this date. Facts: ``on``."""

    code = "ledger.period_missing"


class ReferenceReused(Refused):
    """The reference already names an entry with another body. Facts: ``reference``."""

    code = "ledger.reference_reused"
    status = 409


class AlreadyReversed(Refused):
    """An entry is reversed at most once. Facts: ``entry_id``, ``reversed_by``."""

    code = "ledger.already_reversed"
    status = 409


class ReversalOfReversal(Refused):
    """A reversal is not reversed: post the right entry anew. Facts: ``entry_id``."""

    code = "ledger.reversal_of_reversal"
    status = 409


class HoldSettled(Refused):
    """The hold was already posted, voided or has expired. Facts: ``hold_id``, ``state``."""

    code = "ledger.hold_settled"
    status = 409


class HoldExceeded(Refused):
    """More was posted than was held. Facts: ``held``, ``asked`` (rupiah)."""

    code = "ledger.hold_exceeded"


class HoldUntouched(Refused):
    """The entry takes nothing out of the account whose money was held. Facts: ``hold_id``."""

    code = "ledger.hold_untouched"


class RoleTaken(Refused):
    """The unit's account of this role is of another kind or fund. Facts: ``role``, ``unit``."""

    code = "ledger.role_taken"
    status = 409


class CodeTaken(Refused):
    """The unit already has a control account of this code. Facts: ``code``, ``unit``."""

    code = "ledger.code_taken"
    status = 409
