import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 50
SAFE = {"GANDAN_MODE": "production", "GANDAN_SECRET_KEY": KEY, "GANDAN_PUBLIC_URL": "https://dvc.example.vn"}


def _start(tmp_path, expression="", **settings):
    """Load the settings in a fresh process, print an expression over them, and return (exit code, stdout, stderr)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GANDAN_")}
    environment |= {"GANDAN_DATA_DIR": str(tmp_path / "data")} | settings
    code = f"from gandan import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip(), done.stderr


def test_a_safe_production_loads(tmp_path):
    code, out, _ = _start(tmp_path, "settings.MODE, settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS[-1]", **SAFE)
    assert (code, out) == (0, "production True dvc.example.vn")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"GANDAN_SECRET_KEY": ""}, "GANDAN_SECRET_KEY"),
        ({"GANDAN_SECRET_KEY": "short"}, "GANDAN_SECRET_KEY"),
        ({"GANDAN_DEBUG": "yes"}, "GANDAN_DEBUG"),
        ({"GANDAN_PUBLIC_URL": "http://dvc.example.vn"}, "GANDAN_PUBLIC_URL"),
        ({"GANDAN_ALLOWED_HOSTS": "*"}, "GANDAN_ALLOWED_HOSTS"),
    ],
)
def test_an_unsafe_production_refuses_to_start_and_says_why(tmp_path, change, reason):
    code, _, err = _start(tmp_path, **(SAFE | change))
    assert code
    assert reason in err.splitlines()[-1]


def test_all_reasons_are_told_together(tmp_path):
    _, _, err = _start(tmp_path, GANDAN_MODE="production", GANDAN_DEBUG="yes")
    assert {"GANDAN_SECRET_KEY", "GANDAN_DEBUG", "GANDAN_PUBLIC_URL"} <= set(
        re.findall(r"GANDAN_[A-Z]+(?:_[A-Z]+)?", err)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"GANDAN_MODE": "test"},
        {"GANDAN_PORT": "http"},
        {"GANDAN_RATINGS_LEAST": "4"},
        {"GANDAN_RATINGS_LEAST_OFFICERS": "2"},
        {"GANDAN_DEBUG": "perhaps"},
        {"GANDAN_DATABASE_URL": "mysql://localhost/x"},
        {"GANDAN_PUBLIC_URL": "dvc.example.vn"},
        {"GANDAN_SECRET_KEY_FILE": "/nowhere/key"},
    ],
)
def test_a_value_nobody_can_read_is_refused_by_its_name(tmp_path, wrong):
    code, _, err = _start(tmp_path, **wrong)
    assert code
    assert next(iter(wrong)) in err.splitlines()[-1]


@pytest.mark.parametrize(
    "opened",
    [
        {"GANDAN_HOST": "0.0.0.0"},
        {"GANDAN_HOST": "10.0.0.8"},
        {"GANDAN_PUBLIC_URL": "https://dvc.example.vn"},
        {"GANDAN_PUBLIC_URL": "http://dvc.example.vn"},
    ],
)
def test_what_other_machines_reach_must_say_whether_it_is_a_demo(tmp_path, opened):
    code, _, err = _start(tmp_path, **opened)
    assert code
    assert "GANDAN_MODE is not set" in err.splitlines()[-1]
    assert _start(tmp_path, "settings.MODE", GANDAN_MODE="demo", **opened)[1] == "demo"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_alone_a_demo_needs_no_word(tmp_path, host):
    url = f"http://{f'[{host}]' if ':' in host else host}:8010"
    assert _start(tmp_path, "settings.MODE", GANDAN_HOST=host, GANDAN_PUBLIC_URL=url)[1] == "demo"


def test_what_is_uploaded_waits_in_the_data_directory_where_only_we_read(tmp_path):
    waits = Path(_start(tmp_path, "settings.FILE_UPLOAD_TEMP_DIR", **SAFE)[1])
    assert waits.is_relative_to(tmp_path / "data")
    for folder in (waits, waits.parent, tmp_path / "data"):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "data").write_text("a file")
    code, _, err = _start(tmp_path, **SAFE)
    assert code
    assert "GANDAN_DATA_DIR" in err.splitlines()[-1]


def test_the_demo_makes_its_key_once_and_keeps_it_private(tmp_path):
    first = _start(tmp_path, "settings.SECRET_KEY")[1]
    assert len(first) > 40
    assert _start(tmp_path, "settings.SECRET_KEY")[1] == first
    kept = list((tmp_path / "data" / "keys").iterdir())
    assert [path.name for path in kept] == ["secret_key"]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_a_secret_may_be_kept_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY + "\n", encoding="utf-8")
    settings = SAFE | {"GANDAN_SECRET_KEY": "", "GANDAN_SECRET_KEY_FILE": str(file)}
    assert _start(tmp_path, "settings.SECRET_KEY", **settings)[1] == KEY


def test_a_password_of_the_database_may_hold_any_sign(tmp_path):
    url = "postgresql://gan%40dan:p%2Fa%3As@db.example.vn:5433/gandan"
    expression = "*(settings.DATABASES['default'][k] for k in ('USER', 'PASSWORD', 'HOST', 'PORT', 'NAME'))"
    assert _start(tmp_path, expression, GANDAN_DATABASE_URL=url)[1] == "gan@dan p/a:s db.example.vn 5433 gandan"


def _read_in_settings():
    source = (ROOT / "gandan" / "settings.py").read_text(encoding="utf-8")
    kinds = "read|yes|number|words|time_of_day"
    return {f"GANDAN_{name}" for name in re.findall(rf'environment\.(?:{kinds})\("(\w+)"', source)}


def test_the_example_lists_every_setting_that_is_read_and_no_other():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#(GANDAN_\w+)=", example, re.MULTILINE)) == _read_in_settings()


def test_the_example_shows_the_values_that_hold_when_unset(tmp_path):
    source = (ROOT / "gandan" / "settings.py").read_text(encoding="utf-8")
    defaults = dict(re.findall(r'environment\.read\("(\w+)", "([^"]*)"\)', source)) | dict(
        re.findall(r'environment\.number\("(\w+)", (\d+)\)', source)
    )
    defaults |= {
        name: "yes" if value == "True" else "no"
        for name, value in re.findall(r'environment\.yes\("(\w+)", default=(True|False)\)', source)
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^#GANDAN_(\w+)=(.*)$", example, re.MULTILINE))
    assert {name: shown[name] for name in defaults} == defaults
