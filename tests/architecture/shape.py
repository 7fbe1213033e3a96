"""Reads the shape of the house: the stack from ``pyproject.toml``, the imports, the sources.

Every check is a function that returns what is wrong, so that a test can feed it something broken.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import grimp
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "sokoguru"
DOORS = {"actions", "queries", "events", "errors", "rules", "ports"}
"""What one office may use of another."""
OPEN = {"kernel", "tenancy", "ui"}
"""Foundations: every room of theirs may be used."""
MARKS = {"sokoguru.identity.views", "sokoguru.identity.api"}
"""The marks that every view and operation wears: these modules, not what lies in them."""
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "signals"}
MOST_LINES, MOST_LINES_A_FUNCTION = 400, 60
HIDDEN_IMPORTS_ALLOWED = {"project/apps.py"}  # models exist only when Django is ready
KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}

configure()


def settings_of_the_linter() -> dict[str, Any]:
    """The one place that defines the shape."""
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return told["tool"]["importlinter"]  # type: ignore[no-any-return]


def contracts() -> list[dict[str, Any]]:
    """All contracts, the stack first."""
    found: list[dict[str, Any]] = settings_of_the_linter()["contracts"]
    return found


def inner_contracts() -> list[dict[str, Any]]:
    """The contracts about the rooms inside an office."""
    return [each for each in contracts() if each["name"].startswith("Inside ")]


def stack() -> dict[str, int]:
    """Each office's storey, 0 at the top."""
    rows: list[str] = contracts()[0]["layers"]
    return {name.strip(" ()"): level for level, row in enumerate(rows) for name in row.split("|")}


@cache
def imports() -> grimp.ImportGraph:
    """The imports of the package as it stands; copy it before you change it."""
    return grimp.build_graph(
        "sokoguru",
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def broken_contracts(graph: grimp.ImportGraph) -> set[str]:
    """The names of the contracts this graph breaks."""
    session = {"root_packages": ["sokoguru"], "include_external_packages": "True"}
    wrong = set()
    for options in contracts():
        told = {
            key: str(value) if isinstance(value, bool) else value
            for key, value in options.items()
            if key != "name"
        }
        contract = KINDS[told["type"]](
            name=options["name"], session_options=session, contract_options=told
        )
        if not contract.check(deepcopy(graph), verbose=False).kept:
            wrong.add(options["name"])
    return wrong


def built_offices(source: Path = SRC) -> set[str]:
    """The packages that exist."""
    return {path.parent.name for path in source.glob("*/__init__.py")}


def held_offices() -> set[str]:
    """The offices that an inner contract names."""
    containers = [name for each in inner_contracts() for name in each["containers"]]
    assert len(containers) == len(set(containers)), "an office held twice"
    return {name.removeprefix("sokoguru.") for name in containers}


def not_held(source: Path = SRC) -> set[str]:
    """Offices that exist without an inner order, or have one without existing."""
    return held_offices() ^ (built_offices(source) - {"project", "kernel"})


def past_the_doors(graph: grimp.ImportGraph) -> list[str]:
    """Imports that enter another office by something other than its doors."""
    wrong = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            here, there = importer.split("."), imported.split(".")
            if there[0] != "sokoguru" or len(here) < 3 or len(there) < 2 or here[1] == there[1]:
                continue
            if here[1] == "project" or there[1] in OPEN or imported in MARKS:
                continue
            if len(there) == 2 or there[2] not in DOORS:
                wrong.append(f"{importer} -> {imported}")
    return sorted(wrong)


def sources(source: Path = SRC) -> list[Path]:
    """Every module outside migrations."""
    return sorted(path for path in source.rglob("*.py") if "migrations" not in path.parts)


def forbidden_names(source: Path = SRC) -> list[str]:
    """Rooms named after nothing."""
    return sorted(
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.stem in FORBIDDEN_NAMES and path.suffix in ("", ".py")
    )


def unreadable(path: Path) -> list[str]:
    """What is too long in a module, and the docstring it lacks."""
    text = path.read_text()
    tree = ast.parse(text)
    wrong = []
    if text.count("\n") > MOST_LINES:
        wrong.append(f"{text.count(chr(10))} lines")
    if text.strip() and not ast.get_docstring(tree):
        wrong.append("no docstring")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno + 1
            if length > MOST_LINES_A_FUNCTION:
                wrong.append(f"{node.name}: {length} lines")
    return wrong


def hidden_imports(path: Path) -> list[str]:
    """Imports inside functions: each is a cycle that hides."""
    wrong = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            wrong += [
                f"{node.name}:{inner.lineno}"
                for inner in ast.walk(node)
                if isinstance(inner, ast.Import | ast.ImportFrom)
            ]
    return wrong


def upward_templates(source: Path = SRC) -> list[str]:
    """Templates that extend or include one of a higher storey or of a stranger beside them."""
    level, wrong = stack(), []
    for path in sorted(source.rglob("templates/**/*")):
        here = path.relative_to(source).parts[0]
        if not path.is_file() or here not in level:
            continue
        for there in re.findall(
            r"""{%-?\s*(?:extends|include|load_from)\s+["'](\w+)/""", path.read_text()
        ):
            if there in level and there != here and level[there] <= level[here]:
                wrong.append(f"{path.relative_to(source)} -> {there}")
    return wrong


def refusal_words(office: str, source: Path = SRC) -> set[str]:
    """The codes that an office has words for."""
    path = source / office / "templates" / office / "refusals.txt"
    return (
        set(re.findall(r"""code == ["']([a-z_.]+)["']""", path.read_text()))
        if path.exists()
        else set()
    )


def modules_of(source: Path = SRC) -> Iterator[str]:
    """Dotted names of every module outside migrations."""
    for path in sources(source):
        parts = path.relative_to(source.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
