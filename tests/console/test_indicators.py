"""Figures and facts on the command line: data to stdout, words to stderr."""

import hashlib
import json

import pytest

from gandan.console import main
from gandan.organisation.facts import FACTS
from tests.dossiers.conftest import scene

__all__ = ["scene"]

pytestmark = pytest.mark.django_db


def test_figures_are_whole_numbers_in_one_object(scene, capsys):
    scene.accepted()
    unit = scene.place.centre.ref.code
    assert main.call(["indicators", "--period", "2026-11", "--definition", "dossiers_supplement", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["period"] == "2026-11"
    assert {"definition", "unit", "period", "numerator", "denominator", "left_out"} == set(told["figures"][0])
    assert {one["unit"]: (one["numerator"], one["denominator"]) for one in told["figures"]}[unit] == (0, 1)


def test_of_one_unit_every_figure_stands_there_also_an_empty_one(scene, capsys):
    assert main.call(["indicators", "--period", "2026Q3", "--unit", scene.place.committee.ref.code]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 8
    assert err.splitlines()[-1].startswith("definition\tunit\tperiod")


@pytest.mark.parametrize(
    "words", [["--period", "2026-13"], ["--unit", "13504"], ["--definition", "nothing"], ["--unit", "1@2026-01-01"]]
)
def test_what_is_not_known_is_said_and_left_with_2(scene, capsys, words):
    assert main.call(["indicators", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words[1] in err


def test_facts_are_written_with_a_manifest_that_holds_their_hashes(scene, tmp_path, capsys):
    scene.accepted()
    assert main.call(["facts", "export", str(tmp_path / "out")]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert {one.name for one in FACTS} | {"dossiers", "tickets", "waits", "ratings"} <= set(manifest["facts"])
    for name, told in manifest["facts"].items():
        content = (tmp_path / "out" / f"{name}.jsonl").read_bytes()
        assert (len(content.splitlines()), hashlib.sha256(content).hexdigest()) == (told["rows"], told["sha256"])
    (row,) = map(json.loads, (tmp_path / "out" / "dossiers.jsonl").read_text().splitlines())
    assert list(row) == list(manifest["facts"]["dossiers"]["columns"])


def test_a_folder_that_cannot_be_written_is_said(scene, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main.call(["facts", "export", str(tmp_path / "file")]) == 2
    assert str(tmp_path / "file") in capsys.readouterr().err
