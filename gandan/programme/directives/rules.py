"""What a directive must say before others may cite it."""

from datetime import date

from gandan.lib.lengths import check_length
from gandan.lib.refusal import Refused, mark
from gandan.programme.directives.values import LONGEST, LONGEST_TASK, DirectiveDetails, TaskDetails

TOO_LONG = "directives.text_too_long"
MOST_TASKS = 60  # more is a document pasted whole


def check_details(details: DirectiveDetails, *, today: date) -> None:
    """A directive says who signed what and when, for how long it is meant, in a few words, and to whom it goes."""
    for name, longest in LONGEST.items():
        text = getattr(details, name).strip()
        if not text:
            sentence = mark("Hãy ghi số, cơ quan ban hành, tên văn bản và tóm tắt bằng lời của mình.")
            raise Refused(sentence, code="directives.incomplete")
        check_length(text, longest, code=TOO_LONG)
    if details.signed_on is None or details.valid_from is None:
        raise Refused(mark("Hãy ghi ngày ký và ngày bắt đầu thực hiện."), code="directives.no_day")
    if details.signed_on > today:
        raise Refused(mark("Ngày ký văn bản chưa đến."), code="directives.signed_to_come")
    if details.valid_to is not None and details.valid_to < details.valid_from:
        raise Refused(mark("Ngày kết thúc phải sau ngày bắt đầu thực hiện."), code="directives.turned_round")
    if not details.addressed:
        raise Refused(mark("Hãy chọn ít nhất một đơn vị thực hiện."), code="directives.to_nobody")


def check_task(details: TaskDetails, *, tasks: int, begins: date) -> None:
    """`tasks`: how many the directive has already."""
    if not details.text.strip():
        raise Refused(mark("Hãy ghi nhiệm vụ."), code="directives.no_task")
    check_length(details.text, LONGEST_TASK, code=TOO_LONG)
    if tasks >= MOST_TASKS:
        raise Refused(
            mark("Một văn bản có tối đa %(most)s nhiệm vụ."), code="directives.too_many_tasks", most=MOST_TASKS
        )
    if details.due_on is not None and details.due_on < begins:
        raise Refused(mark("Hạn của nhiệm vụ phải sau ngày bắt đầu thực hiện."), code="directives.due_before")


def check_in_force(valid_from: date, valid_to: date | None, *, today: date) -> None:
    """Only what is in force is served: work under a directive that has ended cites what continues it."""
    if today < valid_from:
        sentence = mark("Văn bản này có hiệu lực từ ngày %(day)s.")
        raise Refused(sentence, code="directives.to_come", day=f"{valid_from:%d/%m/%Y}")
    if valid_to is not None and today > valid_to:
        sentence = mark("Văn bản này đã hết thời gian thực hiện ngày %(day)s. Hãy chọn văn bản tiếp nối nó.")
        raise Refused(sentence, code="directives.ended", day=f"{valid_to:%d/%m/%Y}")
