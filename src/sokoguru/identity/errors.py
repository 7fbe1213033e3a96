"""How identity says no."""

from sokoguru.kernel.refusals import Refused


class ActNotGranted(Refused):
    """No role of this person grants the act. Facts: ``act``."""

    code = "identity.act_not_granted"
    status = 403


class AboveLimit(Refused):
    """The amount is beyond what the person's roles may move at once. Facts: ``act``, ``amount``,
    ``limit``.
    """

    code = "identity.above_limit"
    status = 403


class SamePerson(Refused):
    """Maker and checker are one person. Facts: ``act``."""

    code = "identity.same_person"
    status = 403


class PinWrong(Refused):
    """The PIN does not fit. Facts: none."""

    code = "identity.pin_wrong"
    status = 403


class PinMissing(Refused):
    """The member has not set a PIN yet."""

    code = "identity.pin_missing"
    status = 403


class PinWeak(Refused):
    """A PIN that others would guess, or not six digits."""

    code = "identity.pin_weak"


class LinkSpent(Refused):
    """The one-time link was used, has expired, or never existed: the three look the same."""

    code = "identity.link_spent"
    status = 404


class KeyMissing(Refused):
    """A POST to the API needs an ``Idempotency-Key`` header of 8 to 255 printable characters."""

    code = "identity.key_missing"
