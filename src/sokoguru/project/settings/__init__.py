"""Django's settings, made from the environment."""

from typing import Any

from csp.constants import NONCE

from sokoguru.project.settings.environment import Environment
from sokoguru.ui.rules.policy import CSP_DIRECTIVES

ENVIRONMENT = Environment.read()

SECRET_KEY = ENVIRONMENT.secret_key or "not-for-serving"  # `soko up` refuses to serve with this one
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["*"]  # tenancy.middleware refuses every host that no cooperative has
ROOT_URLCONF = "sokoguru.project.urls"
WSGI_APPLICATION = "sokoguru.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# The stack, bottom first. An office is added here with its first real feature.
TENANT_OFFICES = [
    "audit",
    "ledger",
    "channels",
    "payments",
    "identity",
    "members",
    "stock",
    "savings",
    "retail",
    "supply",
    "newsroom",
    "surplus",
    "governance",
    "outreach",
    "notices",
]
TENANT_APPS = {{"channels": "soko_channels"}.get(office, office) for office in TENANT_OFFICES}
"""Labels of the apps whose tables live in cells. An app never changes sides (``cells.md`` 3)."""

INSTALLED_APPS = [
    "sokoguru.ui",
    *(f"sokoguru.{office}" for office in TENANT_OFFICES),  # before allauth: our frames over its own
    "sokoguru.reports",
    "sokoguru.site",
    "sokoguru.tenancy",
    "sokoguru.project",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth's templates use it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "sokoguru.ui.middleware.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sokoguru.tenancy.middleware.CooperativeByHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sokoguru.ui.middleware.Language",
    "sokoguru.ui.middleware.BoundedBody",  # before anything reads a form
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sokoguru.identity.middleware.SessionOfHost",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "sokoguru.ui.middleware.RefusalMiddleware",
    "sokoguru.tenancy.middleware.ScopedTransaction",  # opens the scope last ...
    "sokoguru.identity.middleware.Access",  # ... so that only this one runs inside it
]

REFUSAL_ANSWER = "sokoguru.ui.views.answer_refused"  # words for a refusal outside any view

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sokoguru.ui.views.frame",
                "sokoguru.project.menus.menus",
            ],
        },
    }
]


def _alias(schema: str) -> dict[str, Any]:
    """One schema of the database as a Django alias, in the application's role."""
    return {
        "ENGINE": "sokoguru.project.pgsql",
        **ENVIRONMENT.app,
        "CONN_MAX_AGE": 60,  # a scram login costs more than a request
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"-c search_path={schema} -c TimeZone=UTC",
            "prepare_threshold": 5,
            "connect_timeout": 10,
        },
    }


DATABASES = {"default": _alias("directory"), **{cell: _alias(cell) for cell in ENVIRONMENT.cells}}
DATABASE_ROUTERS = ["sokoguru.tenancy.routing.Router"]
OWNER = ENVIRONMENT.owner
"""Connection of the role that owns the tables: migrations, backup, import (``project.database``).
"""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # limits of guesses and heartbeats are not culled
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
FORMAT_MODULE_PATH = ["sokoguru.project.locale_formats"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = ENVIRONMENT.data / "media"
"""Pictures that we encoded ourselves; served by the office that knows who may see them."""

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AXES_FAILURE_LIMIT = 5
AXES_LOCK_OUT_AT_FAILURE = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25  # hours
AXES_IPWARE_PROXY_COUNT = 0

LOGIN_URL = "/masuk/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # without files; with files: ui.rules.policy.UPLOAD_MAX
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**CSP_DIRECTIVES, "script-src": [*CSP_DIRECTIVES["script-src"], NONCE]}
}
REFUSAL_ANSWER = "sokoguru.ui.views.answer_refused"
SOKO_SOURCE_URL = "/kode-sumber/"  # AGPL section 13: whoever uses it over a network gets the source

_host, _, _port = ENVIRONMENT.smtp.partition(":")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _host else 'dummy'}.EmailBackend"
"""For letters with a key in them, which nobody at the desk may read; ``channels`` sends the rest.
"""
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _host, int(_port or 25), 5
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

ACCOUNT_ADAPTER = "sokoguru.identity.adapters.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to a stranger
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "sokoguru.identity.adapters.passkeys.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.base_domain == "localhost"
MFA_TOTP_ISSUER = "Sokoguru"
MFA_TOTP_TOLERANCE = 1  # half a minute to type in (RFC 6238, 5.2)
