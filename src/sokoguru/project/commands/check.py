"""``soko check``: every invariant, recomputed from the rows."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true",
                        help=say("hasil sebagai JSON", "print the result as JSON"))  # fmt: skip


COMMAND = Command(
    name="check",
    help=(
        "Menghitung ulang setiap hal yang harus selalu benar, langsung dari barisnya, dan menyebut "
        "apa yang melanggarnya.",
        "Recompute from the rows everything that must always hold, and name what breaks it.",
    ),
    needs=Needs.OWNER,
    add_arguments=add_arguments,
)
