"""How the pages themselves say no."""

from sokoguru.kernel.refusals import Refused


class FormStale(Refused):
    """The hidden key of a form is missing or is not a key: it was not made by our page."""

    code = "ui.form_stale"
