"""The role matrix: a committed table of expected answers for every route, method and role."""

import pytest

from sokoguru.tenancy.models import Cooperative
from tests.access import matrix
from tests.access.routes import routes
from tests.cast import Cast


@pytest.fixture
def example(cast: Cast) -> Cast:
    """The cast in an example cooperative, where staff may do without a second factor."""
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    return cast


def test_every_role_gets_exactly_the_answers_of_the_table(
    example: Cast, request: pytest.FixtureRequest
) -> None:
    answers = matrix.asked(example)
    if request.config.getoption("--write-matrix"):
        matrix.write(answers)
    expected = matrix.read()
    assert sorted(answers) == sorted(expected), "a route or method without a row, or a row too many"
    wrong = [
        f"{method} {pattern} as {role}: {got}, table says {expected[pattern, method][role]}"
        for (pattern, method), by_role in answers.items()
        for role, got in by_role.items()
        if got != expected[pattern, method][role]
    ]
    assert wrong == []


def test_a_view_that_lost_its_mark_is_closed_and_shows(example: Cast) -> None:
    [route] = [route for route in routes() if route.pattern == "/meja/"]
    mark = route.view.access  # type: ignore[attr-defined]
    del route.view.access  # type: ignore[attr-defined]
    try:
        client = matrix.browser()
        client.force_login(example.users["ratna"], backend=matrix.BACKEND)
        assert matrix.word(client.get("/meja/")) == "tidak"
        assert matrix.read()["/meja/", "GET"]["ketua"] == "ya"
    finally:
        route.view.access = mark  # type: ignore[attr-defined]


def test_every_view_of_ours_says_who_may_see_it() -> None:
    unmarked = [
        route.pattern
        for route in routes()
        if route.view.__module__.startswith("sokoguru.")
        and not hasattr(route.view, "access")
        and not getattr(route.view, "no_scope", False)
    ]
    assert unmarked == []
