"""``soko cells``: where cooperatives live."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from sokoguru.project.command import Command, Needs, Say
from sokoguru.project.errors import CellThere

USUAL = "cell_001"


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|add")
    words = say("daftar sel dan isinya", "the cells and what they hold")
    listing = acts.add_parser("list", help=words)
    words = say("hasil sebagai JSON", "print the result as JSON")
    listing.add_argument("--json", action="store_true", help=words)
    words = say("siapkan sel baru dalam basis data", "prepare a new cell in the database")
    adding = acts.add_parser("add", help=words)
    words = say("nama sel, misalnya cell_002", "its name, such as cell_002")
    adding.add_argument("cell", type=cell_name, metavar=say("SEL", "CELL"), help=words)


def cell_name(typed: str) -> str:
    """A name as ``SOKO_CELLS`` takes it."""
    if not re.fullmatch(r"cell_[0-9]{3}", typed):
        raise ArgumentTypeError(f"{typed!r}: cell_001 … cell_999")
    return typed


def settle(arguments: Namespace) -> Needs:
    """A new cell joins the settings of this one command. Raises ``CellThere``."""
    if arguments.act == "list":
        return Needs.DATABASE
    known = os.environ.get("SOKO_CELLS", USUAL).split(",")
    if arguments.cell in known:
        raise CellThere(cell=arguments.cell)
    os.environ["SOKO_CELLS"] = ",".join([*known, arguments.cell])
    return Needs.OWNER


COMMAND = Command(
    name="cells",
    help=(
        "Menunjukkan di sel mana koperasi berada, atau menyiapkan sel baru.",
        "Show in which cells the cooperatives live, or prepare a new cell.",
    ),
    needs=Needs.DATABASE,
    add_arguments=add_arguments,
    settle=settle,
)
