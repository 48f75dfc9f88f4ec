"""Every setting of the project, read from the environment (GANDAN_…). `.env.example` lists them all.

A production installation that is not safe refuses to start and says why (`_refuse_unsafe`).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from gandan.lib.addresses import is_this_machine

PACKAGE_DIR = Path(__file__).resolve().parent


def _read(name: str, default: str = "") -> str:
    """GANDAN_<name>, or the content of the file named by GANDAN_<name>_FILE (for secrets), or `default`."""
    file = os.environ.get(f"GANDAN_{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as trouble:
            raise ImproperlyConfigured(f"GANDAN_{name}_FILE: cannot read {file!r}: {trouble.strerror}.") from trouble
    return os.environ.get(f"GANDAN_{name}", default)


def _yes(name: str, *, default: bool) -> bool:
    value = _read(name, "yes" if default else "no").lower()
    if value not in ("yes", "no", "true", "false", "1", "0", "on", "off"):
        raise ImproperlyConfigured(f"GANDAN_{name} must be yes or no, not {value!r}.")
    return value in ("yes", "true", "1", "on")


def _number(name: str, default: int) -> int:
    value = _read(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"GANDAN_{name} must be a whole number, not {value!r}.")
    return int(value)


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in _read(name, default).split(",") if item.strip()]


# --- where it runs -----------------------------------------------------------------------------------------------

# production: a unit's real work. demo: the demo region, sample accounts shown on the sign-in page.
MODE = _read("MODE", "demo")
if MODE not in ("production", "demo"):
    raise ImproperlyConfigured(f"GANDAN_MODE must be production or demo, not {MODE!r}.")
MODE_IS_CHOSEN = any(os.environ.get(name) for name in ("GANDAN_MODE", "GANDAN_MODE_FILE"))
DEBUG = _yes("DEBUG", default=False)

# Database, uploaded files and keys live here and nowhere else.
DATA_DIR = Path(_read("DATA_DIR", "data")).resolve()
# Where the web server listens: this machine only, until somebody says otherwise.
HOST = _read("HOST", "127.0.0.1")
PORT = _number("PORT", 8000)
# The address people reach; it is printed in QR codes.
PUBLIC_URL = _read("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_PUBLIC = urlsplit(PUBLIC_URL)
if _PUBLIC.scheme not in ("http", "https") or not _PUBLIC.hostname:
    raise ImproperlyConfigured(f"GANDAN_PUBLIC_URL must be an http:// or https:// address, not {PUBLIC_URL!r}.")
HTTPS = _PUBLIC.scheme == "https"
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", f"127.0.0.1,localhost,[::1],{_PUBLIC.hostname}")
if not MODE_IS_CHOSEN and not (is_this_machine(HOST) and is_this_machine(_PUBLIC.hostname)):
    # a demo shows its passwords to whoever comes: nobody gets one by forgetting a line
    raise ImproperlyConfigured(
        "GANDAN_MODE is not set, and GANDAN_HOST or GANDAN_PUBLIC_URL is open to other machines:"
        " set GANDAN_MODE=production for real work, or GANDAN_MODE=demo for the sample region with its known passwords."
    )
# Addresses of the proxies in front, whose word about the visitor's address and protocol is believed.
PROXIES = _list("PROXIES", "")


def _own_folder(path: Path) -> Path:
    """A folder in the data directory, made when it is missing; only this account may read it."""
    try:
        # one by one: `parents=True` would make those in between readable for all
        for folder in (*(above for above in reversed(path.parents) if above.is_relative_to(DATA_DIR)), path):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as trouble:
        raise ImproperlyConfigured(f"GANDAN_DATA_DIR: cannot make {str(path)!r}: {trouble.strerror}.") from trouble
    return path


def _secret_key() -> str:
    """The configured key; in the demo one is made on first run and kept in the data directory."""
    configured = _read("SECRET_KEY")
    if configured or MODE == "production":
        return configured
    path = _own_folder(DATA_DIR / "keys") / "secret_key"
    if not path.exists():
        own = path.with_name(f"secret_key.{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        # Two processes may start at once: the first key stays, the other is thrown away.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()


def _refuse_unsafe() -> None:
    """A production installation must not start unsafe: the reasons are told together."""
    if MODE != "production":
        return
    reasons = []
    if not SECRET_KEY:
        reasons.append("GANDAN_SECRET_KEY (or GANDAN_SECRET_KEY_FILE) is not set.")
    elif len(SECRET_KEY) < 40:
        reasons.append("GANDAN_SECRET_KEY is shorter than 40 characters.")
    if DEBUG:
        reasons.append("GANDAN_DEBUG is on.")
    if not HTTPS:
        reasons.append("GANDAN_PUBLIC_URL must be an https:// address.")
    if "*" in ALLOWED_HOSTS:
        reasons.append("GANDAN_ALLOWED_HOSTS must name the hosts, not *.")
    if reasons:
        raise ImproperlyConfigured("Production refuses to start: " + " ".join(reasons))


_refuse_unsafe()

# --- the database ------------------------------------------------------------------------------------------------


def _database(url: str) -> dict:
    """SQLite in the data directory by default, or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) if parts.path else str(DATA_DIR / "gandan.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,  # a connection of before a restart of the database is replaced, not used
            "OPTIONS": {"pool": {"min_size": 1, "max_size": _number("DATABASE_POOL", 8)}},
        }
    raise ImproperlyConfigured(f"GANDAN_DATABASE_URL must begin with sqlite: or postgresql:, not {parts.scheme!r}.")


DATABASES = {"default": _database(_read("DATABASE_URL", "sqlite:"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the parts ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "gandan.journal",
    "gandan.organisation",
    "gandan.promises",
    "gandan.attachments",
    "gandan.procedures",
    "gandan.dossiers",
    "gandan.ui",
    "gandan.desk",
    "gandan.portal",
    "gandan.console",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gandan.ui.bodies.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gandan.desk.sessions.SlidingSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "gandan.urls"
WSGI_APPLICATION = "gandan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "ui" / "templates"],  # before the applications', so that sign-in pages are ours
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gandan.ui.context.surroundings",
                "gandan.desk.surface.surroundings",
            ],
            "builtins": ["gandan.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "gandan.ui.forms.Renderer"

# --- language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- accounts ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:day"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "gandan.desk.accounts.Adapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # the address belongs to the person
ACCOUNT_FORMS = {"login": "gandan.desk.accounts.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# axes keeps the lockout, in the database (desk/lockout.py); a whole office signs in from one address at 07:30
ACCOUNT_RATE_LIMITS = {"login_failed": False, "login": "300/m/ip"}
# A counter's screen stands in a public room: sign-in ends after an hour without a page, and with the browser.
SESSION_COOKIE_AGE = 60 * _number("SESSION_MINUTES", 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AXES_FAILURE_LIMIT = _number("LOCKOUT_ATTEMPTS", 5)
AXES_COOLOFF_TIME = _number("LOCKOUT_MINUTES", 15) / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "gandan.desk.lockout.Handler"
LOCKOUT_ACCOUNT_ATTEMPTS = _number("LOCKOUT_ACCOUNT_ATTEMPTS", 50)
LOCKOUT_ADDRESS_ATTEMPTS = _number("LOCKOUT_ADDRESS_ATTEMPTS", 300)
AXES_LOCKOUT_CALLABLE = "gandan.desk.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- security ----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS and _yes("SSL_REDIRECT", default=False)  # usually the proxy's task
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(_read("STATIC_DIR", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_DIR = DATA_DIR / "files"
UPLOAD_LIMIT_MB = _number("UPLOAD_LIMIT_MB", 10)
# Days after which what was typed at the counter and never became a dossier is put away.
DRAFT_DAYS = _number("DRAFT_DAYS", 30)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# What is larger waits here, not in the system's /tmp, until it is taken in or swept away.
FILE_UPLOAD_TEMP_DIR = _own_folder(FILES_DIR / "incoming")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Statutory forms: a folder laid out like gandan/dossiers/forms replaces the built-in set.
FORMS_DIR = Path(_read("FORMS_DIR", str(PACKAGE_DIR / "dossiers" / "forms")))

# --- notices -----------------------------------------------------------------------------------------------------

# Without an SMTP server, messages go to an outbox page that signed-in administrators read.
SMTP_HOST = _read("SMTP_HOST")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = SMTP_HOST
EMAIL_PORT = _number("SMTP_PORT", 587)
EMAIL_HOST_USER = _read("SMTP_USER")
EMAIL_HOST_PASSWORD = _read("SMTP_PASSWORD")
EMAIL_USE_TLS = _yes("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _read("MAIL_FROM", "gandan@localhost")

# --- limits on the public pages ----------------------------------------------------------------------------------

# Look-ups a minute from one address; wrong secrets count against the dossier as well.
LOOKUP_LIMIT_PER_MINUTE = _number("LOOKUP_LIMIT_PER_MINUTE", 30)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "gandan.lib.redaction.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": _read("LOG_LEVEL", "WARNING")},
}
