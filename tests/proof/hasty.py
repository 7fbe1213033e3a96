"""Planted: the middleware that acknowledges first and works afterwards."""

import threading
from collections.abc import Callable

from django.db import connections
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from tests.proof.stall import DEPOSITS

LATER = 0.4


class YesFirst:
    """Answers a deposit at once; the deposit itself follows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != DEPOSITS:
            return self.get_response(request)
        assert request.body

        def work() -> None:
            try:
                self.get_response(request)
            finally:
                connections.close_all()

        threading.Timer(LATER, work).start()
        return JsonResponse({"reference": "?", "entry_id": 0}, status=201)
