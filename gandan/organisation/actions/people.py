"""People, and the posts they hold."""

from datetime import date, datetime

from django.db import transaction

from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.authority import require, require_anywhere, require_for_seat, require_over
from gandan.organisation.actions.posts import holdings
from gandan.organisation.models import Manner, Person, Post, Tenure
from gandan.organisation.powers import Power
from gandan.organisation.rules import posts as rules
from gandan.organisation.rules.units import Period


@transaction.atomic
def add_person(
    *, name: str, by: HasRef | Ref, at: datetime, phone: str = "", email: str = "", code: str = ""
) -> Person:
    """A new official or staff member; `code` is made when none is given."""
    require_anywhere(Power.ORGANISATION_KEEP, by=by, at=at)
    name, phone = tidy(name), tidy(phone)
    rules.check_person(name=name, phone=phone)
    person = Person.objects.create(code=code or _free_code(), name=name, phone=phone, email=tidy(email))
    record(person, "organisation.person_added", by=by, at=at, personal={"name": name})
    return person


def _free_code() -> str:
    while Person.objects.filter(code=(code := random_code(6))).exists():
        pass
    return code


@transaction.atomic
def change_person(*, person: Person, name: str, phone: str, email: str, by: HasRef | Ref, at: datetime) -> Person:
    """Correct a name or how the person is reached."""
    require_over(person, by=by, at=at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    wanted = {"name": tidy(name), "phone": tidy(phone), "email": tidy(email)}
    rules.check_person(name=wanted["name"], phone=wanted["phone"])
    changed = {field: text for field, text in wanted.items() if getattr(person, field) != text}
    if not changed:
        return person
    for field, text in changed.items():
        setattr(person, field, text)
    person.save(update_fields=[*changed, "folded_name"])
    record(person, "organisation.person_changed", by=by, at=at, personal=changed)
    return person


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: Post,
    valid_from: date,
    decision: str,
    by: HasRef | Ref,
    at: datetime,
    manner: str = Manner.PERMANENT,
    valid_to: date | None = None,
) -> Tenure:
    """The person holds the post from a day on, by a decision; acting and delegated ones may stand beside."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    require(Power.ORGANISATION_KEEP, post.unit, by=by, at=at)
    require_for_seat(post.kind, by=by, at=at)
    rules.check_open(post.closed_on)
    period, decision = Period(valid_from, valid_to), tidy(decision)
    _check_source(decision)
    holding = rules.Holding(person.code, person.name, manner, period)
    unit = Period(post.unit.valid_from, post.unit.valid_to)
    rules.check_appointment(holding, unit=unit, others=holdings(post), decision=decision)
    tenure = Tenure.objects.create(
        post=post, person=person, manner=manner, valid_from=valid_from, valid_to=valid_to, source=decision
    )
    person.__dict__.pop("_standing", None)
    record(
        person,
        "organisation.appointed",
        by=by,
        at=at,
        post=post.ref.code,
        title=post.title,
        unit=post.unit.ref.code,
        manner=manner,
        valid_from=valid_from.isoformat(),
        personal={"decision": decision},
    )
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, valid_to: date, decision: str, by: HasRef | Ref, at: datetime) -> Tenure:
    """The person no longer holds the post from `valid_to` on."""
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("post__unit", "person").get(pk=tenure.pk)
    require(Power.ORGANISATION_KEEP, tenure.post.unit, by=by, at=at)
    require_for_seat(tenure.post.kind, by=by, at=at)
    decision = tidy(decision)
    if not decision:
        raise Refused(mark("Hãy ghi quyết định làm căn cứ."), code="organisation.no_decision")
    _check_source(decision)
    rules.check_tenure_end(Period(tenure.valid_from, tenure.valid_to), valid_to)
    tenure.valid_to = valid_to
    tenure.save(update_fields=["valid_to"])
    record(
        tenure.person,
        "organisation.tenure_ended",
        by=by,
        at=at,
        post=tenure.post.ref.code,
        title=tenure.post.title,
        unit=tenure.post.unit.ref.code,
        valid_to=valid_to.isoformat(),
        personal={"decision": decision},
    )
    return tenure


def _check_source(decision: str) -> None:
    if len(decision) > 200:
        sentence = mark("Quyết định dài %(length)s ký tự, tối đa là 200.")
        raise Refused(sentence, code="organisation.text_too_long", length=len(decision))
