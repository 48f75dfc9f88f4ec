"""The demo under test: its history, officers, an intact journal, the same export each time, and the checker."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DEMO
from tests.databases import SQLITE, Template

CHECKER = Path(__file__).parents[2] / "tools" / "check_deadlines.py"
BESIDE = ("shell", "--verbosity", "0", "--command", "from tests.demo.test_region import told; print(told())")


@pytest.fixture
def build(tmp_path_factory, sqlite_template):
    """Builds a small region in a database of its own, with the words given besides."""

    def build(*words: str) -> Template:
        template = Template(SQLITE, tmp_path_factory.mktemp("demo"), name="demo")
        return template.make((*DEMO, *words), of=sqlite_template)

    return build


@pytest.fixture(scope="module")
def region(demo, tmp_path_factory) -> Template:
    return Template(SQLITE, tmp_path_factory.mktemp("demo"), name="demo").make(of=demo)


@pytest.fixture(scope="module")
def facts(region) -> dict:
    return json.loads(region.manage(region.name, *BESIDE))


def told() -> str:
    """Facts of the region, as JSON; run beside it, on its database."""
    from collections import Counter

    from gandan.dossiers.models import Dossier, Paper
    from gandan.journal.models import Entry, Notice
    from gandan.journal.queries import is_intact
    from gandan.organisation.models import Person, Unit, User

    entries = Entry.objects.prefetch_related("personal_values")
    desks = Unit.objects.filter(kind="committee").exclude(agency_code="")
    return json.dumps(
        {
            "broken": [str(entry) for entry in entries if not is_intact(entry)],
            "entries": list(entries.order_by("id").values_list("hash", flat=True)),
            "dossiers": list(Dossier.objects.order_by("id").values_list("code", "reference", "receipt_secret")),
            "states": Counter(Dossier.objects.values_list("state", flat=True)),
            "last": str(max(Dossier.objects.values_list("submitted_at", flat=True))),
            "papers": Paper.objects.count(),
            "notices": Notice.objects.count(),
            "people": Person.objects.count(),
            "accounts": sorted(User.objects.filter(is_demo=True).values_list("username", flat=True)),
            "accounts_of_work": User.objects.filter(is_demo=False).count(),
            "desks": [unit.name for unit in desks],
            "history": {unit.name: _before(unit) for unit in desks if unit.predecessions.exists()},
        }
    )


def _before(unit) -> list[str]:
    """Who a unit came from, and those in turn from."""
    names = []
    for line in unit.predecessions.select_related("old"):
        names += [line.old.name, *_before(line.old)]
    return names


def test_seventeen_communes_with_their_history_and_about_sixty_officers(facts):
    assert len(facts["desks"]) == 17
    assert len(facts["history"]) == 5
    communes = "Ủy ban nhân dân xã "
    assert facts["history"][f"{communes}Bình Lục"] == [
        f"{communes}{name}" for name in ("Bình Nghĩa", "Tràng An", "Đồng Du")
    ]
    assert f"{communes}Bối Cầu" in facts["history"][f"{communes}Bình An"]  # merged early in 2025, and again in July
    assert 55 <= facts["people"] <= 75
    assert {"hanh", "huy", "quantri"} <= set(facts["accounts"])
    assert facts["accounts_of_work"] == 0


def test_it_is_whole(facts):
    assert facts["broken"] == []
    assert len(facts["dossiers"]) >= 60 + 6  # and the land dossiers on their road
    assert facts["papers"] > 60
    assert facts["states"]["returned"] > 40
    assert facts["last"][:10] <= "2026-11-23"


def test_the_independent_checker_agrees_with_every_promise(region):
    promises = region.manage(region.name, "promises", "export", "-")
    done = subprocess.run([sys.executable, CHECKER, "-"], input=promises, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert promises.count('"due_at"') >= 50


def test_the_same_day_and_seed_give_the_same_bytes_and_another_seed_does_not(region, facts, build):
    again, other = build(), build("--seed", "2")
    assert json.loads(again.manage(again.name, *BESIDE)) == facts
    export = ("promises", "export", "-")
    assert again.manage(again.name, *export) == region.manage(region.name, *export)
    assert json.loads(other.manage(other.name, *BESIDE))["dossiers"] != facts["dossiers"]


def test_it_is_not_built_over_anything(region, facts):
    with pytest.raises(AssertionError, match="chỉ dựng vào cơ sở dữ liệu trống"):
        region.manage(region.name, "demo")
    assert json.loads(region.manage(region.name, *BESIDE)) == facts
