"""Finding a Chromium: the named one, the machine's, or the one line that installs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "chromium.py"
LINE = "sudo apt-get install -y chromium"


def program(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def find(path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name != "SOKO_CHROMIUM"}
    nowhere = {"PLAYWRIGHT_BROWSERS_PATH": str(path), "PLAYWRIGHT_DOWNLOAD_HOST": "http://[::1]:9"}
    return subprocess.run(
        [sys.executable, TOOL],
        env={**kept, **nowhere, "PATH": str(path), **environment},
        capture_output=True,
        text=True,
    )


def test_the_named_one_is_taken_before_the_machines(tmp_path):
    program(tmp_path, "chromium", "echo Chromium 1")
    named = program(tmp_path, "mine", "echo Chromium 2")
    done = find(tmp_path, SOKO_CHROMIUM=str(named))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{named}\n", "")


def test_a_named_one_that_does_not_run_is_refused(tmp_path):
    program(tmp_path, "chromium", "echo Chromium 1")
    done = find(tmp_path, SOKO_CHROMIUM="/nonexistent")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "SOKO_CHROMIUM=/nonexistent does not run.\n"


def test_the_machines_own_is_the_first_that_runs(tmp_path):
    program(tmp_path, "chromium", "exit 1")
    chrome = program(tmp_path, "google-chrome", "echo Google Chrome 1")
    assert find(tmp_path).stdout == f"{chrome}\n"


@pytest.mark.slow
def test_where_none_can_be_had_the_last_word_is_the_line_that_installs_it(tmp_path):
    done = find(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].endswith(LINE)
    assert done.stderr.count(LINE) == 1
