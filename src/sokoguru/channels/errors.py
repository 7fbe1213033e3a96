"""Why channels says no."""

from sokoguru.kernel.refusals import Refused


class DoesNotFit(Refused):
    """The post does not fit the channel (``problems``)."""

    code = "channels.does_not_fit"


class ChannelUnknown(Refused):
    """No adapter of this kind is installed. Facts: ``kind``."""

    code = "channels.channel_unknown"


class NotConnected(Refused):
    """The account is not connected, or was switched off. Facts: ``name``."""

    code = "channels.not_connected"
    status = 409


class AddressUnfit(Refused):
    """A mail address or the address of a server that cannot be one. Facts: ``address``."""

    code = "channels.address_unfit"


class TokenUnfit(Refused):
    """An access token is one word of visible ASCII letters. It is no fact."""

    code = "channels.token_unfit"


class NotUnknown(Refused):
    """Only a sending whose outcome is unknown is settled by a person. Facts: ``state``."""

    code = "channels.not_unknown"
    status = 409


class AlreadyOnItsWay(Refused):
    """What is being sent or was sent cannot be cancelled. Facts: ``state``."""

    code = "channels.already_on_its_way"
    status = 409
