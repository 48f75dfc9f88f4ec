"""What a place decides for itself, over the national version: never longer than the law, fees with their decision."""

from collections.abc import Sequence
from dataclasses import replace

from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark
from gandan.procedures.values import CHANNELS, MAX_DECISION, MAX_FEE_WORDS, Fee, LocalRule, TermOption

_HOURS_OF_A_DAY = 8


def is_no_longer(local: Term, national: Term) -> bool:
    """Whether `local` is over by the end of `national`, whatever the calendar. Where that is not certain: False."""
    if local.unit == national.unit:
        return local.amount <= national.amount
    if local.unit == TermUnit.WITHIN_DAY:
        return national.unit != TermUnit.WORKING_HOURS
    if (local.unit, national.unit) == (TermUnit.DAYS, TermUnit.WORKING_DAYS):
        return local.amount <= national.amount
    if (local.unit, national.unit) == (TermUnit.WORKING_HOURS, TermUnit.WORKING_DAYS):
        return local.amount <= national.amount * _HOURS_OF_A_DAY
    return False


def local_terms(options: Sequence[TermOption], rules: Sequence[LocalRule]) -> tuple[TermOption, ...]:
    """The terms as they hold here. `rules` stand in the order in which they yield: the nearest unit's first."""
    return tuple(_here(option, rules) for option in _for_each_channel(options, rules))


def ground_of(options: Sequence[TermOption], rules: Sequence[LocalRule], option: TermOption) -> str:
    """The decision that shortens this local term; "" where the national term stands."""
    if option in options:
        return ""
    return next((one.decision for one in rules if _shortens(one, option)), "")


def _for_each_channel(options: Sequence[TermOption], rules: Sequence[LocalRule]) -> list[TermOption]:
    """With a line of its own for each channel that a local term singles out of a line for every channel."""
    own = [(one.channel, option) for one in rules if one.term and one.channel for option in options]
    there = {(option.case, option.channel) for option in options}
    more = {
        (option.case, channel): replace(option, channel=channel)
        for channel, option in own
        if not option.channel and (option.case, channel) not in there
    }
    return [*options, *more.values()]


def _here(option: TermOption, rules: Sequence[LocalRule]) -> TermOption:
    """The first local term that fits and is not longer; the national one stays beside it in its basis."""
    national = Term.parse(option.term) if option.term else None
    for rule in rules:
        if not _fits(rule, option):
            continue
        if national is None or is_no_longer(Term.parse(rule.term), national):
            words = Term.parse(rule.term).words()
            return replace(option, term=rule.term, text=words, basis=rule.decision, certainty="certain")
    return option


def _fits(rule: LocalRule, option: TermOption) -> bool:
    """For one case only when it is named; for a channel when it is that one, or none is named."""
    return bool(rule.term) and rule.case in ("", option.case) and rule.channel in ("", option.channel)


def _shortens(rule: LocalRule, option: TermOption) -> bool:
    return _fits(rule, option) and (rule.term, rule.decision) == (option.term, option.basis)


def local_fees(fees: Sequence[Fee], rules: Sequence[LocalRule]) -> tuple[Fee, ...]:
    """The fees as they are taken here; the national exemption stays where the decision names none."""
    return tuple(_fee_here(fee, rules) for fee in fees)


def _fee_here(fee: Fee, rules: Sequence[LocalRule]) -> Fee:
    for rule in rules:
        if rule.fee_amount is not None and rule.fee_name in ("", fee.name):
            text = ". ".join(part for part in (rule.fee_text, rule.decision) if part)
            return Fee(fee.name, rule.fee_amount, text, rule.exemption or fee.exemption)
    return fee


def check_local(rule: LocalRule, *, terms: Sequence[TermOption], fees: Sequence[Fee]) -> None:
    """Refuse what a place may not decide, or what would change nothing."""
    if not rule.decision:
        raise Refused(mark("Hãy ghi quyết định: số, ngày và cơ quan ban hành."), code="procedures.no_decision")
    if len(rule.decision) > MAX_DECISION or len(rule.fee_text) > MAX_FEE_WORDS:
        sentence = mark("Quyết định dài nhất %(decision)s chữ, lời về mức thu dài nhất %(words)s chữ.")
        raise Refused(sentence, code="procedures.too_long", decision=MAX_DECISION, words=MAX_FEE_WORDS)
    if not rule.term and rule.fee_amount is None:
        sentence = mark("Hãy ghi thời hạn hoặc mức thu riêng của địa phương.")
        raise Refused(sentence, code="procedures.nothing_local")
    if rule.term:
        _check_term(rule, terms)
    if rule.fee_amount is not None:
        _check_fee(rule, fees)


def _check_term(rule: LocalRule, options: Sequence[TermOption]) -> None:
    if rule.channel not in CHANNELS:
        raise Refused(mark("Không có cách nộp này."), code="procedures.bad_channel")
    touched = [option for option in _for_each_channel(options, [rule]) if _fits(rule, option)]
    if not touched:
        sentence = mark("Thủ tục không có trường hợp và cách nộp này; hãy chọn lại.")
        raise Refused(sentence, code="procedures.no_such_case")
    here = Term.parse(rule.term)
    for option in touched:
        if option.term and not is_no_longer(here, national := Term.parse(option.term)):
            sentence = mark(
                "Thời hạn của địa phương (%(here)s) phải chắc chắn không dài hơn mức của danh mục quốc gia "
                "(%(national)s, %(case)s). Hãy ghi ngắn hơn, cùng đơn vị tính."
            )
            told = {"here": here.words(), "national": national.words(), "case": option.case or option.text}
            raise Refused(sentence, code="procedures.longer_than_law", **told)


def _check_fee(rule: LocalRule, fees: Sequence[Fee]) -> None:
    if rule.fee_amount is not None and rule.fee_amount < 0:
        raise Refused(mark("Mức thu không được âm; miễn thì ghi 0."), code="procedures.bad_fee")
    if rule.fee_name and rule.fee_name not in {fee.name for fee in fees}:
        sentence = mark("Thủ tục không có khoản thu “%(name)s”; hãy chọn lại.")
        raise Refused(sentence, code="procedures.no_such_fee", name=rule.fee_name[:60])
    if not fees:
        sentence = mark("Danh mục quốc gia không thu khoản nào của thủ tục này.")
        raise Refused(sentence, code="procedures.no_such_fee")
