"""Settings of the programme: one file. Works in development with no environment at all."""

from pathlib import Path

from lodabord.kernel.env import env_bool, env_int, env_list, env_secret, env_str
from lodabord.servers.embedded import broker_url, cache_url, database_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("LODABORD_VAR", str(BASE_DIR / "var")))
BUILT_STATIC = VAR_DIR / "build" / "static"
BUILT_FONTS = VAR_DIR / "build" / "fonts"

PRODUCTION = env_bool("LODABORD_PRODUCTION", False)
DEBUG = env_bool("LODABORD_DEBUG", False)
SECRET_KEY = env_secret("LODABORD_SECRET_KEY", default=None if PRODUCTION else "cle-de-developpement-sans-valeur")
ALLOWED_HOSTS = env_list("LODABORD_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env_list("LODABORD_ORIGINS", [])
SITE_ADDRESS = env_str("LODABORD_ADDRESS", "http://127.0.0.1:8000")
"""Where links in e-mails lead."""

INSTALLED_APPS = [
    "lodabord.apps.LodabordConfig",
    "lodabord.partners",
    "households",
    "allocations",
    "accompaniment",
    "reporting",
    "lodabord.admin.ParametersConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "heroicons",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lodabord.kernel.sending.SendingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lodabord.partners.middleware.MembershipMiddleware",
    "lodabord.kernel.access.AccessMiddleware",
]

ROOT_URLCONF = "lodabord.urls"
WSGI_APPLICATION = "lodabord.wsgi.application"
ACCESS_RULES_OF_PACKAGES = "lodabord.doors.PACKAGE_RULES"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lodabord.navigation.context",
            ],
            "builtins": ["lodabord.templatetags.lodabord"],
        },
    },
]
FORM_RENDERER = "lodabord.kernel.forms.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database: one engine everywhere; `default` serves, `owner` migrates ------------------------
DATABASES = {
    alias: {
        "ENGINE": "lodabord.kernel.db",
        "ATOMIC_REQUESTS": alias == "default",
        "CARRIES_IDENTITY": alias == "default",
        "CONN_MAX_AGE": 60 if alias == "default" else 0,
        "CONN_HEALTH_CHECKS": True,
        **place,
    }
    for alias, place in database_settings().items()
}
DATABASE_ROUTERS = ["lodabord.kernel.db.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker and cache: Redis rings the bell, PostgreSQL keeps the promise -------------------------
CELERY_BROKER_URL = broker_url()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url()}}

# --- Who enters -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.Professional"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "lodabord.partners.adapters.InvitationOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lodabord"
REQUIRE_MFA = env_bool("LODABORD_REQUIRE_MFA", PRODUCTION)
"""Decision 22: a second factor for everyone in production, off in the demo."""

# --- Sessions, cookies, headers -------------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env_bool("LODABORD_HTTPS_ONLY", True)
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env_int("LODABORD_HSTS_SECONDS", 31_536_000)
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language, time -------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "collected" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static", *([BUILT_STATIC] if BUILT_STATIC.is_dir() else [])]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lodabord.kernel.assets.PackageFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "lodabord.kernel.assets.LeanManifestStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
"""A paper that may be kept (10 MiB) never touches the disk on its way to the database."""

# --- E-mail: references, never names ----------------------------------------------------------------
EMAIL_HOST = env_str("LODABORD_EMAIL_HOST", "")
EMAIL_PORT = env_int("LODABORD_EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("LODABORD_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env_secret("LODABORD_EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env_bool("LODABORD_EMAIL_TLS", False)
EMAIL_TIMEOUT = 20
REMINDER_LEASE_SECONDS = env_int("LODABORD_REMINDER_LEASE_SECONDS", 120)
REMINDER_RETRY_SECONDS = env_int("LODABORD_REMINDER_RETRY_SECONDS", 60)
REMINDER_TICK_SECONDS = env_int("LODABORD_REMINDER_TICK_SECONDS", 30)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "courriels"
DEFAULT_FROM_EMAIL = env_str("LODABORD_EMAIL_FROM", "ne-pas-repondre@lodabord.invalid")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LODABORD_LOG_LEVEL", "WARNING")},
}
