"""Why the pages of the books say no."""

from sokoguru.kernel.refusals import Refused


class MonthNotOver(Refused):
    """A month is closed after its last day. Facts: ``ends_on``."""

    code = "reports.month_not_over"


class EarlierMonthOpen(Refused):
    """Months are closed in their order. Facts: ``starts_on`` of the open one."""

    code = "reports.earlier_month_open"


class ClosedWithTheYear(Refused):
    """The last month of a book year is closed with the year, after tax. Facts: ``year``."""

    code = "reports.closed_with_the_year"


class ReversedElsewhere(Refused):
    """More than money hangs on this entry: it is taken back where it was made. Facts: ``name``."""

    code = "reports.reversed_elsewhere"
    status = 409


class ReasonMissing(Refused):
    """A reversal says why, in at least five letters."""

    code = "reports.reason_missing"


class SpanTurned(Refused):
    """A span ends before it begins. Facts: ``since``, ``until``."""

    code = "reports.span_turned"
