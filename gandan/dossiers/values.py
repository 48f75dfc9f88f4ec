"""What people state, as values that nobody changes: surfaces make them, actions take them.

What looks odd in them is told as doubts; whether something is lawful is for rules/ to say. No database in sight.
"""

import re
from dataclasses import dataclass
from typing import Any

from gandan.lib.fold import tidy_phone
from gandan.lib.refusal import mark

COPIES_AT_MOST, PAGES_AT_MOST = 99, 999  # of what is served at once
KEPT_AS_ASKED = mark("Nộp theo thành phần hồ sơ, lưu trong hồ sơ.")  # why originals stay, most often
MAX_REASON = 1000  # letters of one text that somebody gives as a reason, or as one thing that is missing


@dataclass(frozen=True)
class ApplicantDetails:
    """Who applies, as stated. Texts are tidy (NFC, single spaces); empty where not given."""

    name: str
    kind: str = "person"
    id_number: str = ""
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    address_on_paper: str = ""
    province: str = ""
    commune: str = ""
    hamlet: str = ""
    street: str = ""
    agent_name: str = ""
    agent_id_number: str = ""
    agent_phone: str = ""
    agent_paper: str = ""

    @classmethod
    def stated(cls, **given: Any) -> "ApplicantDetails":
        """From tidy texts as typed: numbers lose the spaces and dots that people write in them."""
        numbers = {name: re.sub(r"[\s.]", "", given.get(name, "")) for name in ("id_number", "agent_id_number")}
        phones = {name: tidy_phone(given.get(name, "")) for name in ("phone", "agent_phone")}
        return cls(**given | numbers | phones)


@dataclass(frozen=True)
class PaperGiven:
    """One document: what was asked of it, whether it is needed in this case, whether it is in hand."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    needed: bool = True
    given: bool = False


@dataclass(frozen=True)
class Intake:
    """All that the counter hands over, validated field by field; `reference` is the draft's."""

    reference: str
    version_id: int
    term_case: str
    channel: str
    applicant: ApplicantDetails
    papers: tuple[PaperGiven, ...]
    receiving_unit_id: int
    deciding_unit_id: int
    home_unit_id: int | None = None
    handler_id: int | None = None
    term: str = ""  # only where the procedure's version gives none, with its ground
    term_ground: str = ""
    sets: int = 1
    note: str = ""
    return_at: str = ""


@dataclass(frozen=True)
class LegStated:
    """What one agency is to do, in which term (law.terms) and under which ground.

    `stage` 0 is at once with what runs now; 1 comes after all that is planned, 2 after that.
    """

    unit_id: int
    task: str
    term: str
    term_ground: str
    stage: int = 1


# --- numbers people carry: warned about, never refused (circular 59/2021/TT-BCA art. 4; law 26/2023) ---------------

_MOBILE = re.compile(r"^0[35789]\d{8}$")
_LANDLINE = re.compile(r"^02\d{8,9}$")


def number_warnings(number: str, birth_year: int | None = None) -> list[str]:
    """What looks wrong with a 12-digit personal number; empty when nothing does or none was given."""
    if not number:
        return []
    if not (number.isdigit() and len(number) == 12):
        return [mark("Số định danh cá nhân thường có 12 chữ số; hãy xem lại trên giấy tờ.")]
    century = 1900 + 100 * (int(number[3]) // 2)
    stated = century + int(number[4:6])
    if birth_year and stated != birth_year:
        return [mark("Năm sinh theo số định danh khác với năm sinh đã ghi; hãy xem lại trên giấy tờ.")]
    return []


def is_mobile(phone: str) -> bool:
    """Whether a message can reach it: ten digits of a mobile number."""
    return bool(_MOBILE.match(phone))


def phone_warnings(phone: str) -> list[str]:
    """What looks wrong with a telephone number written the Vietnamese way."""
    if phone and not (_MOBILE.match(phone) or _LANDLINE.match(phone)):
        return [mark("Số điện thoại không giống số di động 10 chữ số hay số máy bàn; hãy hỏi lại.")]
    return []


def tax_code_warnings(code: str) -> list[str]:
    """What looks wrong with a tax code: 10 digits, 13 of a branch, 12 of a household (circular 86/2024/TT-BTC)."""
    if code and not re.fullmatch(r"\d{10}(-?\d{3})?|\d{12}", code, re.ASCII):
        return [mark("Mã số thuế thường có 10 hoặc 13 chữ số; hãy xem lại trên giấy tờ.")]
    return []


def doubts(applicant: ApplicantDetails) -> dict[str, list[str]]:
    """What looks wrong in what the applicant stated, by field: shown beside it, never a reason to refuse."""
    if applicant.kind == "organisation":
        number = tax_code_warnings(applicant.id_number)
    else:
        number = number_warnings(applicant.id_number, applicant.birth_year)
    found = {
        "id_number": number,
        "phone": phone_warnings(applicant.phone),
        "agent_id_number": number_warnings(applicant.agent_id_number),
        "agent_phone": phone_warnings(applicant.agent_phone),
    }
    return {name: warnings for name, warnings in found.items() if warnings}
