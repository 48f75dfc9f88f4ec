"""A national catalogue of 2,500 rows and an export of the province of 10,000, each brought in twice.

The rows are made here, with the faults that real files have: dates in three forms, a name of 1,000 letters, units
nobody knows, a row that stands twice. The second time must change nothing.
"""

import csv
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench.place import Place
from bench.table import Line

PROCEDURES = 2_500
DOSSIERS = 10_000
BY = "hanh"
DAYS = ("10/11/2026 08:30", "2026-11-10T08:30:00+07:00", "10/11/2026")
_FIGURE = re.compile(r"\d+")


def measure(place: Place, _acts: int) -> list[Line]:
    folder = Path(place.environment["GANDAN_DATA_DIR"])
    catalogue, export = folder / "catalogue.json", folder / "export.csv"
    _write_catalogue(catalogue)
    _write_export(place, export)
    publish = ["import", "procedures", str(catalogue), "--publish"]
    take = ["import", "dossiers", str(export), "--by", BY]
    return [
        *_twice(place, f"{PROCEDURES:,} procedures", publish, lambda place: _count(place, "procedures_version")),
        *_twice(place, f"{DOSSIERS:,} dossiers", take, lambda place: _count(place, "dossiers_dossier")),
    ]


def _twice(place: Place, what: str, words: list[str], count: Callable[[Place], int]) -> list[Line]:
    """The same command two times; the second must leave as many rows as the first."""
    lines, there = [], [count(place)]
    for turn in ("first", "again"):
        seconds, cpu, told = _run(place, words)
        there.append(count(place))
        print(f"  {what}, {turn}: {told}", file=sys.stderr, flush=True)
        lines.append(Line(f"{what} brought in, {turn}: {there[-1] - there[-2]:,} new", seconds, "s"))
        lines.append(Line(f"{what} brought in, {turn}: CPU of the command", cpu, "s"))
    if there[1] == there[0] or there[2] != there[1]:
        raise RuntimeError(f"{what}: {there} rows before, after, and after the second time")
    return lines


def _run(place: Place, words: list[str]) -> tuple[float, float, str]:
    """Seconds by the clock and of CPU, and the last line told. Exit 1 says that some rows were refused: some are."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "gandan", *words]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{words[:2]}: {done.stderr[-1000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = [line for line in (done.stdout + done.stderr).splitlines() if _FIGURE.search(line)]
    return time.perf_counter() - began, cpu, said[-1] if said else ""


def _count(place: Place, table: str) -> int:
    with psycopg.connect(place.url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _write_catalogue(path: Path) -> None:
    """The register's own words and keys, other codes; one row stands twice, one has a name of 1,000 letters."""
    rows = [
        {
            "ma": f"9.{number:06d}",
            "ten": f"Thủ tục mẫu số {number} về xác nhận thông tin",
            "linh_vuc": ("Hộ tịch", "Đất đai", "Cư trú", "Hoạt động xây dựng")[number % 4],
            "thoi_han": ("03 ngày làm việc", "15 ngày", "Trong ngày", "<= 02 ngày làm việc")[number % 4],
            "phi": ("Miễn phí", "15.000 đ", "Theo Luật phí, lệ phí (HĐND)")[number % 3],
            "giay_to": "Tờ khai; Giấy tờ tùy thân; Giấy ủy quyền",
            "ket_qua": "Giấy xác nhận KQ.G15.000031",
            "chac_chan_ma": "LIKELY",
            "chac_chan_noi_dung": "LIKELY",
            "qd_cong_bo": "163/QĐ-BTP",
        }
        for number in range(1, PROCEDURES + 1)
    ]
    rows[10]["ten"] = "x" * 1000
    path.write_text(json.dumps([*rows, rows[3]], ensure_ascii=False), encoding="utf-8")


def _write_export(place: Place, path: Path) -> None:
    with psycopg.connect(place.url) as connection:
        asked = "SELECT name, agency_code FROM organisation_unit WHERE agency_code <> '' AND valid_to IS NULL LIMIT 1"
        found = connection.execute(asked).fetchone()
    name, agency = found or ("", "")
    columns = ("Mã hồ sơ", "Mã TTHC", "Trạng thái hồ sơ", "Chủ hồ sơ", "CCCD", "Số điện thoại", "Cơ quan giải quyết")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow((*columns, "Ngày tiếp nhận", "Ngày hẹn trả"))
        for number in range(1, DOSSIERS + 1):
            who = "x" * 1000 if number == 7 else f"Nguyễn Văn Mẫu {number}"
            unit = "Ủy ban nhân dân xã Không Có" if number % 1000 == 9 else name
            said = (f"{agency}-251110-{number:05d}", "1.004873", "Đang xử lý", who, "035191004417", "0912345678", unit)
            sheet.writerow((*said, DAYS[number % 3], "17/11/2026 16:30"))
        sheet.writerow((*said, DAYS[0], "17/11/2026 16:30"))  # the last once more
