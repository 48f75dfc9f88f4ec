"""Every setting of the project, read from the environment (GANDAN_…). `.env.example` lists them all.

A production installation that is not safe refuses to start and says why (`_refuse_unsafe`).
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from gandan import environment
from gandan.lib.addresses import is_this_machine
from gandan.lib.payment_qr import account_of

PACKAGE_DIR = Path(__file__).resolve().parent

# --- where it runs -----------------------------------------------------------------------------------------------

# production: a unit's real work. demo: the demo region, sample accounts shown on the sign-in page.
MODE = environment.read("MODE", "demo")
if MODE not in ("production", "demo"):
    raise ImproperlyConfigured(f"GANDAN_MODE must be production or demo, not {MODE!r}.")
MODE_IS_CHOSEN = any(os.environ.get(name) for name in ("GANDAN_MODE", "GANDAN_MODE_FILE"))
# adopted: the province works with this system, codes are given here. companion: the province has its own, whose
# dossiers come here and keep their code (decree 118/2025 art. 27.2: one such system a province).
ROLE = environment.read("ROLE", "adopted")
if ROLE not in ("adopted", "companion"):
    raise ImproperlyConfigured(f"GANDAN_ROLE must be adopted or companion, not {ROLE!r}.")
DEBUG = environment.yes("DEBUG", default=False)

# Database, uploaded files and keys live here and nowhere else.
DATA_DIR = Path(environment.read("DATA_DIR", "data")).resolve()
# Where the web server listens: this machine only, until somebody says otherwise.
HOST = environment.read("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000)
# The address people reach; it is printed in QR codes.
PUBLIC_URL = environment.read("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
# Else it is this machine's own, which nobody reaches with a telephone: papers then carry no address and no QR of one.
PUBLIC_URL_IS_SET = bool(environment.read("PUBLIC_URL"))
_PUBLIC = urlsplit(PUBLIC_URL)
if _PUBLIC.scheme not in ("http", "https") or not _PUBLIC.hostname:
    raise ImproperlyConfigured(f"GANDAN_PUBLIC_URL must be an http:// or https:// address, not {PUBLIC_URL!r}.")
HTTPS = _PUBLIC.scheme == "https"
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", f"127.0.0.1,localhost,[::1],{_PUBLIC.hostname}")
if not MODE_IS_CHOSEN and not (is_this_machine(HOST) and is_this_machine(_PUBLIC.hostname)):
    # a demo shows its passwords to whoever comes: nobody gets one by forgetting a line
    raise ImproperlyConfigured(
        "GANDAN_MODE is not set, and GANDAN_HOST or GANDAN_PUBLIC_URL is open to other machines:"
        " set GANDAN_MODE=production for real work, or GANDAN_MODE=demo for the sample region with its known passwords."
    )
DISPLAYS_PORT = environment.number("DISPLAYS_PORT", PORT + 1)  # of live displays; elsewhere a proxy passes their path
_AT = f"http://{_PUBLIC.hostname}:{DISPLAYS_PORT}" if is_this_machine(_PUBLIC.hostname) and not HTTPS else PUBLIC_URL
DISPLAYS_URL = environment.read("DISPLAYS_URL", _AT).rstrip("/")
# Addresses of the proxies in front, whose word about the visitor's address and protocol is believed.
PROXIES = environment.words("PROXIES", "")


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
    configured = environment.read("SECRET_KEY")
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

_DATABASE_URL, _POOL = environment.read("DATABASE_URL", "sqlite:"), environment.number("DATABASE_POOL", 8)
DATABASES = {"default": environment.database(_DATABASE_URL, data_dir=DATA_DIR, pool=_POOL)}
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
    "gandan.moderation",
    "gandan.procedures",
    "gandan.dossiers",
    "gandan.centre",
    "gandan.privacy",
    "gandan.backups",
    "gandan.counter.waiting",
    "gandan.counter.tickets",
    "gandan.counter.ratings",
    "gandan.counter.sessions",
    "gandan.counter.appointments",
    "gandan.indicators",
    "gandan.programme.directives",
    "gandan.programme.commitments",
    "gandan.ui",
    "gandan.desk",
    "gandan.portal",
    "gandan.hall",
    "gandan.console",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gandan.ui.bodies.BodyLimit",
    "gandan.ui.language.Language",
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
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
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
SESSION_COOKIE_AGE = 60 * environment.number("SESSION_MINUTES", 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "gandan.desk.sessions"
AXES_FAILURE_LIMIT = environment.number("LOCKOUT_ATTEMPTS", 5)
AXES_COOLOFF_TIME = environment.number("LOCKOUT_MINUTES", 15) / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "gandan.desk.lockout.Handler"
LOCKOUT_ACCOUNT_ATTEMPTS = environment.number("LOCKOUT_ACCOUNT_ATTEMPTS", 50)
LOCKOUT_ADDRESS_ATTEMPTS = environment.number("LOCKOUT_ADDRESS_ATTEMPTS", 300)
AXES_LOCKOUT_CALLABLE = "gandan.desk.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- security ----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS and environment.yes("SSL_REDIRECT", default=False)  # usually the proxy's task
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
        "connect-src": sorted({SELF, DISPLAYS_URL} - {PUBLIC_URL}),
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.read("STATIC_DIR", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_DIR = DATA_DIR / "files"
# The age identities that open stored files, the first seals new ones; unset, a key is made at FILES_KEY_PATH.
FILES_KEY = environment.read("FILES_KEY")
FILES_KEY_PATH = DATA_DIR / "keys" / "files.age"
# Whose signatures in PDFs are believed: certificates and revocation lists, which somebody keeps fresh.
TRUST_DIR = environment.read("TRUST_DIR")
# The certificate with which papers of ours are signed: the path of a PKCS#12 file. Unset: nothing is signed.
SIGN_P12 = environment.read("SIGN_P12")
SIGN_PASSWORD = environment.read("SIGN_PASSWORD")
UPLOAD_LIMIT_MB = environment.number("UPLOAD_LIMIT_MB", 10)
# Days after which what was typed at the counter and never became a dossier is put away.
DRAFT_DAYS = environment.number("DRAFT_DAYS", 30)
# Days after which what a citizen prepared at home is erased: no law asks to keep it, papers are gathered in less.
PREPARED_DAYS = environment.number("PREPARED_DAYS", 30)
# What is sent waits in memory: on disk it would lie readable. ui/bodies.py turns away what is larger than this.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = (UPLOAD_LIMIT_MB + 2) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = _own_folder(FILES_DIR / "incoming")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Statutory forms: a folder laid out like gandan/dossiers/forms replaces the built-in set.
FORMS_DIR = Path(environment.read("FORMS_DIR", str(PACKAGE_DIR / "dossiers" / "forms")))
# Column names of the province's export: a file written like gandan/dossiers/data/export_columns.toml replaces it.
EXPORT_COLUMNS = Path(
    environment.read("EXPORT_COLUMNS", str(PACKAGE_DIR / "dossiers" / "data" / "export_columns.toml"))
)

# --- money -------------------------------------------------------------------------------------------------------

# Where citizens transfer fees: printed as a payment QR while something is owed. Unset: no QR.
BANK_BIN = environment.read("BANK_BIN")
BANK_ACCOUNT = environment.read("BANK_ACCOUNT")
BANK_NAME = environment.read("BANK_NAME")
try:
    account_of(bank=BANK_BIN, number=BANK_ACCOUNT, name=BANK_NAME)
except ValueError as trouble:
    raise ImproperlyConfigured(f"GANDAN_BANK_BIN, GANDAN_BANK_ACCOUNT: {trouble}.") from trouble

# --- backups -----------------------------------------------------------------------------------------------------

# Where the worker puts a backup every day; unset, it makes none.
BACKUP_DIR = environment.read("BACKUP_DIR")
BACKUP_AT = environment.time_of_day("BACKUP_AT", "02:00")
BACKUP_KEEP = environment.number("BACKUP_KEEP", 14)
# Public keys (age1…): whoever holds one of their identities can open a backup; unset, anybody who has the file can.
BACKUP_RECIPIENTS = environment.words("BACKUP_RECIPIENTS", "")
# Puts the key of stored files into backups; only into sealed ones.
BACKUP_WITH_KEY = environment.yes("BACKUP_WITH_KEY", default=False)

# --- notices -----------------------------------------------------------------------------------------------------

# Without an SMTP server, messages go to an outbox page that signed-in administrators read.
SMTP_HOST = environment.read("SMTP_HOST")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = SMTP_HOST
EMAIL_PORT = environment.number("SMTP_PORT", 587)
EMAIL_HOST_USER = environment.read("SMTP_USER")
EMAIL_HOST_PASSWORD = environment.read("SMTP_PASSWORD")
EMAIL_USE_TLS = environment.yes("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.read("MAIL_FROM", "gandan@localhost")

# Messages to telephones, through a gateway that takes JSON over HTTP (docs/operations.md); none when unset.
_ZALO = {"url": environment.read("ZALO_URL"), "token": environment.read("ZALO_TOKEN")}
_SMS = {"url": environment.read("SMS_URL"), "token": environment.read("SMS_TOKEN")}
GATEWAYS = {channel: gateway for channel, gateway in (("zalo", _ZALO), ("sms", _SMS)) if gateway["url"]}
for _channel, _gateway in GATEWAYS.items():
    if urlsplit(_gateway["url"]).scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"GANDAN_{_channel.upper()}_URL must be an http:// or https:// address.")
# Between these hours no telephone rings: messages to telephones wait until they end. Empty: at any hour.
QUIET_HOURS = environment.read("QUIET_HOURS", "21:00-07:00")
if QUIET_HOURS and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", QUIET_HOURS):
    raise ImproperlyConfigured(f"GANDAN_QUIET_HOURS must be written like 21:00-07:00, not {QUIET_HOURS!r}.")

# --- limits on the public pages ----------------------------------------------------------------------------------

# Look-ups a minute from one address; wrong secrets count against the dossier as well.
LOOKUP_LIMIT_PER_MINUTE = environment.number("LOOKUP_LIMIT_PER_MINUTE", 30)
# Times held or moved a minute from one address, and booked a day: so that a flood does not empty a diary. By the day
# those who leave nothing by which they are told are fewer: nothing else tells one person from a hundred. Many
# telephones share one address of their network, so neither is as low as one household would need.
BOOKING_LIMIT_PER_MINUTE = environment.number("BOOKING_LIMIT_PER_MINUTE", 6)
BOOKING_LIMIT_PER_DAY = environment.number("BOOKING_LIMIT_PER_DAY", 60)
BOOKING_UNTOLD_PER_DAY = environment.number("BOOKING_UNTOLD_PER_DAY", 12)
REMINDERS_FROM = environment.time_of_day("REMINDERS_FROM", "08:00")  # nobody's telephone rings at midnight
# Begun at home, and files sent, a minute from one address; and what is typed, for each that was begun.
PREPARE_LIMIT_PER_MINUTE = environment.number("PREPARE_LIMIT_PER_MINUTE", 12)
PREPARE_SAVES_PER_MINUTE = environment.number("PREPARE_SAVES_PER_MINUTE", 120)
RATING_LIMIT_PER_MINUTE = environment.number("RATING_LIMIT_PER_MINUTE", 12)  # from one address, from one tablet
RATING_LINK_DAYS = environment.number("RATING_LINK_DAYS", 30)
RATING_LINKS_BESIDE = environment.number("RATING_LINKS_BESIDE", 5)  # by hand a day, beyond the numbers called
RATINGS_LEAST = environment.number("RATINGS_LEAST", 5, least=5)  # from fewer answers people could be guessed
# of a session at which fewer served it is told how they did to nobody: it might be one of them
RATINGS_LEAST_OFFICERS = environment.number("RATINGS_LEAST_OFFICERS", 3, least=3)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "gandan.lib.redaction.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_secrets"]}},
    # it tells every doubtful signature with its signer's name: what was found stands with the file
    "loggers": {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
    "root": {"handlers": ["console"], "level": environment.read("LOG_LEVEL", "WARNING")},
}
