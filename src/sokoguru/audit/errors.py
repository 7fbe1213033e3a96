"""How the witness says no."""

from sokoguru.kernel.refusals import Refused


class KeyReused(Refused):
    """The same request key came with another body: one caller is wrong. Facts: ``key``."""

    code = "audit.key_reused"
    status = 422


class KeyUnfit(Refused):
    """A request key is 1 to 255 visible characters. Facts: ``length``."""

    code = "audit.key_unfit"


class NotHere(Refused):
    """A delivery's cooperative lives in another cell by now. Facts: none."""

    code = "audit.not_here"
    status = 404
