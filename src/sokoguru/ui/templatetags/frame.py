"""What only frames need: the sprite, htmx's limits, the menu with its current place."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sokoguru.ui.rules.icons import ICONS
from sokoguru.ui.rules.parts import MenuItem
from sokoguru.ui.rules.policy import HTMX_CONFIG
from sokoguru.ui.templatetags.soko import request_of

register = template.Library()


@register.simple_tag(takes_context=True)
def begin_icons(context: Context) -> str:
    """From here on icons are collected for one sprite at the end of the page."""
    request = request_of(context)
    if request is not None:
        request.ui_icons = set()
    return ""


@register.simple_tag(takes_context=True)
def sprite(context: Context) -> SafeString | str:
    """The drawings of the icons that this page used, once each."""
    request = request_of(context)
    used = sorted(getattr(request, "ui_icons", None) or ())
    if request is not None:
        request.ui_icons = None
    if not used:
        return ""
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24"><path d="{}"/></symbol>',
        ((name, ICONS[name]) for name in used),
    )
    return format_html(
        '<svg class="sprite" width="0" height="0" aria-hidden="true">{}</svg>', symbols
    )


@register.simple_tag
def htmx_config() -> str:
    """The content of ``<meta name="htmx-config">``."""
    return HTMX_CONFIG


@register.inclusion_tag("ui/parts/dock.html", takes_context=True)
def dock(context: Context, menu: Sequence[MenuItem]) -> dict[str, Any]:
    """The places of a member or of staff; the current one is the longest address that fits."""
    here, more_url = context.get("here") or "", context.get("more_url")
    in_more = here.partition("?")[0] == more_url
    current = None if in_more else current_of(menu, context.get("menu_current") or here)
    return {
        "menu": [(item, item is current) for item in menu or ()],
        "more_url": more_url,
        "more_current": in_more or (current is not None and current.extra),
        "request": request_of(context),
    }


@register.inclusion_tag("ui/parts/top_menu.html", takes_context=True)
def top_menu(context: Context, menu: Sequence[MenuItem]) -> dict[str, Any]:
    """The few public places."""
    current = current_of(menu, context.get("here") or "")
    return {"menu": [(item, item is current) for item in menu or ()]}


def current_of(menu: Sequence[MenuItem] | None, here: str) -> MenuItem | None:
    """The menu's place that this address lies under."""
    path = here.partition("?")[0]
    under = [item for item in menu or () if path == item.url or path.startswith(item.url)]
    return max(under, key=lambda item: len(item.url), default=None)
