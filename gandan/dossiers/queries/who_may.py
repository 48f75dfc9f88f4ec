"""Who may make a move that the person before the screen may not: somebody to turn to, by name."""

from collections.abc import Collection
from datetime import date

from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Unit
from gandan.organisation.powers import POWER_NAMES, Power, refuse_without
from gandan.organisation.queries import holders

NAMED = 3  # people: one finds somebody among them, and the sentence stays short


def refuse_naming(power: Power, units: Collection[Unit], on: date) -> Refused:
    """The refusal of a move for lack of `power` in one of the units, with the nearest people who hold it."""
    found = list(dict.fromkeys(person for unit in units for person in holders(power, unit, on)))
    if not found:
        return refuse_without(power)
    names = ", ".join(person.name for person in found[:NAMED])
    if len(found) > NAMED:
        sentence = mark("Việc của người có thẩm quyền “%(power)s”: %(who)s và %(more)s người khác.")
    else:
        sentence = mark("Việc của người có thẩm quyền “%(power)s”: %(who)s.")
    return Refused(sentence, code="organisation.no_power", power=POWER_NAMES[power], who=names, more=len(found) - NAMED)
