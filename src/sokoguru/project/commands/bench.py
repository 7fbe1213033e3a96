"""``soko bench``: ours against the raw driver, doing the same rows in the same run."""

from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path

from sokoguru.project.command import Command, Needs, Say

FOLDER = "sokoguru.project.bench"


def benches() -> list[str]:
    """The benches of this version, as they are typed: ``post``, ``close-day``."""
    found = find_spec(FOLDER)
    places = list(found.submodule_search_locations or []) if found else []
    names = [path.stem for place in places for path in Path(place).glob("[a-z]*.py")]
    return sorted(name.replace("_", "-") for name in names)


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("bench", choices=benches(), help=say("apa yang diukur", "what to measure"))
    parser.add_argument("--json", action="store_true",
                        help=say("hasil sebagai JSON", "print the result as JSON"))  # fmt: skip


COMMAND = Command(
    name="bench",
    help=(
        "Mengukur kecepatan terhadap batasnya: penggerak basis data polos dengan baris yang sama.",
        "Measure the speed against its limit: the bare driver writing the same rows.",
    ),
    needs=Needs.OWNER,
    add_arguments=add_arguments,
    part=FOLDER,
)
