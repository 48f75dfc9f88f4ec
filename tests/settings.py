"""The settings of tests: the project's own, in a data directory of this process, with a fast password hash.

Nothing of the surrounding GANDAN_ environment is heard but GANDAN_DATABASE_URL: `make test` names PostgreSQL with it.
"""

import atexit
import os
import shutil
import tempfile

DATABASE_URL = os.environ.get("GANDAN_DATABASE_URL", "sqlite:")
for name in [name for name in os.environ if name.startswith("GANDAN_") and not name.startswith("GANDAN_TEST_")]:
    del os.environ[name]

_DATA_DIR = tempfile.mkdtemp(prefix="gandan-tests-")
os.mkdir(os.path.join(_DATA_DIR, "static"))  # whitenoise warns when it is missing, and warnings are errors
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)
os.environ |= {"GANDAN_DATA_DIR": _DATA_DIR, "GANDAN_DATABASE_URL": DATABASE_URL, "GANDAN_MODE": "demo"}
os.environ["GANDAN_PUBLIC_URL"] = "http://127.0.0.1:8000"  # stated, so that papers carry it

from gandan.settings import *  # noqa: E402, F403
from gandan.settings import DATABASES, STORAGES  # noqa: E402

# argon2 as in the real thing, at the smallest cost it allows
PASSWORD_HASHERS = ["tests.hashers.FastArgon2"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# pages under test need no collected files
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# a pool keeps connections that dropping a test database would have to wait for
DATABASES["default"]["OPTIONS"].pop("pool", None)
# nobody cuts the power between two tests; servers of their own keep the project's settings
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
