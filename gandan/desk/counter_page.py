"""What the counter's page shows of a draft: values, doubts, the next thing to type, the promise it would make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from gandan.desk.counter_forms import ORGANISATION_LABELS, TERM_UNITS
from gandan.desk.counter_request import CounterRequest
from gandan.desk.help import help_for
from gandan.desk.passes import pass_of
from gandan.dossiers.models import Applicant, Channel, Draft
from gandan.dossiers.queries import known_applicants
from gandan.dossiers.queries.books import has_book
from gandan.dossiers.values import ApplicantDetails, doubts
from gandan.law.explain import lines, strip
from gandan.law.rulebook import rule
from gandan.organisation.queries import calendar_of
from gandan.procedures.queries import ended, find

Errors = Iterable[tuple[str, str, str]]


@dataclass(frozen=True)
class Box:
    """One place to type in; `marks` are further attributes of the input."""

    name: str
    label: str
    size: str = ""
    marks: str = ""


PARTS = ("who", "procedure", "papers", "ends")  # of the page, each with its help
FIGURES = 'inputmode="numeric"'
WHO = (
    Box("name", lazy("Họ và tên"), "half", 'aria-required="true"'),
    Box("id_number", lazy("Số định danh"), "quarter", FIGURES),
    Box("birth_year", lazy("Năm sinh"), "eighth", FIGURES),
    Box("phone", lazy("Điện thoại"), "quarter", 'inputmode="tel"'),
    Box("email", lazy("Thư điện tử"), "quarter", 'inputmode="email"'),
    Box("address_on_paper", lazy("Địa chỉ như trên giấy tờ"), "half"),
)
WHERE = (
    Box("street", lazy("Số nhà, đường"), "quarter"),
    Box("hamlet", lazy("Thôn, tổ dân phố"), "quarter"),
    Box("commune", lazy("Xã, phường ngày nay"), "quarter", 'list="communes"'),
    Box("province", lazy("Tỉnh, thành phố"), "quarter"),
)
AGENT = (
    Box("agent_name", lazy("Họ và tên người được ủy quyền"), "half"),
    Box("agent_id_number", lazy("Số định danh"), "quarter", FIGURES),
    Box("agent_phone", lazy("Điện thoại"), "quarter", 'inputmode="tel"'),
    Box("agent_paper", lazy("Giấy ủy quyền (số, ngày, nơi chứng thực)"), "half"),
)


@lru_cache(maxsize=64)
def _help(part: str, on: date, language: str) -> SafeString:
    """The help beside a part of the page, the same for everybody on that day."""
    return mark_safe(render_to_string("desk/help.html", {"help": help_for(f"counter.{part}", on)}))


class CounterPage:
    """The context of the page; `errors` are (field, label, sentence) of what could not be taken."""

    def __init__(self, request: HttpRequest, draft: Draft, errors: Errors = ()) -> None:
        self.request = request
        self.draft = draft
        self.typed = MultiValueDict(draft.typed)
        self.asked = CounterRequest(draft, self.typed, request.today)
        self.errors = list(errors)

    def context(self) -> dict[str, Any]:
        asked, version = self.asked, self.asked.version
        by_field: dict[str, list[str]] = {}
        for name, _label, sentence in self.errors:
            by_field.setdefault(name, []).append(sentence)
        agent = self._boxes(AGENT, by_field)
        return {
            "section": "counter",
            "companion": settings.ROLE == "companion",
            "draft": self.draft,
            "pass": pass_of(self.draft.reference, self.request.person),
            "typed": {name: values[-1] if values else "" for name, values in self.typed.lists()},
            "errors_told": self.errors,
            "wrong": by_field,
            "who_boxes": self._boxes(WHO, by_field),
            "where_boxes": self._boxes(WHERE, by_field),
            "agent_boxes": agent,
            "agent_open": any(box["value"] or box["errors"] for box in agent),
            "is_organisation": self._is_organisation,
            "asked": asked,
            "version": version,
            "channels": Channel.choices,
            "term_units": TERM_UNITS,
            "promise": self._promise(),
            "today_off": calendar_of(self.draft.unit, self.request.today).why_off(self.request.today),
            "help": {part: _help(part, self.request.today, get_language()) for part in PARTS},
            "has_book": has_book(self.draft.unit, self.request.today),
            "book_open": self.asked.book.is_used,
            "focus": "" if self.errors else self._next_to_type(),
            **self._found(),
        }

    @property
    def _is_organisation(self) -> bool:
        return self.typed.get("kind") == Applicant.Kind.ORGANISATION

    def _boxes(self, boxes: Iterable[Box], errors: Mapping[str, list[str]]) -> list[dict[str, Any]]:
        doubted = self._doubts
        labels = ORGANISATION_LABELS if self._is_organisation else {}
        return [
            {
                "box": box,
                "label": labels.get(box.name, box.label),
                "value": self.typed.get(box.name) or "",
                "errors": errors.get(box.name),
                "doubts": doubted.get(box.name),
            }
            for box in boxes
            if not (self._is_organisation and box.name == "birth_year")
        ]

    @property
    def _doubts(self) -> dict[str, list[str]]:
        names = ("name", "kind", "id_number", "phone", "agent_id_number", "agent_phone")
        said: dict[str, Any] = {name: self.asked.text(name) for name in names}
        year = self.asked.text("birth_year")
        said["birth_year"] = int(year) if year.isascii() and year.isdigit() else None
        return doubts(ApplicantDetails.stated(**said))

    def _promise(self) -> dict[str, Any] | None:
        """The date that accepting now would promise, with its proof."""
        deadline = self.asked.due(self.request.now)
        if deadline is None:
            return None
        return {
            "received_at": self.asked.received_at,
            "due_at": deadline.due_at,
            "term": self.asked.term.words(_),
            "article": rule("118/2025:17.3:result", on=self.request.today).article,
            "cells": strip(deadline.steps),
            "lines": lines(deadline.steps, _),
        }

    def _found(self) -> dict[str, Any]:
        """What the two boxes to search in have found; they are emptied when one is picked."""
        wanted, q = self.asked.text("find"), self.asked.text("q")
        return {
            "applicants": known_applicants(self.request.person, wanted, self.request.today) if wanted else [],
            "procedures": (found := find(q, self.request.today) if q else []),
            "ended": [] if found or not q else ended(q, self.request.today),
        }

    def _next_to_type(self) -> str:
        """Where the next key press should go."""
        text = self.asked.text
        if text("find") or not (text("name") or text("id_number")):
            return "find"
        if not text("name"):
            return "name"
        if not any(map(text, ("id_number", "phone", "address_on_paper"))):
            return "id_number"
        if self.asked.version is None:
            return "q"
        return "tick" if self.asked.missing else "accept"
