"""How the witness says no."""

from sokoguru.kernel.refusals import Refused


class KeyReused(Refused):
    """The same request key came with another body: one of the two callers is wrong. Facts: ``key``."""

    code = "audit.key_reused"
    status = 422
