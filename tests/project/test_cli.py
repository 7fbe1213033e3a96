"""The command line: help at once and in two languages, plain refusals, right exit codes."""

import subprocess
import sys
import time

import pytest

from sokoguru.project import cli
from tests.project.installation import environment, soko

HEAVY = (
    "print(sorted({'django', 'psycopg', 'granian'} & {each.split('.')[0] for each in sys.modules}))"
)
NAMES = ["up", "check", "verify", "doctor", "worker", "cells", "cells list", "cells add"]


def words(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[object, str, str]:
    """What a call of the command line in this process answers."""
    with pytest.raises(SystemExit) as left:
        cli.main(typed)
    told = capsys.readouterr()
    return left.value.code, told.out, told.err


def test_help_comes_at_once_and_imports_nothing_heavy():
    script = f"""
import sys
from sokoguru.project import cli
try:
    cli.main(["--help"])
finally:
    {HEAVY}
"""
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    took = time.monotonic() - begun
    assert ended.stdout.splitlines()[-1] == "[]"
    assert took < 0.3 or took < 3 * bare_start()


def bare_start() -> float:
    """How long Python itself takes on a machine that is busy with other things."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import argparse"], check=True)
    return time.monotonic() - begun


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("language", "sign"), [("id", "pemakaian: "), ("en", "usage: ")])
def test_every_command_has_help_in_both_languages(capsys, name, language, sign):
    code, out, _ = words(capsys, *name.split(), "--help", "--lang", language)
    assert code == 0
    assert out.startswith(f"{sign}soko {name}")
    assert ("bantuan ini" in out) == (language == "id")


@pytest.mark.parametrize(
    ("spoken", "named", "sign"),
    [
        ("en", "id_ID.UTF-8", "usage"),
        ("", "en_GB.UTF-8", "usage"),
        ("", "id_ID.UTF-8", "pemakaian"),
    ],
)
def test_the_language_is_that_of_soko_lang_else_of_the_machine(
    capsys, monkeypatch, spoken, named, sign
):
    monkeypatch.setenv("SOKO_LANG", spoken)
    monkeypatch.setenv("LANG", named)
    assert words(capsys, "--help")[1].startswith(sign)


@pytest.mark.parametrize(
    "typed",
    [
        ["fly"],
        ["up", "--port", "0"],
        ["up", "--prot", "1"],
        ["cells"],
        ["cells", "add", "x"],
        ["up", "x"],
    ],
)
def test_a_wrong_call_is_two_with_one_line(capsys, typed):
    code, out, err = words(capsys, *typed)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "--help" in err


def test_a_command_whose_part_is_missing_is_not_there(capsys, monkeypatch):
    monkeypatch.setattr(cli, "exists", lambda module: False)
    code, _, err = words(capsys, "openapi")
    assert code == 2
    assert "'bench'" not in err
    assert "'check'" in err


def refused(*typed: str, **more: str) -> str:
    """The one sentence with which a command refuses."""
    ended = soko(*typed, **more)
    assert (ended.returncode, ended.stdout) == (1, ""), ended.stderr
    (sentence,) = ended.stderr.splitlines()
    return sentence


def test_a_refusal_is_one_sentence(short):
    assert f"{short}/a,b" in refused("check", "--data", f"{short}/a,b")
    assert not (short / "a,b").exists()


def test_settings_that_cannot_be_read_are_refused(short):
    assert "SOKO_CELLS" in refused("manage", "check", SOKO_CELLS="cell_1")
    named = {
        "SOKO_DATABASE_URL": "postgresql://soko:geheim@127.0.0.1:1/x",
        "SOKO_DATA": str(short / "n"),
    }
    assert "SOKO_OWNER_DATABASE_URL" in refused("check", **named)


def test_a_database_that_does_not_answer_is_told_without_its_password(short):
    sentence = refused(
        "verify",
        SOKO_DATABASE_URL="postgresql://soko:geheim@127.0.0.1:1/x",
        SOKO_DATA=str(short / "n"),
    )
    assert "geheim" not in sentence
    assert "127.0.0.1" in sentence


def test_a_command_of_django_that_reads_code_only_starts_no_database(short):
    ended = soko("manage", "makemigrations", "--check", "--dry-run", SOKO_DATA=str(short / "none"))
    assert ended.returncode == 0, ended.stderr
    assert not (short / "none").exists()
