"""The road through agencies: legs with a term of their own, hand-overs, opinions, the result on its way back."""

from collections.abc import Iterable, Sequence

from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.words import check_length
from gandan.dossiers.states import ENDED
from gandan.dossiers.values import LegStated
from gandan.law.terms import Term
from gandan.lib.refusal import Overtaken, Refused, mark

MAX_LEGS = 30  # of one dossier: beyond that a hand has slipped
MAX_TASK = 300
MAX_GROUND = 300
WAYS = ("electronic", "paper", "both")
ON_PAPER = frozenset({"paper", "both"})
OPEN = frozenset({"planned", "running"})


def check_legs(legs: Sequence[LegStated], *, there_are: int = 0) -> None:
    """Each leg says what is to be done, in which term, under which ground (decree 118/2025 art. 20.2)."""
    if not legs:
        raise Refused(mark("Hãy chọn cơ quan và ghi việc cần làm."), code="dossiers.no_leg")
    if there_are + len(legs) > MAX_LEGS:
        sentence = mark("Một hồ sơ đi nhiều nhất %(most)s bước; hãy xem lại các bước đã lập.")
        raise Refused(sentence, code="dossiers.too_many_legs", most=MAX_LEGS)
    for leg in legs:
        _check_leg(leg)


def _check_leg(leg: LegStated) -> None:
    if not leg.task.strip():
        raise Refused(mark("Hãy ghi việc cơ quan đó cần làm."), code="dossiers.no_task")
    if len(leg.task) > MAX_TASK:
        sentence = mark("Việc dài %(length)s chữ; nhiều nhất %(most)s chữ.")
        raise Refused(sentence, code="dossiers.task_too_long", length=len(leg.task), most=MAX_TASK)
    Term.parse(leg.term)
    if not leg.term_ground.strip():
        sentence = mark("Hãy ghi căn cứ của thời hạn này: quyết định, quy trình hoặc điều khoản.")
        raise Refused(sentence, code="dossiers.term_without_ground")
    if len(leg.term_ground) > MAX_GROUND:
        sentence = mark("Căn cứ dài %(length)s chữ; nhiều nhất %(most)s chữ.")
        raise Refused(sentence, code="dossiers.ground_too_long", length=len(leg.term_ground), most=MAX_GROUND)


def check_way(way: str) -> None:
    """A dossier goes over electronically, on paper, or both."""
    if way not in WAYS:
        raise Refused(mark("Hãy chọn cách chuyển: điện tử, giấy hoặc cả hai."), code="dossiers.no_way")


def stages_of(legs: Sequence[LegStated], *, last: int, running: int) -> list[int]:
    """The stage of each leg on this dossier's road. Stage 0 as stated runs at once with what runs now; 1, 2 … follow
    all that is planned. `last`: the highest stage there is, `running`: the one under way, 0 when none is.
    """
    return [running or last + 1 if leg.stage == 0 else last + leg.stage for leg in legs]


def stage_to_begin(legs: Iterable[tuple[int, str]]) -> int | None:
    """The stage whose turn it is, of (stage, state) of every step: the first planned one, when nothing is running."""
    known = list(legs)
    if any(state == "running" for _, state in known):
        return None
    return min((stage for stage, state in known if state == "planned"), default=None)


def check_leg_runs(state: str) -> None:
    """Only what is under way is finished; what has ended is not ended again."""
    if state == "planned":
        raise Refused(mark("Bước này chưa đến lượt."), code="dossiers.leg_not_begun")
    check_leg_open(state)


def check_leg_open(state: str) -> None:
    """Somebody may have been quicker."""
    if state not in OPEN:
        sentence = mark("Bước này vừa được kết thúc trước; việc của bạn chưa được ghi. Hãy xem lại hồ sơ.")
        raise Overtaken(sentence, code="dossiers.leg_ended")


def check_finding(finding: str) -> None:
    """What an agency found is written down (art. 19.4: all of it is recorded)."""
    if not finding.strip():
        raise Refused(mark("Hãy ghi kết quả hoặc ý kiến."), code="dossiers.no_finding")
    check_length(finding)


def check_papers_received(*, way: str, received: bool) -> None:
    """Nobody works on papers that, as far as is written, are still on their way."""
    if way in ON_PAPER and not received:
        sentence = mark("Hồ sơ giấy chưa có người ký nhận. Hãy bấm “Nhận bàn giao” trước.")
        raise Refused(sentence, code="dossiers.papers_not_received")


def check_not_received(*, received_by: str) -> None:
    """A hand-over is received once."""
    if received_by:
        sentence = mark("Lần bàn giao này đã được %(who)s nhận trước.")
        raise Overtaken(sentence, code="dossiers.hand_over_received", who=received_by)


def check_under_way(state: str) -> None:
    """Nothing is withdrawn or finished on the road of a dossier that has ended."""
    if state in ENDED:
        raise Refused(mark("Hồ sơ đã kết thúc."), code="dossiers.ended")


def check_road_done(unfinished: Sequence[str], because: str) -> None:
    """A result before every agency has done its step says why (art. 19.4, 20.2: what each did is on record)."""
    if unfinished and not because.strip():
        sentence = mark("Chưa xong: %(unfinished)s. Hãy ghi vì sao giải quyết mà không chờ, hoặc để bước ấy làm xong.")
        raise Refused(sentence, code="dossiers.road_unfinished", unfinished="; ".join(unfinished))
    check_length(because)


def check_result_elsewhere(standing: Standing) -> None:
    """Only a result made by another house comes back to the desk, and it comes back once (art. 20.1)."""
    if not standing.elsewhere:
        raise Refused(mark("Kết quả do chính đơn vị này giải quyết, đã ở quầy."), code="dossiers.result_is_here")
    if standing.result_at_desk:
        raise Refused(mark("Quầy đã nhận kết quả về."), code="dossiers.result_is_here")


def check_result_at_desk(standing: Standing) -> None:
    """What another house decided is handed out once it is back at the desk that received the dossier (art. 20.1)."""
    if standing.elsewhere and not standing.result_at_desk:
        sentence = mark("Kết quả do nơi khác giải quyết chưa về quầy. Hãy bấm “Nhận kết quả về quầy” trước.")
        raise Refused(sentence, code="dossiers.result_not_at_desk")
