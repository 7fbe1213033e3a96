"""What templates say: icons and the parts of a page as tags, with the filters of ``formats.py``."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import segno
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sokoguru.kernel import rupiah
from sokoguru.kernel.refusals import Refused
from sokoguru.ui.rules import charts, parts
from sokoguru.ui.rules.icons import ICONS, MARK
from sokoguru.ui.templatetags import formats

register = template.Library()
register.filters.update(formats.register.filters)

FORMATS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "code": str,
    "rupiah": formats.as_rupiah,
    "signed": formats.rupiah_signed,
    "quantity": formats.as_quantity,
    "date": formats.tanggal,
    "time": formats.jam,
    "num": rupiah.group_digits,
}
SHARE_COLOURS = ("nila", "edge", "daun", "kunyit", "soga", "mengkudu")


# Icons -------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, label: str = "") -> SafeString:
    """``{% icon "home" %}``: not read aloud unless it has a label. See ``rules/icons.py``."""
    assert name in ICONS, f"no icon {name!r}"
    collected = getattr(request_of(context), "ui_icons", None)
    if collected is None:  # a fragment, or no request: the drawing itself
        drawing = format_html('<path d="{}"/>', ICONS[name])
    else:
        collected.add(name)
        drawing = format_html('<use href="#i-{}"/>', name)
    said = format_html('role="img" aria-label="{}"', label) if label else _hidden()
    return format_html('<svg class="i" viewBox="0 0 24 24" {}>{}</svg>', said, drawing)


@register.simple_tag
def mark(class_name: str = "") -> SafeString:
    """The lumbung."""
    return format_html(
        '<svg viewBox="0 0 32 32" fill="currentColor" class="{}" aria-hidden="true">'
        '<path d="{}"/></svg>',
        class_name,
        MARK,
    )


def _hidden() -> SafeString:
    return mark_safe('aria-hidden="true"')


def request_of(context: Context) -> Any:
    return getattr(context, "request", None) or context.get("request")


# Small parts -------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def tag(context: Context, tone: str, text: str, icon_name: str = "") -> SafeString:
    """``{% tag "ok" "Lunas" %}``: tones ok wait bad info craft, or "" for a plain one."""
    shown = icon(context, icon_name or parts.TONE_ICONS[tone])
    return format_html('<span class="tag {}">{}{}</span>', tone, shown, text)


@register.simple_block_tag(takes_context=True)
def note(context: Context, content: str, tone: str = "", icon_name: str = "") -> SafeString:
    """``{% note "ok" %}<b>Setoran tercatat.</b> Struk terkirim.{% endnote %}``."""
    shown = icon(context, icon_name or parts.NOTE_ICONS[tone])
    role = mark_safe(' role="alert"') if tone == "bad" else ""
    return format_html('<div class="note {}"{}>{}<div>{}</div></div>', tone, role, shown, content)


@register.inclusion_tag("ui/parts/bar.html")
def bar(label: str, value: int, most: int, tone: str = "", text: str = "") -> dict[str, Any]:
    """``{% bar "Mengimpor anggota" 412 612 %}``: a bar, and the words that say the same."""
    width = _percent(min(value, most), most)
    return {
        "label": label,
        "value": value,
        "most": most,
        "tone": tone,
        "width": width,
        "text": text,
    }


@register.inclusion_tag("ui/parts/steps.html")
def steps(now: int, *names: str) -> dict[str, Any]:
    """``{% steps 2 "Anggota" "Jumlah" "Periksa" %}``."""
    return {"steps": [(place, name, place - now) for place, name in enumerate(names, start=1)]}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(label: str, items: Sequence[parts.Tab]) -> dict[str, Any]:
    """``{% tabs "Bagian anggota" tabs %}``."""
    return {"label": label, "tabs": items}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(items: Sequence[parts.Link], here: str) -> dict[str, Any]:
    """``{% crumbs crumbs "Cerita pembuat" %}``."""
    return {"crumbs": items, "here": here}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """``{% pager page %}``: previous, where one is, next; keeps the other words of the address."""
    return {"page": page, "request": request_of(context)}


@register.inclusion_tag("ui/parts/thread.html", takes_context=True)
def thread(context: Context, knots: Sequence[parts.Knot], kind: str = "") -> dict[str, Any]:
    """``{% thread knots "across" %}``: the golden thread; ``plain`` for ordinary steps."""
    return {"knots": knots, "kind": kind, "request": request_of(context)}


@register.inclusion_tag("ui/parts/shares.html")
def shares(title: str, items: Sequence[parts.Share]) -> dict[str, Any]:
    """``{% shares "Usul pembagian SHU" shares %}``: one bar of parts and its legend."""
    assert len(items) <= len(SHARE_COLOURS), "more parts than colours: use a table"
    whole, before, drawn = sum(item.weight for item in items), 0, []
    for item, colour in zip(items, SHARE_COLOURS, strict=False):
        start, width = _percent(before, whole), _percent(item.weight, whole)
        drawn.append((item, colour, start, width, width.replace(".", ",")))
        before += item.weight
    return {"title": title, "shares": drawn}


def _percent(part: int, whole: int) -> str:
    """Hundredths of a percent, as a drawing wants them: ``66.98%``, ``25%``."""
    hundredths = (part * 10_000 + whole // 2) // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".") + "%"


@register.inclusion_tag("ui/parts/row.html", takes_context=True)
def row(
    context: Context,
    title: str,
    url: str = "",
    small: str = "",
    icon_name: str = "",
    tone: str = "",
    amount: int | None = None,
    amount_word: str = "",
    state: parts.Tag | None = None,
    quiet: bool = False,
) -> dict[str, Any]:
    """One ``<li>`` of ``<ul class="list">``: sign, words, an amount or a state; all one link."""
    assert amount is None or amount_word, "money in and out is said in a word too"
    shown = {name: value for name, value in locals().items() if name != "context"}
    return {**shown, "request": request_of(context)}


@register.inclusion_tag("ui/parts/stat.html")
def stat(label: str, value: str, when: str = "", why: str = "", size: str = "") -> dict[str, str]:
    """A number, its date, and how it is worked out; ``size="hero"`` for the one of a page."""
    fitting = size or ("long" if len(value) > 13 else "")
    return {"label": label, "value": value, "when": when, "why": why, "size": fitting}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str, url: str = "", act: str = "") -> dict[str, str]:
    """What will be here, and the one act that brings the first."""
    return {"title": title, "text": text, "url": url, "act": act}


@register.inclusion_tag("ui/parts/toast.html", takes_context=True)
def toast(context: Context, text: str, undo_url: str = "", place: str = "") -> dict[str, Any]:
    """After a reversible act without money: ten seconds to take it back."""
    shown = {"text": text, "undo_url": undo_url, "place": place}
    return {**shown, "csrf_token": context.get("csrf_token"), "request": request_of(context)}


@register.inclusion_tag("ui/parts/qr_card.html")
def qr_card(content: str, words: str, label: str = "") -> dict[str, str]:
    """A QR code with the same code in words beside it."""
    return {"content": content, "words": words, "label": label}


# Forms -------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/errors.html", takes_context=True)
def errors(context: Context, form: BaseForm) -> dict[str, Any]:
    """``{% errors form %}``: "Ada masalah" on top, a link to each field that has one.

    A sentence that more than one field says is told with the field's name.
    """
    texts = Counter(text for bound in form for text in bound.errors)
    found = [("", text) for text in form.non_field_errors()]
    for bound in form:
        for text in bound.errors:
            told = f"{bound.label}: {text}" if texts[text] > 1 else text
            found.append((_first_id(bound), told))
    return {"found": found, "request": request_of(context)}


@register.inclusion_tag("ui/parts/field.html", takes_context=True)
def field(context: Context, bound: BoundField, *quick: int, min_class: str = "") -> dict[str, Any]:
    """``{% field form.amount 20000 50000 %}``: label, help, error, input; quick amounts."""
    kind = getattr(bound.field, "ui_kind", "") or _kind_of(bound)
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    described += [f"{bound.auto_id}_words"] if kind == "money" else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    smalls: Mapping[str, str] = getattr(bound.field, "smalls", {})
    is_choice = kind == "picks"
    return {
        "bound": bound,
        "kind": kind,
        "described": " ".join(described),
        "control": "" if is_choice else bound.as_widget(attrs=attrs),
        "options": [(o, smalls.get(str(o.data["value"]), "")) for o in bound] if is_choice else [],
        "words": _words_of(bound) if kind == "money" else "",
        "quick": [(amount, _quick_label(amount)) for amount in quick],
        "unit": getattr(bound.field, "unit", ""),
        "min_class": min_class,
        "request": request_of(context),
    }


def _kind_of(bound: BoundField) -> str:
    kind = getattr(bound.field.widget, "input_type", "")
    if bound.is_hidden:
        return "hidden"
    if kind == "checkbox" and not hasattr(bound.field, "choices"):
        return "check"
    return "picks" if kind in {"radio", "checkbox"} else "plain"


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if _kind_of(bound) == "picks" else bound.auto_id


def _words_of(bound: BoundField) -> str:
    value = bound.value()
    try:
        amount = value if isinstance(value, int) else rupiah.parse_rupiah(str(value or ""))
    except Refused:
        return ""
    return rupiah.terbilang_rupiah(amount)


def _quick_label(amount: int) -> str:
    whole, rest = divmod(amount, 1_000_000)
    return (
        _("%(count)s juta") % {"count": whole}
        if whole and not rest
        else rupiah.group_digits(amount)
    )


# Numbers, tables, drawings -----------------------------------------------------------------------


@register.inclusion_tag("ui/parts/pairs.html", takes_context=True)
def pairs(context: Context, items: Sequence[parts.Pair]) -> dict[str, Any]:
    """``{% pairs pairs %}``: label at the left, value at the right, a line above the total."""
    return {"pairs": [(item, _cell(context, item.value, item.kind)) for item in items]}


@register.inclusion_tag("ui/parts/table.html", takes_context=True)
def table(context: Context, shown: parts.Table) -> dict[str, Any]:
    """``{% table table %}``: rows become cards where it is narrow; all roles written out."""
    rows = [_row(context, shown, row) for row in shown.rows]
    return {"table": shown, "rows": rows, "foot": _row(context, shown, shown.foot)}


def _row(
    context: Context, shown: parts.Table, row: Sequence[parts.Cell]
) -> list[tuple[parts.Column, str]]:
    cells = zip(shown.columns, row, strict=True) if row else ()
    return [(column, _cell(context, value, column.kind)) for column, value in cells]


def _cell(context: Context, value: parts.Cell, kind: str) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, parts.Tag):
        return tag(context, value.tone, value.text, value.icon)
    if isinstance(value, parts.Link):
        return format_html('<a href="{}">{}</a>', value.url, value.text)
    if kind in {"num", "quantity"} and isinstance(value, str):
        return value  # already said, with its unit
    return FORMATS[kind](value)


@register.inclusion_tag("ui/parts/chart.html", takes_context=True)
def chart(context: Context, drawn: charts.Chart) -> dict[str, Any]:
    """``{% chart chart %}``: one drawing for wide screens, one for phones, and the table."""
    columns = [parts.Column(drawn.name_title), parts.Column(drawn.value_title, "num")]
    rows = [[f"{m.name}, {m.small}" if m.small else m.name, m.shown] for m in drawn.marks]
    return {
        "chart": drawn,
        "broad": charts.broad(drawn),
        "slim": charts.slim(drawn),
        "table": parts.Table(drawn.title, columns, rows),
        "request": request_of(context),
    }


@register.simple_tag
def receipt(text: str) -> SafeString:
    """``{% receipt text %}``: exactly 32 columns; the text comes from ``rules/receipts.py``."""
    return format_html('<pre class="receipt">{}</pre>', text)


@register.simple_tag
def qr(content: str, label: str = "") -> SafeString:
    """``{% qr "https://..." %}``: black on white, also in the dark."""
    rows = segno.make(content, error="m", micro=False).matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg viewBox="0 0 {0} {0}" shape-rendering="crispEdges" role="img" aria-label="{1}">'
        '<path fill="#111" d="{2}"/></svg>',
        len(rows),
        label or _("Kode QR"),
        path,
    )
