"""What can be served while the applicant waits, and what an officer served lately (art. 17.4)."""

from datetime import date, datetime, timedelta

from django.db.models import F, TextField
from django.db.models.functions import Cast

from gandan.dossiers.models import Dossier
from gandan.dossiers.rules.at_once import at_once_case, fee_for, fees_here
from gandan.law.terms import TermUnit
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders
from gandan.procedures.models import Version
from gandan.procedures.queries import all_localised
from gandan.procedures.rules import Fee, TermOption

LATELY = timedelta(days=7)
SHOWN = 3


def versions_at_once(on: date, deciding: Unit) -> list[Version]:
    """The versions in force with a term within the day at a desk, the commonest first, with the fees of the place."""
    written = Version.objects.in_force(on).alias(written=Cast("terms", TextField()))
    found = written.filter(written__contains=TermUnit.WITHIN_DAY).select_related("procedure").order_by("rank", "name")
    return [version for version in all_localised(list(found), deciding, on) if at_once_case(version)]


def case_at_once(version: Version) -> TermOption | None:
    """The case that the procedure promises within the day at a desk, if there is one."""
    return at_once_case(version)


def served_lately(person: Person, at: datetime) -> list[Dossier]:
    """The last that the person served at once, newest first."""
    theirs = Dossier.objects.filter(received_by=person, submitted_at__gte=at - LATELY, returned_at=F("accepted_at"))
    joined = theirs.select_related("applicant", "handler", "version__procedure", "result_promise").prefetch_related(
        "charges"
    )
    return list(joined.order_by("-id")[:SHOWN])


def decides_for(centre: Unit) -> Unit:
    """Who decides what a desk serves at once: the agency it stands in, and no other."""
    return centre if centre.agency_code else centre.parent or centre


def signers(deciding: Unit, on: date) -> list[Person]:
    """Who may sign results of `deciding`: its leaders first, as they sign most."""
    leaders = {person.pk for person in holders(Power.DOSSIER_REAPPOINT, deciding, on)}
    return sorted(holders(Power.DOSSIER_SETTLE, deciding, on), key=lambda person: person.pk not in leaders)


def fees_at_desk(version: Version) -> list[Fee]:
    """The fees of what is served at once, in the register's words."""
    return fees_here(version.fee_list)


def price_at_once(version: Version, *, copies: int, pages: int) -> int | None:
    """What all fees come to for so many copies and pages; None where the register leaves one open."""
    amounts = [fee_for(fee, copies=copies, pages=pages) for fee in fees_at_desk(version)]
    return None if None in amounts else sum(amount for amount in amounts if amount)
