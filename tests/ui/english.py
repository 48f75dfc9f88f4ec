"""What of a page in English is still Vietnamese, once the data on it is taken away."""

import re
from html import unescape

from gandan.counter.tickets.models import WorkKind
from gandan.dossiers.models import Applicant
from gandan.journal.models import Notice
from gandan.organisation.models import Person, Post, Unit
from gandan.procedures.models import Version
from gandan.promises.models import Promise

_LETTER = "ạảãàáâậầấẩẫăắằặẳẵđẹẻẽèéêệềếểễịỉĩìíọỏõòóôộồốổỗơợờớởỡụủũùúưựừứửữỵỷỹỳý"
_WORD = re.compile(rf"\w*[{_LETTER}]\w*", re.IGNORECASE)
_NOT_SAID = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_SOURCES = re.compile(
    r"(Nghị định|Nghị quyết|Bộ luật|Luật|Quyết định|Thông tư|Lịch làm việc năm|Giờ làm việc)[^<]*?(?=[<·]|\.\s|$)"
)
ALLOWED = ("Gần Dân", "Tiếng Việt", "giấy độc thân", "NĐ", "Bản án")  # product, way back, what is typed or cited


def vietnamese_in(page: str) -> list[str]:
    """The words with Vietnamese letters that are nobody's name and no procedure's."""
    text = re.sub(r"\d đ\b", "", unescape(_NOT_SAID.sub(" ", _SOURCES.sub(" ", page))))  # 15.000 đ
    for known in sorted(_data(), key=len, reverse=True):
        text = text.replace(known, " ")
    return sorted(set(_WORD.findall(text)))


def _data() -> set[str]:
    versions = Version.objects.all()
    said = {*ALLOWED}
    for rows, fields in (
        (versions, ("name", "plain_name", "field", "decision", "source")),
        (Unit.objects.all(), ("name",)),
        (WorkKind.objects.all(), ("name",)),
        (Person.objects.all(), ("name",)),
        (Post.objects.all(), ("title",)),
        (Promise.objects.all(), ("title",)),
        (Notice.objects.all(), ("title", "body")),
        (Applicant.objects.all(), ("name", "address_on_paper", "street", "hamlet", "commune", "province")),
    ):
        for row in rows.values_list(*fields):
            said.update(line for text in filter(None, row) for line in text.splitlines() if line)
    for version in versions:
        said |= {text for paper in version.requirements for text in (paper.name, paper.only_when, paper.check) if text}
        said |= {text for fee in version.fee_list for text in (fee.name, fee.text, fee.exemption) if text}
        said |= {text for option in version.term_options for text in (option.case, option.text, option.basis) if text}
    return said
