"""People, posts, tenures and accounts."""

from datetime import date, datetime

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password

from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import (
    add_person,
    appoint,
    change_person,
    close_account,
    create_post,
    end_tenure,
    open_account,
    reset_password,
)
from gandan.organisation.models import Manner, Person
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import standing
from tests.factories import PASSWORD, PersonFactory, PostFactory, UnitFactory, account, commune, officer
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
TODAY = NOW.date()
ACT = {"by": CLOCK, "at": NOW}


def appointment(**changes):
    return {
        "post": changes.pop("post", None) or PostFactory(),
        "person": changes.pop("person", None) or PersonFactory(),
        "valid_from": date(2026, 1, 1),
        "decision": "QĐ 12/QĐ-UBND",
        **ACT,
    } | changes


def test_a_person_is_added_and_the_journal_keeps_the_name_apart():
    person = add_person(name=" Đặng  Thị Hường ", phone="0912 345 678", email="huong@xa.vn", **ACT)
    assert (person.name, person.folded_name) == ("Đặng Thị Hường", "dang thi huong")
    entry = timeline(person)[0]
    assert entry.told == {"name": "Đặng Thị Hường"}
    assert "Hường" not in str(entry.data)


@pytest.mark.parametrize(
    ("name", "phone", "code"),
    [
        ("", "", "organisation.no_name"),
        ("x" * 1000, "", "organisation.text_too_long"),
        ("Lê An", "không có", "organisation.wrong_phone"),
    ],
)
def test_a_wrong_name_or_phone_is_refused(name, phone, code):
    assert refused_code(add_person, name=name, phone=phone, **ACT) == code
    assert not Person.objects.exists()


def test_a_person_changes_name_and_the_entry_holds_what_is_new():
    person = PersonFactory(name="Lê An")
    change_person(person=person, name="Lê Văn An", phone="", email="", **ACT)
    assert timeline(person)[0].told == {"name": "Lê Văn An"}


def test_an_appointment_gives_the_powers_of_the_post_from_its_first_day():
    unit = commune().centre
    post = create_post(unit=unit, kind=PostKind.COUNTER_OFFICER, **ACT)
    person = PersonFactory()
    assert not standing(person, TODAY).may(Power.DOSSIER_RECEIVE, unit)
    appoint(**appointment(person=person, post=post))
    assert standing(person, TODAY).may(Power.DOSSIER_RECEIVE, unit)
    assert not standing(person, date(2025, 12, 31)).may(Power.DOSSIER_RECEIVE, unit)
    told = timeline(person)[0]
    assert told.told == {"decision": "QĐ 12/QĐ-UBND"}
    assert "decision" not in told.data  # what somebody typed is in no leaf


def test_a_post_has_one_holder_in_their_own_right():
    post = PostFactory()
    appoint(**appointment(post=post))
    assert refused_code(appoint, **appointment(post=post)) == "organisation.post_taken"
    assert appoint(**appointment(post=post, manner=Manner.ACTING))
    assert appoint(**appointment(post=post, manner=Manner.DELEGATED))


def test_nobody_holds_one_post_twice_at_a_time():
    first = appoint(**appointment())
    again = appointment(post=first.post, person=first.person, manner=Manner.ACTING)
    assert refused_code(appoint, **again) == "organisation.already_holds"


def test_a_post_is_free_again_on_the_day_its_tenure_ends():
    first = appoint(**appointment())
    end_tenure(tenure=first, valid_to=date(2026, 6, 1), decision="QĐ 99", **ACT)
    assert (
        refused_code(appoint, **appointment(post=first.post, valid_from=date(2026, 5, 31))) == "organisation.post_taken"
    )
    assert appoint(**appointment(post=first.post, valid_from=date(2026, 6, 1)))
    assert timeline(first.person)[0].act == "organisation.tenure_ended"


def test_a_tenure_ends_once_and_not_before_it_began():
    tenure = appoint(**appointment())
    end = {"tenure": tenure, "decision": "QĐ 99", **ACT}
    assert refused_code(end_tenure, valid_to=date(2026, 1, 1), **end) == "organisation.period_empty"
    end_tenure(valid_to=date(2026, 6, 1), **end)
    assert refused_code(end_tenure, valid_to=date(2026, 7, 1), **end) == "organisation.tenure_ended"
    assert refused_code(end_tenure, valid_to=date(2026, 5, 1), **end | {"decision": ""}) == "organisation.no_decision"


def test_nobody_is_appointed_without_a_decision_or_in_a_unit_that_is_not_there():
    assert refused_code(appoint, **appointment(decision="  ")) == "organisation.no_decision"
    post = PostFactory(unit=UnitFactory(valid_to=date(2026, 1, 1)))
    assert refused_code(appoint, **appointment(post=post)) == "organisation.unit_not_in_force"
    assert refused_code(appoint, **appointment(valid_to=date(2025, 12, 1))) == "organisation.period_empty"


def test_an_account_is_opened_with_a_hashed_password():
    user = open_account(person=PersonFactory(), username=" Huong.DT ", password=PASSWORD, **ACT)
    assert user.username == "huong.dt"
    assert user.password.startswith("argon2")
    assert check_password(PASSWORD, user.password)
    assert PASSWORD not in str(timeline(user.person)[0].data)


def test_usernames_are_plain_and_unique_and_passwords_strong():
    user = account(PersonFactory())
    opening = {"person": PersonFactory(), "username": "le.an", "password": PASSWORD, **ACT}
    assert refused_code(open_account, **opening | {"username": "lê an"}) == "organisation.wrong_username"
    assert refused_code(open_account, **opening | {"username": user.username.upper()}) == "organisation.username_taken"
    assert refused_code(open_account, **opening | {"password": "12345678"}) == "organisation.weak_password"
    assert refused_code(open_account, **opening | {"person": user.person}) == "organisation.account_exists"


def test_a_closed_account_is_opened_again_under_the_same_person():
    user = account(PersonFactory())
    close_account(user=user, **ACT)
    assert refused_code(reset_password, user=user, password=PASSWORD, **ACT) == "organisation.account_closed"
    again = open_account(person=user.person, username=user.username, password=PASSWORD, **ACT)
    assert (again.pk, again.is_active) == (user.pk, True)


def test_a_new_password_lifts_the_lockout():
    user = account(PersonFactory())
    AccessAttempt.objects.create(username=user.username, ip_address="127.0.0.1", failures_since_start=5)
    reset_password(user=user, password="mot-mat-khau-khac", **ACT)
    assert not AccessAttempt.objects.exists()


def test_a_communes_administrator_cannot_take_over_a_higher_account():
    province = UnitFactory(kind="province")
    here = commune()
    here.committee.parent = province
    here.committee.save()
    keeper = officer(here.committee, PostKind.ADMINISTRATOR)
    above = account(officer(province, PostKind.ADMINISTRATOR))
    below = account(officer(here.centre, PostKind.COUNTER_OFFICER))
    act = {"password": "mot-mat-khau-khac", "by": keeper, "at": NOW}
    assert refused_code(reset_password, user=above, **act) == "organisation.no_power"
    assert reset_password(user=below, **act)
    appoint(**appointment(person=below.person, post=PostFactory(unit=province), valid_from=date(2027, 1, 1)))
    assert refused_code(reset_password, user=below, **act) == "organisation.no_power"


@pytest.mark.parametrize("verb", ["seat", "account"])
def test_who_keeps_one_unit_cannot_become_who_keeps_the_installation(verb):
    here = commune()
    keeper = officer(here.committee, PostKind.ADMINISTRATOR)
    highest = account(officer(here.committee, PostKind.INSTALLATION_ADMINISTRATOR))
    act = {"by": keeper, "at": NOW}
    if verb == "seat":
        code = refused_code(create_post, unit=here.committee, kind="installation_administrator", **act)
    else:
        code = refused_code(reset_password, user=highest, password="mot-mat-khau-khac", **act)
    assert code == "organisation.no_power"


def test_nobody_closes_their_own_account():
    user = account(officer(commune().committee, PostKind.ADMINISTRATOR))
    assert refused_code(close_account, user=user, by=user.person, at=NOW) == "organisation.own_account"
