"""How allauth behaves here: nobody signs up by themselves, login leads to one's own place."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Logins are given by the cooperative; a person becomes known by admission or by a duty."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return reverse("identity:onward")

    def get_logout_redirect_url(self, request: Any) -> str:
        return "/"
