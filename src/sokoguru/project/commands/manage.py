"""``soko manage``: any command of Django, in the application's role."""

from argparse import Namespace

from sokoguru.project.command import Command, Needs

WITHOUT_DATABASE = {
    "", "--help", "-h", "help", "--version", "version", "check", "diffsettings", "findstatic",
    "makemessages", "compilemessages", "collectstatic", "makemigrations", "startapp",
}  # fmt: skip


def settle(arguments: Namespace) -> Needs:
    """What only looks at the code starts no database."""
    first = arguments.rest[0] if arguments.rest else ""
    asks = {"--help", "-h"} & set(arguments.rest)
    return Needs.DJANGO if asks or first in WITHOUT_DATABASE else Needs.DATABASE


COMMAND = Command(
    name="manage",
    help=("Perintah Django apa pun, termasuk dbshell.", "Any command of Django, dbshell included."),
    needs=Needs.DATABASE,
    settle=settle,
)
