"""Why channels says no."""

from sokoguru.kernel.refusals import Refused


class DoesNotFit(Refused):
    """The post does not fit the channel (``problems``)."""

    code = "channels.does_not_fit"
