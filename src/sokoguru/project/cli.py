"""The command line: finds the command that is meant, says its help, and hands over to its work.

Nothing heavy is imported before a command begins: ``soko --help`` answers at once.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

from sokoguru import __version__
from sokoguru.project.command import Command
from sokoguru.project.commands import (
    bench,
    cells,
    check,
    demo,
    doctor,
    manage,
    openapi,
    tour,
    up,
    verify,
    worker,
)

COMMANDS: tuple[Command, ...] = (
    up.COMMAND,
    demo.COMMAND,
    tour.COMMAND,
    check.COMMAND,
    verify.COMMAND,
    doctor.COMMAND,
    worker.COMMAND,
    cells.COMMAND,
    bench.COMMAND,
    openapi.COMMAND,
    manage.COMMAND,
)
LANGUAGES = ("id", "en")
ARGPARSE = (
    ("unrecognized arguments: ", "tidak dikenal: "),
    ("the following arguments are required: ", "masih diperlukan: "),
    ("expected one argument", "perlu satu nilai"),
    ("expected at least one argument", "perlu sedikitnya satu nilai"),
    ("invalid choice: ", "bukan pilihan: "),
    ("invalid int value: ", "bukan bilangan: "),
    ("(choose from ", "(pilihan: "),
    ("argument ", "argumen "),
)
"""What argparse says of its own, and how we say it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 refused or found broken, 2 wrongly called."""
    typed = list(sys.argv[1:] if argv is None else argv)
    language, typed = language_of(typed)
    os.environ["SOKO_LANG"] = language
    commands = {each.name: each for each in COMMANDS if not each.part or exists(each.part)}
    parser = parser_of(commands, language)
    if not typed:
        parser.print_help()
        return 2
    if typed[0] == manage.COMMAND.name:  # all the rest is Django's to read
        arguments = Namespace(command=typed[0], rest=typed[1:])
    else:
        arguments = parser.parse_args(typed)
    try:
        begin = import_module("sokoguru.project.performing").perform
        code = int(begin(commands[arguments.command], arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our words has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def exists(module: str) -> bool:
    """Whether this version has the module. Imports nothing but the packages above it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def language_of(typed: list[str]) -> tuple[str, list[str]]:
    """The language by ``--lang``, ``SOKO_LANG`` or ``LANG``; and what else was typed."""
    rest, named = [], os.environ.get("SOKO_LANG") or os.environ.get("LANG", "")
    words = iter(typed)
    for word in words:
        if word == "manage":  # what follows is Django's
            rest += [word, *words]
        elif word == "--lang":
            named = next(words, "")
        elif word.startswith("--lang="):
            named = word.partition("=")[2]
        else:
            rest.append(word)
    return "en" if named.lower().startswith("en") else "id", rest


class Parser(ArgumentParser):
    """argparse, with its own words in the language that was asked for."""

    language = "id"

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "allow_abbrev": False})
        self._positionals.title = self.say("yang dituju", "what it is about")
        self._optionals.title = self.say("pilihan", "options")
        words = self.say("bantuan ini", "this help")
        self.add_argument("-h", "--help", action="help", help=words)

    def say(self, indonesian: str, english: str) -> str:
        """The words in the language that was asked for."""
        return indonesian if self.language == "id" else english

    def error(self, message: str) -> NoReturn:
        if self.language == "id":
            for theirs, ours in ARGPARSE:
                message = message.replace(theirs, ours)
        hint = self.say("Lihat", "See")
        self.exit(2, f"{self.prog}: {message}. {hint}: {self.prog} --help\n")

    def format_help(self) -> str:
        text = super().format_help()
        return text.replace("usage: ", "pemakaian: ", 1) if self.language == "id" else text


def parser_of(commands: dict[str, Command], language: str) -> Parser:
    """The parser of all commands of this version."""
    Parser.language = language
    parser = Parser(prog="soko")
    say = parser.say
    parser.description = say(
        "Sokoguru: perangkat lunak koperasi, satu buku besar, setiap rupiah dapat dijelaskan.",
        "Sokoguru: what a cooperative runs on, one ledger, every rupiah explained.",
    )
    parser.add_argument("--version", action="version", version=f"Sokoguru {__version__}",
                        help=say("sebut versi ini", "tell this version"))  # fmt: skip
    words = say("bahasa: id atau en", "language: id or en")
    parser.add_argument("--lang", choices=LANGUAGES, help=words)
    choices = parser.add_subparsers(
        dest="command", metavar=say("PERINTAH", "COMMAND"), required=True,
        title=say("perintah", "commands"),
    )  # fmt: skip
    where = say(
        "folder data (tanpa ini: SOKO_DATA, lalu folder baku)",
        "the data folder (else SOKO_DATA, else the usual one)",
    )
    for command in commands.values():
        told = say(*command.help)
        own = choices.add_parser(command.name, help=told, description=told)
        own.add_argument("--lang", choices=LANGUAGES, help=words)
        own.add_argument("--data", metavar=say("FOLDER", "DIR"), help=where)
        command.add_arguments(own, say)
    return parser


if __name__ == "__main__":
    sys.exit(main())
