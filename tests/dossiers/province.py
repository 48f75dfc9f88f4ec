"""An export of the province as its system writes it, for tests."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from gandan.dossiers.actions.takeover import take_over
from gandan.dossiers.models import Takeover
from gandan.dossiers.queries.takeover import lines_of, province_words
from gandan.law.calendar import HANOI

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=HANOI)
COLUMNS = (
    "Mã hồ sơ",
    "Mã TTHC",
    "Trạng thái hồ sơ",
    "Chủ hồ sơ",
    "CCCD",
    "Số điện thoại",
    "Cơ quan giải quyết",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
)


class Export:
    """Rows of an export for one commune; `row` fills what a test does not care for."""

    def __init__(self, scene) -> None:
        self.scene = scene
        self.words = province_words(settings.EXPORT_COLUMNS)

    def row(self, n: int = 1, **other: object) -> dict[str, object]:
        usual = {
            "Mã hồ sơ": f"{self.scene.place.committee.agency_code}-261110-{n:04}",
            "Mã TTHC": f"{self.scene.version.procedure.code}.000.00.00.H42",
            "Trạng thái hồ sơ": "Đang xử lý",
            "Chủ hồ sơ": f"Nguyễn Văn Thử {n}",
            "CCCD": "035191004417",
            "Số điện thoại": "0912345678",
            "Cơ quan giải quyết": self.scene.place.committee.name,
            "Ngày tiếp nhận": "10/11/2026 08:30",
            "Ngày hẹn trả": "17/11/2026 16:30",
            "Ngày kết thúc xử lý": "",
        }
        return usual | other

    def csv(self, *rows: Mapping[str, object], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> bytes:
        lines = [delimiter.join(columns)]
        lines += [delimiter.join(str(row.get(name, "")) for name in columns) for row in rows]
        return "\r\n".join(lines).encode("utf-8-sig")

    def take(self, content: bytes, *, at: datetime = NOW, by=None, **other: object) -> Takeover:
        by = by or self.scene.clerk
        file = io.BytesIO(content)
        return take_over(file=file, file_name="xuat.csv", words=self.words, by=by, at=at, **other)


def words_of(batch: Takeover) -> list[str]:
    return [line.word for line in lines_of(batch)]


def why(batch: Takeover) -> str:
    """The reason of the one row that was refused."""
    (line,) = lines_of(batch, "refused")
    return line.why
