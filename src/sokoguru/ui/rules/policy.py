"""What a browser may do on our pages: the content policy, the headers, htmx's own limits."""

import json

SELF, NONE = "'self'", "'none'"

CSP_DIRECTIVES: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],  # the settings add csp.constants.NONCE
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
"""Nothing inline, nothing foreign. ``data:`` pictures are the two masks in ``base.css``."""

HEADERS: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(self), display-capture=(), "
        "geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        "payment=(), usb=()"
    ),
}
"""Sent with every answer that has not set its own. The camera scans barcodes; a lot has a place."""

PRIVATE_PREFIXES = ("/saya/", "/meja/")
"""Under these nothing may stay on a shared phone: ``Cache-Control: no-store``."""

HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,  # no page of a member is kept in the browser's storage
        "refreshOnHistoryMiss": True,
        "timeout": 30_000,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},  # the form again, with what was typed
            {"code": "...", "swap": True, "error": True, "target": "#kabar", "select": "#galat"},
        ],
    }
)
"""For ``<meta name="htmx-config">``: no eval, no own style, refusals where they belong."""

THEME_COOKIE = "tampilan"
THEMES = ("light", "dark")
DYES = ("daun", "soga")
"""What ``data-dye`` may say; nila is the default and says nothing."""
COOKIE_AGE = 365 * 24 * 3600

UPLOAD_MAX = 12 * 1024 * 1024
"""Bytes of a whole form with files: a letter of 10 MB and its boxes. Files are bounded again each
by their office.
"""
DRAINED_MAX = 4 * UPLOAD_MAX
"""Bytes of a refused body that are read and dropped: a browser shows an answer only when it has
sent its form. Whoever sends more finds the line cut.
"""


def theme_of(cookie: str | None) -> str:
    """The theme a cookie asks for, or nothing: then the system decides."""
    return cookie if cookie in THEMES else ""


def dye_of(wanted: str) -> str:
    """The dye of a cooperative where it is one of the measured ones, else nothing."""
    return wanted if wanted in DYES else ""


def is_private(path: str) -> bool:
    """Whether an answer at this path may never be stored."""
    return path.startswith(PRIVATE_PREFIXES)
