"""An author's plain text to a page, and a stranger's HTML to plain text; nothing else survives."""

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from sokoguru.kernel.text import clean_block, clean_line

BODY_MAX = 20_000
"""Characters of a text that a form takes; the rubrics ask for far less."""

TAGS = frozenset(
    {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "em", "strong", "a", "code", "hr"}
)
"""The thirteen tags of a page. No picture, no frame, no form, no style."""
SCHEMES = frozenset({"http", "https", "mailto"})

_writer = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
_LEVELS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_HEADING = re.compile(r"<(/?)(h1|h4|h5|h6)>")
_PRE = re.compile(r"<(/?)pre>")
_TURNED = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def html_of(text: str) -> str:
    """The page of a text: markdown made HTML, then cleaned by the allow-list, every time."""
    made = _writer.render(_TURNED.sub("", text[: 4 * BODY_MAX]))
    made = _HEADING.sub(lambda found: f"<{found[1]}{_LEVELS[found[2]]}>", made)
    return nh3.clean(
        _PRE.sub(r"<\1p>", made),
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener nofollow ugc",
    )


def plain_of(text: str, *, length: int = 200) -> str:
    """The first words of a text without its marks: a summary where none was written."""
    stripped = nh3.clean(html_of(text), tags=set())
    line = clean_line(_unescaped(stripped))
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:") + "…"


def text_of_html(html: str) -> str:
    """A stranger's HTML as plain text with paragraphs, headings, lists and quotes."""
    reader = _TextOfHtml()
    reader.feed(nh3.clean(html, tags={*TAGS, "h1", "h4", "div", "tr", "td"}, attributes={}))
    reader.close()
    return clean_block(re.sub(r"\n{3,}", "\n\n", "".join(reader.said)))


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """What an editor changed, word by word: ``("same"|"gone"|"new", words)``."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    found: list[tuple[str, str]] = []
    for act, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", "".join(old[a:b])))
        if d > c:
            found.append(("new", "".join(new[c:d])))
    return found


def _unescaped(text: str) -> str:
    reader = _TextOfHtml()
    reader.feed(text)
    reader.close()
    return "".join(reader.said)


class _TextOfHtml(HTMLParser):
    """Writes down what cleaned HTML says, with a blank line between blocks."""

    before = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "li": "- ", "blockquote": "> "}
    blocks = frozenset({"p", "div", "ul", "ol", "tr", *before})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.said.append("\n")
        elif tag == "hr":
            self.said.append("\n\n---\n\n")
        elif tag in self.blocks:
            self.said.append(("\n" if tag == "li" else "\n\n") + self.before.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.blocks and tag != "li":
            self.said.append("\n\n")
        elif tag == "td":
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(re.sub(r"\s+", " ", data))
