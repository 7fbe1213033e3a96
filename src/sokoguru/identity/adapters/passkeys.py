"""How a passkey is asked for: it opens the door alone, unless the person wants otherwise."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext as _


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form in our words. Staff have no password, so a key that opens nothing alone would
    leave them before the door: it is ticked from the start.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, passwordless = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length = _("Nama kunci"), 100
        passwordless.label = _("Masuk cukup dengan kunci ini, tanpa kata sandi")
        passwordless.help_text = _("Hilangkan centang hanya untuk kunci USB tanpa PIN.")
        passwordless.initial = True
