"""A browser of the tests: Django's client at a cooperative's host, outside the test's own scope."""

from typing import Any

from django.db import connections
from django.test import Client

from sokoguru.tenancy import scope

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Browser(Client):
    """Each request finds its own scope by its host, as in life, and gives the test its scope
    back.
    """

    def request(self, **environ: Any) -> Any:
        outer = scope._scope.get()
        token = scope._scope.set(None)
        try:
            return super().request(**environ)
        finally:
            scope._scope.reset(token)
            if outer is not None and not connections[outer.cell].needs_rollback:
                with connections[outer.cell].cursor() as cursor:
                    cursor.execute(f"SET LOCAL soko.cooperative_id = {outer.cooperative_id}")


def browser(host: str = "lestari.localhost", **options: Any) -> Browser:
    """A client that speaks to one cooperative from this machine."""
    return Browser(SERVER_NAME=host, REMOTE_ADDR="127.0.0.1", **options)
