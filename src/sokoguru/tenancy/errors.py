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
    """A lock was not to be had in time: the same act is still running elsewhere. Try again."""

    code = "tenancy.busy"
    status = 409
