"""What a command of ``soko`` is: its words in two languages, its arguments, what it needs."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from sokoguru.project.processes import Stop

Say = Callable[[str, str], str]
"""Chooses between the Indonesian and the English words of a help text."""


class Needs(Enum):
    """What has to stand before a command can begin."""

    DJANGO = "settings and offices only"
    DATABASE = "the database, in the application's role"
    OWNER = "the database, in the owner's role as well"


def no_arguments(_parser: ArgumentParser, _say: Say) -> None:
    """For a command that takes none."""


@dataclass(frozen=True)
class Command:
    """One command. What it does stands in ``doing``, imported when Django is ready."""

    name: str
    help: tuple[str, str]
    needs: Needs
    add_arguments: Callable[[ArgumentParser, Say], None] = no_arguments
    settle: Callable[[Namespace], Needs] | None = None
    """Looks at the arguments before the settings are read, where they change what is needed."""
    stops: bool = False
    """Whether it runs until it is told to stop, which is then its good end."""
    part: str = ""
    """A module without which the command does not exist in this version."""

    @property
    def body(self) -> str:
        """The module whose ``run(call)`` does the work and gives the exit code."""
        return f"sokoguru.project.doing.{self.name}"


@dataclass(frozen=True)
class Call:
    """One call of a command, as its body gets it."""

    arguments: Namespace
    data: Path
    embedded: bool
    """Whether the database is our own, in the data folder."""
    stop: Stop = field(default_factory=Stop)
    """Set by SIGTERM, SIGHUP or Ctrl-C, for commands that run until then."""
