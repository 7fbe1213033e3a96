"""How notices say no."""

from sokoguru.kernel.refusals import Refused


class NoAddress(Refused):
    """Letters were asked for, and the register knows no address to send them to."""

    code = "notices.no_address"
    status = 422
