"""What ``soko up`` writes names the port that is in use, whichever it is."""

import os
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from sokoguru.project.command import Call
from sokoguru.project.doing import up
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import site_address
from tests.project.installation import free_port


class FilledIn(Exception):
    """The example would be filled in now."""


def test_the_example_is_filled_in_with_the_port_that_is_served(
    lestari: Cooperative, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = settings.ENVIRONMENT
    settings.ENVIRONMENT = usual  # the fixture puts it back
    monkeypatch.setenv("SOKO_PORT", str(usual.http_port))
    port, seen = free_port(), []

    def fill() -> None:
        seen.append((site_address(), os.environ["SOKO_PORT"]))
        raise FilledIn

    monkeypatch.setattr(up, "prepare_all", lambda: None)
    monkeypatch.setattr(up, "_fill", fill)
    asked = Call(Namespace(host="127.0.0.1", port=port, demo=True), tmp_path, embedded=True)
    with pytest.raises(FilledIn):
        up.run(asked)
    assert usual.http_port != port
    assert seen == [(f"http://localhost:{port}", str(port))]
