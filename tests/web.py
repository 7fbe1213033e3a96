"""A browser of the tests: Django's client at a cooperative's host, outside the test's own scope."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client

from sokoguru.tenancy import scope

BACKEND = "django.contrib.auth.backends.ModelBackend"


_chains: dict[tuple[Any, ...], Any] = {}
"""The middleware, once for each setting that it reads when it is made: that costs as much as a
request, most of it a look at every static file.
"""


class Browser(Client):
    """Each request finds its own scope by its host, as in life, and gives the test its scope
    back.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        told = (settings.ROOT_URLCONF, *settings.MIDDLEWARE, str(settings.STATIC_ROOT))
        if told not in _chains:
            self.handler.load_middleware()
            _chains[told] = self.handler._middleware_chain
        self.handler._middleware_chain = _chains[told]

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
