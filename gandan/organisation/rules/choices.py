"""Choices the law leaves to a place: what their values look like."""

from datetime import date

from gandan.law.hours import read_typed_spans
from gandan.law.rulebook import open_rules
from gandan.law.terms import Term
from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused, mark


def read_choice(rule_id: str, value: str, *, valid_from: date) -> str:
    """The value as it is stored. Refused when the rule is not open then, or the value not of its kind."""
    rule = next((rule for rule in open_rules() if rule.id == rule_id), None)
    if rule is None:
        sentence = mark("Quy định “%(rule)s” do luật định, địa phương không được chọn khác.")
        raise Refused(sentence, code="organisation.rule_not_open", rule=rule_id[:60])
    if valid_from < rule.valid_from:
        sentence = mark("Quy định này chỉ có từ %(day)s.")
        raise Refused(sentence, code="organisation.rule_not_yet", day=f"{rule.valid_from:%d/%m/%Y}")
    text = tidy(value).lower()
    if rule.unit == "yes/no":
        return "no" if text in ("no", "không") else _hours(text)
    if rule.unit == "years":
        return _years(text)
    if rule.unit == "fields of work":
        return ", ".join(filter(None, map(tidy, value.split(","))))
    return str(Term.parse(text if not text.isdigit() else f"{text} {rule.unit}"))


def _hours(text: str) -> str:
    return ", ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in read_typed_spans(text))


def _years(text: str) -> str:
    """A whole number of years, 1 to 100; "20 năm" is read as well."""
    number = text.removesuffix("năm").strip()
    if not (number.isdecimal() and 1 <= int(number) <= 100):
        raise Refused(mark("Hãy ghi số năm, ví dụ 20."), code="organisation.bad_years")
    return number
