"""How allauth behaves here: nobody signs up by themselves, login leads to one's own place."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

PASSKEY_AGAIN = "mfa_reauthenticate:webauthn"
_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Logins are given by the cooperative; a person becomes known by admission or by a duty."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return reverse("identity:onward")

    def get_logout_redirect_url(self, request: Any) -> str:
        return "/"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The passkey first: whoever has one is not asked for a code that is nowhere."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] != PASSKEY_AGAIN)

    def render_mail(
        self, template_prefix: str, email: Any, context: Any, headers: Any = None
    ) -> Any:
        """Every letter says that a machine sent it (RFC 3834), so that no other answers it."""
        marked = {**(headers or {}), "Auto-Submitted": "auto-generated"}
        return super().render_mail(template_prefix, email, context, marked)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """A mail server that does not answer is written down; who asked is told nothing else than
        everybody.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as failure:
            _log.warning("%s: %s", template_prefix, type(failure).__name__)
