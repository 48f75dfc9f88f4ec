"""When an office erred or lost something: put right at its own cost, with an apology (decree 118/2025 art. 23)."""

from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.words import check_length
from gandan.lib.refusal import Refused, mark


def check_error(error: str) -> None:
    """What is wrong is said, so that whoever mends it need not guess."""
    if not error.strip():
        raise Refused(mark("Hãy ghi kết quả sai ở đâu, đúng phải là gì."), code="dossiers.no_error")
    check_length(error)


def check_correction(number: str) -> None:
    """The mended result is a paper of its own."""
    if not number.strip():
        raise Refused(mark("Hãy ghi số của văn bản đã sửa."), code="dossiers.no_number")


def check_loss(what: str) -> None:
    """Which papers, and what became of them."""
    if not what.strip():
        raise Refused(mark("Hãy ghi giấy tờ nào bị mất, hỏng và ra sao."), code="dossiers.no_loss")
    check_length(what)


def check_may_remedy(standing: Standing) -> None:
    """There is a loss that waits for its remedy."""
    if not standing.open_losses:
        raise Refused(mark("Không có giấy tờ mất, hỏng nào đang chờ khắc phục."), code="dossiers.no_open_loss")


def check_remedy(remedy: str, cost: int) -> None:
    """What was done for the applicant, and what it cost the office."""
    if not remedy.strip():
        raise Refused(mark("Hãy ghi đã khắc phục thế nào."), code="dossiers.no_remedy")
    if cost < 0:
        raise Refused(mark("Chi phí là số đồng, không âm."), code="dossiers.wrong_cost")
    check_length(remedy)
