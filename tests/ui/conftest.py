"""The smallest site that shows every part: pages need no other office and no table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from csp.constants import NONCE
from django.test import Client, override_settings

from sokoguru.ui.rules.policy import CSP_DIRECTIVES

HERE = Path(__file__).parent
PAGES = {
    "INSTALLED_APPS": ["django.contrib.staticfiles", "django_htmx", "csp", "sokoguru.ui"],
    "ROOT_URLCONF": "tests.ui.site",
    "DEBUG": False,
    "ALLOWED_HOSTS": ["*"],
    "LANGUAGE_CODE": "id",
    "LANGUAGES": [("id", "Bahasa Indonesia"), ("en", "English")],
    "FORMAT_MODULE_PATH": ["sokoguru.project.locale_formats"],
    "STATIC_URL": "/static/",
    "TIME_ZONE": "Asia/Jakarta",
    "USE_TZ": True,
    "MIDDLEWARE": [
        "sokoguru.ui.middleware.StrictHeaders",
        "csp.middleware.CSPMiddleware",
        "sokoguru.ui.middleware.Language",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "sokoguru.ui.middleware.RefusalMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "sokoguru.ui.views.frame",
                ],
            },
        }
    ],
    "CONTENT_SECURITY_POLICY": {
        "DIRECTIVES": {
            **CSP_DIRECTIVES,
            "script-src": [*CSP_DIRECTIVES["script-src"], NONCE],
        }
    },
}


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    """The test site is in force, whatever the project's settings are."""
    with override_settings(**PAGES):
        yield


@pytest.fixture
def client() -> Client:
    """A browser without script that lets no error pass."""
    return Client()
