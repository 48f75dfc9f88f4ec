"""What has been kept long enough is destroyed, by a cited rule and by somebody who answers for it."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import responses, rule_for, standing
from gandan.organisation.values import Expired
from gandan.privacy.models import Destruction
from gandan.privacy.queries import over_in
from gandan.privacy.rules import check_same_list

CODE_LENGTH = 8


@transaction.atomic
def destroy(*, unit: Unit, shown: str, by: Person, at: datetime) -> list[Destruction]:
    """Destroy the personal data that the unit has kept long enough; `shown` is the digest of the list the person saw.

    One record for each rule. It keeps codes and counts: that something was here, and why it is gone, stays provable.
    """
    day = localdate(at)
    standing(by, day).require(Power.PRIVACY_KEEP, unit)
    take_turn("destruction")  # of two who confirm the same list the second finds it empty
    over = over_in(unit, day)
    if not over.expired:
        raise Refused(mark("Không có dữ liệu nào hết thời hạn lưu giữ."), code="privacy.nothing_expired")
    check_same_list(shown=shown, now=over.digest, how_many=len(over.expired))
    for forget in responses("on_destroyed"):
        forget(over.expired, by=by, at=at)
    by_rule: defaultdict[str, list[Expired]] = defaultdict(list)
    for one in over.expired:
        by_rule[one.rule].append(one)
    return [_write_down(unit, rule, gone, by=by, at=at) for rule, gone in sorted(by_rule.items())]


def _write_down(unit: Unit, rule: str, gone: list[Expired], *, by: Person, at: datetime) -> Destruction:
    done = Destruction.objects.create(
        code=random_code(CODE_LENGTH),
        unit=unit,
        rule=rule,
        article=rule_for(rule, unit, localdate(at)).article,
        ended_before=max(one.ended_on for one in gone),
        how_many=len(gone),
        subjects=[one.subject.code for one in gone],
        done_by=by,
        done_at=at,
    )
    record(done, "privacy.destroy", by=by, at=at, how_many=done.how_many, rule=rule, subjects=done.subjects)
    return done
