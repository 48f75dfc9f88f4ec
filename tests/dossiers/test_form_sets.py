"""Sets of forms by field of work: chosen by the field and the day, replaceable with the folder, refused when broken."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from gandan.dossiers import printouts
from gandan.dossiers.printouts.sets import form_path, form_sets
from tests import pdf
from tests.refusals import refused

RESIDENCE = settings.FORMS_DIR / "police_residence"
TODAY = date(2026, 11, 23)
FORMS = {"ct04": "GIẤY TIẾP NHẬN HỒ SƠ", "ct05": "PHIẾU HƯỚNG DẪN BỔ SUNG", "ct06": "PHIẾU TỪ CHỐI TIẾP NHẬN"}


def sample(folder: Path, form: str) -> dict:
    return json.loads((folder / "samples" / f"{form}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("form", "own"), [("receipt", "ct04"), ("supplement", "ct05"), ("refusal", "ct06")])
def test_residence_has_the_polices_own_forms_and_other_fields_the_common_ones(form, own):
    assert form_path(form, field="Cư trú", on=TODAY) == RESIDENCE / f"{own}.typ"
    assert form_path(form, field="Hộ tịch", on=TODAY) == settings.FORMS_DIR / f"{form}.typ"
    assert form_path(form, field="Cư trú", on=date(2023, 12, 31)) == settings.FORMS_DIR / f"{form}.typ"


def test_what_a_set_does_not_replace_is_printed_as_everywhere():
    assert form_path("register", field="Cư trú", on=TODAY) == settings.FORMS_DIR / "register.typ"


def test_the_set_says_where_it_comes_from_and_that_its_layout_was_not_seen():
    [found] = [one for one in form_sets() if one.folder == RESIDENCE]
    assert "66/2023/TT-BCA" in found.source
    assert "chưa được xem" in (RESIDENCE / "set.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "title"), FORMS.items())
def test_a_form_of_the_set_is_one_page_that_names_its_circular(tmp_path, form, title):
    printed = {path.stem: path for path in printouts.sample_forms(tmp_path) if path.parent.name == "police_residence"}
    content = printed[form].read_bytes()
    text = pdf.text(content)
    assert title in text
    assert f"Mẫu {form.upper()}, Thông tư 66/2023/TT-BCA" in text
    assert len(pdf.pages(content)) == 1
    assert pdf.codes(content) == [sample(RESIDENCE, form)["lookup"]["url"]]


def test_the_field_of_the_procedure_chooses_when_a_paper_is_printed():
    data = sample(RESIDENCE, "ct04")
    assert "CT04" in pdf.text(printouts.print_form("receipt", data, field="Cư trú"))
    assert "CT04" not in pdf.text(printouts.print_form("receipt", data, field="Hộ tịch"))


def folder_with(tmp_path: Path, said: str) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "set.toml").write_text(said, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "said",
    ["name = ", 'name = "x"', 'name="x"\nfields=["A"]\nvalid_from=2025-01-01\nsource="y"\n[replaces]\nreceipt="none"'],
)
def test_a_broken_set_is_named_instead_of_printing_something_else(tmp_path, settings, said):
    settings.FORMS_DIR = folder_with(tmp_path, said)
    with refused("dossiers.broken_form_set"):
        form_sets()
