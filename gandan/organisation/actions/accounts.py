"""How people come to sign in. An account gives no power: posts do."""

from datetime import datetime

from axes.utils import reset as lift_lockout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.authority import require_over
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import Person, User
from gandan.organisation.rules import posts as rules


@transaction.atomic
def open_account(
    *, person: Person, username: str, password: str, by: HasRef | Ref, at: datetime, is_demo: bool = False
) -> User:
    """Let a person sign in, for the first time or again after the account was closed."""
    require_over(person, by=by, at=at)
    username = username.strip().lower()
    rules.check_username(username)
    take_turn("usernames")
    user = User.objects.select_for_update(of=("self",)).filter(person=person).first() or User(person=person)
    if user.pk and user.is_active:
        sentence = mark("%(name)s đã có tài khoản “%(username)s”.")
        raise Refused(sentence, code="organisation.account_exists", name=person.name, username=user.username)
    if User.objects.filter(username=username).exclude(pk=user.pk).exists():
        sentence = mark("Tên đăng nhập “%(username)s” đã có người dùng.")
        raise Refused(sentence, code="organisation.username_taken", username=username)
    user.username, user.is_active, user.is_demo = username, True, is_demo
    _set_password(user, password)
    user.save()
    record(person, "organisation.account_opened", by=by, at=at, personal={"username": username})
    return user


@transaction.atomic
def reset_password(*, user: User, password: str, by: HasRef | Ref, at: datetime) -> User:
    """An administrator sets a password to hand over; it lifts a lockout and ends the person's sessions."""
    user = _take(user)
    require_over(user.person, by=by, at=at)
    if not user.is_active:
        raise Refused(
            mark("Tài khoản “%(username)s” đã ngừng."), code="organisation.account_closed", username=user.username
        )
    _set_password(user, password)
    user.save(update_fields=["password"])
    lift_lockout(username=user.username)
    record(user.person, "organisation.password_reset", by=by, at=at)
    return user


@transaction.atomic
def close_account(*, user: User, by: HasRef | Ref, at: datetime) -> User:
    """The person can no longer sign in, and is signed out at their next page. What they did stays theirs."""
    user = _take(user)
    require_over(user.person, by=by, at=at)
    if user.person == by:
        raise Refused(mark("Không thể tự ngừng tài khoản của mình."), code="organisation.own_account")
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(user.person, "organisation.account_closed", by=by, at=at)
    return user


def _take(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(
            mark("Mật khẩu chưa đủ mạnh. %(reasons)s"),
            code="organisation.weak_password",
            reasons=" ".join(weak.messages),
        ) from None
    user.set_password(password)
