"""`gandan import dossiers` and `gandan export dossiers`."""

import json

import pytest

from gandan.console.main import call
from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from tests.dossiers.conftest import scene
from tests.dossiers.province import Export
from tests.factories import account

__all__ = ["scene"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def export(scene) -> Export:
    return Export(scene)


@pytest.fixture
def run(tmp_path, scene, capsys):
    file = tmp_path / "xuat.csv"
    username = account(scene.clerk).username

    def go(content: bytes | None, *more: str) -> tuple[int, list[str], str]:
        if content is not None:
            file.write_bytes(content)
        code = call(["import", "dossiers", str(file), "--by", username, *more])
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err

    return go


def test_each_row_is_reported_and_the_exit_code_says_whether_all_went_in(run, export):
    code, out, err = run(export.csv(export.row(1), export.row(2, **{"Trạng thái hồ sơ": "lạ"})))
    assert code == 1
    assert out[0].split("\t")[::2] == ["2", "new"]
    assert "Không biết từ ở cột “Trạng thái”" in out[1]
    assert "1 mới, 0 thay đổi, 0 không đổi, 1 không nhận" in err
    assert run(export.csv(export.row(1)))[0] == 0


def test_a_dry_run_writes_nothing_and_json_is_json(run, export):
    code, out, err = run(export.csv(export.row()), "--dry-run", "--json")
    assert (code, json.loads(out[0])["word"]) == (0, "new")
    assert "không ghi gì" in err
    assert not Dossier.objects.exists()


def test_a_unit_is_named_for_rows_without_one(run, export, scene):
    row = export.row(**{"Cơ quan giải quyết": "", "Mã hồ sơ": "X99.9-261110-0001"})
    assert run(export.csv(row))[0] == 1
    assert run(export.csv(row), "--unit", scene.place.centre.code)[0] == 0
    assert Dossier.objects.get().deciding_unit == scene.place.committee


@pytest.mark.parametrize(
    ("more", "sentence"), [(("--unit", "KHONG"), "Không có đơn vị"), (("--mapping", "/khong/co.toml"), "tên cột")]
)
def test_what_does_not_exist_is_said(run, export, more, sentence):
    code, _out, err = run(export.csv(export.row()), *more)
    assert code == 2
    assert sentence in err


def test_a_missing_file_and_an_unknown_account_are_said(run, tmp_path, capsys):
    assert run(None)[0] == 2
    (tmp_path / "a.csv").write_bytes(b"x")
    assert call(["import", "dossiers", str(tmp_path / "a.csv"), "--by", "ai-do"]) == 2
    assert "Không có tài khoản" in capsys.readouterr().err


def test_another_province_has_words_of_its_own(run, export, tmp_path, settings):
    words = settings.EXPORT_COLUMNS.read_text(encoding="utf-8").replace('"Số hồ sơ"', '"Mã tra cứu"')
    own = tmp_path / "own.toml"
    own.write_text(words, encoding="utf-8")
    content = export.csv(export.row()).replace("Mã hồ sơ".encode(), "Mã tra cứu".encode())
    assert run(content)[0] == 2
    assert run(content, "--mapping", str(own))[0] == 0


def test_what_was_taken_in_goes_out_again(run, export, tmp_path, capsys, scene):
    run(export.csv(export.row()))
    out = tmp_path / "tra.csv"
    give = ["export", "dossiers", "--by", scene.clerk.user.username]
    assert call([*give, str(out), "--unit", scene.place.centre.code]) == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Mã hồ sơ,Trạng thái,Người nộp")
    assert "Đang xử lý" in lines[1]
    assert "Đã ghi 1 hồ sơ" in capsys.readouterr().err
    assert call([*give, "-", "--since", "2026-01-01"]) == 0
    assert [entry.data["dossiers"] for entry in Entry.objects.filter(act="dossiers.give_back").order_by("id")] == [1, 0]
    for wrong in (("--since", "2099-01-01"), ("--since", "hôm qua"), ("--unit", scene.place.committee.code)):
        assert call([*give, "-", *wrong]) == 2
