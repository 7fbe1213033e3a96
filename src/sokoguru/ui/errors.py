"""How the pages themselves say no."""

from sokoguru.kernel.refusals import Refused


class FormStale(Refused):
    """The hidden key of a form is missing or is not a key: it was not made by our page."""

    code = "ui.form_stale"


class BodyTooLarge(Refused):
    """A request brings more bytes than any form of ours. Facts: ``most`` (bytes)."""

    code = "ui.body_too_large"
    status = 413
