"""A few views as an office would have them, and the addresses of them."""

from collections import Counter
from collections.abc import Callable

from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from sokoguru.audit.models import Run
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.tenancy.actions import take_attempt
from sokoguru.tenancy.scope import cooperative_in_force, current, in_force

calls: Counter[str] = Counter()
uploads: list[bytes] = []


def write(work: str) -> None:
    Run.objects.create(work=work, last_at=clock.EPOCH)


def fail_with(code: str) -> None:
    """A real error of the database, with the SQLSTATE asked for."""
    with connections[current().cell].cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '{code}'; END $$")


def count_rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{cooperative_in_force()}:{Run.objects.count()}")


def write_row(request: HttpRequest) -> HttpResponse:
    calls["write"] += 1
    write(request.GET.get("work", "written"))
    return HttpResponse("done", status=int(request.GET.get("status", 200)))


def crash(request: HttpRequest) -> HttpResponse:
    write("lost")
    raise ZeroDivisionError


def refuse(request: HttpRequest) -> HttpResponse:
    write("lost")
    raise NotFound


def on_tap(request: HttpRequest) -> HttpResponse:
    write("tapped")
    return HttpResponse("tapped")


on_tap.writes_on_get = True  # type: ignore[attr-defined]


def doubt(request: HttpRequest) -> HttpResponse:
    write("kept raw")
    return HttpResponse("not believed", status=int(request.GET["status"]))


doubt.keeps_refused = True  # type: ignore[attr-defined]


def outside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(in_force()))


outside.no_scope = True  # type: ignore[attr-defined]


def clash(request: HttpRequest) -> HttpResponse:
    """Fails ``times`` times with a code, after a guess was taken and a file was read."""
    calls["clash"] += 1
    write("once")
    take_attempt(cooperative_id=cooperative_in_force(), subject="pin:1", limit=5, minutes=30)
    uploads.extend(each.read() for each in request.FILES.values())
    if calls["clash"] <= int(request.GET["times"]):
        fail_with(request.GET["code"])
    return HttpResponse("done")


def guess_twice(request: HttpRequest) -> HttpResponse:
    for _ in range(2):
        take_attempt(cooperative_id=cooperative_in_force(), subject="pin:1", limit=5, minutes=30)
    return HttpResponse("done")


def wait_for_lock(request: HttpRequest) -> HttpResponse:
    with connections[current().cell].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 20")
    Run.objects.update(work="mine")
    return HttpResponse("done")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    write("lost")
    return StreamingHttpResponse(row.work for row in Run.objects.all())


def tell_the_time(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str((clock.now() - clock.EPOCH).days))


VIEWS: dict[str, Callable[..., object]] = {
    "count": count_rows,
    "write": write_row,
    "crash": crash,
    "refuse": refuse,
    "tap": on_tap,
    "doubt": doubt,
    "outside": outside,
    "clash": clash,
    "guess-twice": guess_twice,
    "wait": wait_for_lock,
    "stream": stream,
    "clock": tell_the_time,
}
urlpatterns = [path(f"{name}/", view) for name, view in VIEWS.items()]


def in_words(request: HttpRequest, refused: Exception) -> HttpResponse:
    """What ``settings.REFUSAL_ANSWER`` names in these tests."""
    return HttpResponse(f"words for {refused}", status=refused.status)  # type: ignore[attr-defined]


class Words:
    """Stands where ``ui`` has its refusals: before the scope, so that its turn comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return in_words(request, error) if hasattr(error, "status") else None
