"""Carrying out one command: data folder, database, Django; and a refusal in one sentence."""

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import Error
from django.utils import translation

from sokoguru.kernel.refusals import Refused
from sokoguru.project.command import Call, Command, Needs
from sokoguru.project.connecting import connected, first_line, is_lost
from sokoguru.project.data_folder import default_data_folder
from sokoguru.project.errors import DatabaseUnreachable
from sokoguru.project.processes import Stop, setting_on_signals

TEMPLATES = Path(__file__).parent / "templates"


def perform(command: Command, arguments: Namespace) -> int:
    """Do what the command says. A refusal becomes one sentence on standard error, and 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sokoguru.project.settings")
    named = getattr(arguments, "data", None) or default_data_folder()
    data = Path(os.path.realpath(Path(named).expanduser()))
    os.environ["SOKO_DATA"] = str(data)
    stop = Stop()
    try:
        with ExitStack() as stack:
            if command.stops:
                stack.enter_context(setting_on_signals(stop))
            needs = command.settle(arguments) if command.settle else command.needs
            embedded = False
            if needs is not Needs.DJANGO:
                embedded = stack.enter_context(connected(data, owner=needs is Needs.OWNER))
            return _body(command, Call(arguments, data, embedded, stop))
    except Refused as refused:
        print(sentence(refused), file=sys.stderr)
        return 1


def _body(command: Command, call: Call) -> int:
    _start_django()
    try:
        code: int = import_module(command.body).run(call)
    except (Error, psycopg.Error) as error:
        if not is_lost(error):
            raise
        raise DatabaseUnreachable(reason=first_line(error)) from error
    return code


def _start_django() -> None:
    if not apps.ready:
        django.setup()
    translation.activate(os.environ.get("SOKO_LANG") or settings.LANGUAGE_CODE)


def sentence(refused: Refused) -> str:
    """A refusal in plain words; where the settings themselves are refused, without them."""
    try:
        _start_django()
    except Refused:
        settings.configure(
            LANGUAGE_CODE="id",
            INSTALLED_APPS=[],
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "DIRS": [TEMPLATES],
                }
            ],
        )
        _start_django()
    if find_spec("sokoguru.ui") is None:
        return str(refused)
    said: str = import_module("sokoguru.ui.queries").sentence_of(refused)
    return said
