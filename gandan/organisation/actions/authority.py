"""May this one keep the organisation here? A person needs the power there; the command line and the clock act for
the installation itself and are not asked."""

from datetime import datetime

from django.utils.timezone import localdate

from gandan.lib.refs import HasRef, Ref
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import POWERS, PostKind, Power, refuse_without
from gandan.organisation.queries import open_post_units, standing


def require(power: Power, unit: Unit | None, *, by: HasRef | Ref, at: datetime) -> None:
    """Refused `organisation.no_power`. Without a unit the act concerns everybody, so the installation must be kept."""
    if not isinstance(by, Person):
        return
    held = standing(by, localdate(at))
    if unit is not None:
        held.require(power, unit)
    else:
        held.require(Power.INSTALLATION_KEEP)


def require_for_seat(post_kind: str, *, by: HasRef | Ref, at: datetime) -> None:
    """A seat that keeps the installation is made and filled only by who keeps it already."""
    if isinstance(by, Person) and Power.INSTALLATION_KEEP in POWERS[PostKind(post_kind)]:
        standing(by, localdate(at)).require(Power.INSTALLATION_KEEP)


def require_anywhere(power: Power, *, by: HasRef | Ref, at: datetime) -> None:
    """Refused `organisation.no_power` unless held in some unit: for what belongs to no unit yet."""
    if isinstance(by, Person):
        standing(by, localdate(at)).require(power)


def require_over(person: Person, *, by: HasRef | Ref, at: datetime) -> None:
    """May `by` keep this person's account? Only with the power in every unit where the person stands or soon will:
    otherwise a commune's administrator could take over the account of a higher one."""
    if not isinstance(by, Person):
        return
    held = standing(by, localdate(at))
    held.require(Power.ORGANISATION_KEEP)
    if standing(person, localdate(at)).may(Power.INSTALLATION_KEEP):
        held.require(Power.INSTALLATION_KEEP)
    if not open_post_units(person, localdate(at)) <= held.units_for(Power.ORGANISATION_KEEP):
        raise refuse_without(Power.ORGANISATION_KEEP)
