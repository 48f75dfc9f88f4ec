"""What journeys find when they begin: one commune with its centre, an officer of every kind, and the catalogue.

Names of accounts are those of ACCOUNTS; the password of all is tests.factories.PASSWORD. Journeys make their own
dossiers, through the pages.
"""

from django.utils import timezone

from gandan.lib.refs import CLOCK
from gandan.organisation.powers import PostKind
from gandan.procedures.actions import load_catalogue
from tests import factories

ACCOUNTS = {
    "tiep-nhan": PostKind.COUNTER_OFFICER,
    "tiep-nhan-2": PostKind.COUNTER_OFFICER,
    "chuyen-mon": PostKind.SPECIALIST,
    "giam-doc": PostKind.CENTRE_HEAD,
    "chu-tich": PostKind.CHAIR,
    "quan-tri": PostKind.ADMINISTRATOR,
}
IN_THE_COMMITTEE = {PostKind.SPECIALIST, PostKind.CHAIR, PostKind.ADMINISTRATOR}


def sow() -> None:
    """Run once, on an empty and migrated database."""
    load_catalogue(by=CLOCK, at=timezone.now())
    commune = factories.commune("Thử Nghiệm")
    for username, kind in ACCOUNTS.items():
        unit = commune.committee if kind in IN_THE_COMMITTEE else commune.centre
        person = factories.officer(unit, kind)
        factories.UserFactory(person=person, username=username)
