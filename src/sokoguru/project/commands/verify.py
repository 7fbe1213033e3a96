"""``soko verify``: the chain of seals, recomputed."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true",
                        help=say("hasil sebagai JSON", "print the result as JSON"))  # fmt: skip


COMMAND = Command(
    name="verify",
    help=(
        "Menghitung ulang segel pembukuan dan menyebut entri pertama yang diubah.",
        "Recompute the seals of the books and name the first entry that was altered.",
    ),
    needs=Needs.DATABASE,
    add_arguments=add_arguments,
)
