"""What the law needs to know of a dossier to say whether a move may be made."""

from dataclasses import dataclass
from datetime import datetime

from gandan.law.rulebook import Rule


@dataclass(frozen=True)
class Limit:
    """The last instant for something, and the rule that sets it."""

    until: datetime
    rule: Rule


@dataclass(frozen=True)
class Standing:
    """What the law needs to know of a dossier to say whether a move may be made now."""

    at: datetime
    times_asked: int = 0
    proposal_pending: bool = False
    notice: Limit | None = None  # to ask for a supplement
    supplement_until: datetime | None = None  # last instant for the applicant to bring it
    early_until: datetime | None = None  # the result is there before this day, and nobody told the applicant
    open_losses: int = 0
    elsewhere: bool = False  # another house than the receiving centre's decides
    result_at_desk: bool = False
    apology: Limit | None = None  # to apologise and give the one new day
    reappointed_under: Rule | None = None  # the rule that allows no second new day, once there was one
    reappointment_pending: bool = False
    asked_to_foresee: bool = False
    is_provinces: bool = False  # taken over from the province's system
