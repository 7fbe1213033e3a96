"""How tenancy says no."""

from sokoguru.kernel.refusals import Refused


class NoScope(Exception):
    """A bug, not a refusal: a tenant row was asked for outside any cooperative's scope."""


class HostUnknown(Refused):
    """No cooperative answers on this host. Facts: none, so that nothing private is listed."""

    code = "tenancy.host_unknown"
    status = 404


class TooManyAttempts(Refused):
    """The counter of guesses is empty. Facts: ``retry_after`` seconds."""

    code = "tenancy.too_many_attempts"
    status = 429


class Busy(Refused):
    """A lock or an answer was not to be had in time: others are at the same rows. Try again."""

    code = "tenancy.busy"
    status = 409


class HostTaken(Refused):
    """Another cooperative answers on this host already. Facts: ``host``."""

    code = "tenancy.host_taken"
    status = 409


class CellUnknown(Refused):
    """This installation has no such cell. Facts: ``cell``."""

    code = "tenancy.cell_unknown"


class ClockFixed(Refused):
    """Only an example's clock moves, and only forward. Facts: ``days``."""

    code = "tenancy.clock_fixed"
