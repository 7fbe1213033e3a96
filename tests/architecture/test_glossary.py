"""One spelling per term, and nothing named after what the akad forbids."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text()
TEXTS = (".py", ".html", ".md", ".js", ".css", ".txt", ".toml", ".json", ".csv", ".po", ".sql")
ROW = re.compile(
    r"^\| (?!term \|)(?P<term>[^|]+)\|[^|]*\|[^|]*\|[^|]*\|(?P<no>[^|]*)\|$", re.MULTILINE
)
ACCOUNT_OF_BUNGA = re.compile(
    r"^(?:(?:pendapatan|beban|biaya|piutang|utang|hutang|jasa|cadangan|akun)\b[ /]*(?:dan )?)?"
    r"bunga\b(?! (?:kol|telang|pepaya|pisang|turi|rosela|matahari|potong)\b).{0,40}$",
    re.IGNORECASE,
)


def terms() -> list[str]:
    return [row["term"].strip() for row in ROW.finditer(GLOSSARY)]


def variants() -> list[str]:
    cells = (row["no"].strip() for row in ROW.finditer(GLOSSARY))
    return [word for cell in cells for word in re.split(r",\s*", cell) if word]


def unwanted(text: str) -> list[str]:
    """Variant spellings in a text, as whole words or as parts of a name in code."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).replace("_", " ")
    pattern = "|".join(sorted(map(re.escape, variants()), key=len, reverse=True))
    return re.findall(rf"(?<!\w)(?:{pattern})(?![\w'])", spaced, re.IGNORECASE)


def names_of_bunga(source: str) -> list[str]:
    """Names in code, and short texts that could be an account's name, called after bunga."""
    return [
        word
        for word in words_in(ast.parse(source))
        if re.search(r"(?:^|_|\b)bunga(?:_|\b)", re.sub(r"([a-z])([A-Z])", r"\1_\2", word), re.I)
    ]


def words_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Constant(value=str(text)) if ACCOUNT_OF_BUNGA.match(text.strip()):
                yield text


def files() -> list[Path]:
    found = [*(ROOT / "src").rglob("*"), *(ROOT / "docs").rglob("*"), *ROOT.glob("*.md")]
    return [
        path
        for path in sorted(found)
        if path.suffix in TEXTS and path.is_file() and path != ROOT / "GLOSSARY.md"
    ]


def test_every_term_stands_once():
    assert len(terms()) > 50
    assert sorted(terms()) == sorted(set(terms()))
    assert not set(variants()) & {term.lower() for term in terms()}


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_terms_are_spelled_as_in_the_glossary(path: Path):
    assert unwanted(path.read_text()) == []


@pytest.mark.parametrize(
    "path",
    [path for path in files() if path.suffix == ".py"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_nothing_is_called_bunga(path: Path):
    assert names_of_bunga(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "akad mudarabah",
        "Murabaha financing",
        "class MudarabahSaving: ...",
        "def murabaha_lines(): ...",
        "zakat, infaq",
        "wadi'ah",
    ],
)
def test_a_variant_spelling_would_be_seen(text: str):
    assert unwanted(text) != []


@pytest.mark.parametrize(
    "text", ["mudharabah, murabahah", "istishna", "the qardh of Siti", "ijarah"]
)
def test_the_right_spelling_is_left_in_peace(text: str):
    assert unwanted(text) == []


@pytest.mark.parametrize(
    "source",
    [
        "bunga_rate = 1",
        "def post(*, bunga): ...",
        "account(name='Pendapatan bunga')",
        "account(name='Bunga simpanan')",
        "class PendapatanBunga: ...",
        "book.bunga",
        "f(bunga=1)",
    ],
)
def test_an_account_or_name_of_bunga_would_be_seen(source: str):
    assert names_of_bunga(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "hint = 'Uang yang dibayar bank sebagai bunga masuk dana kebajikan.'",
        "bungkus = 1",
        "x = 'Kembang telang dan bunga kol'",
        "product(name='Bunga kol')",
    ],
)
def test_words_of_a_sentence_and_of_the_kitchen_are_left_in_peace(source: str):
    assert names_of_bunga(source) == []
