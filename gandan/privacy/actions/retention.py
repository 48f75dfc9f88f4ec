"""What has been kept long enough is destroyed, by a cited rule and by somebody who answers for it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import responses, rule_for, standing
from gandan.privacy.models import Destruction
from gandan.privacy.queries import expired_on

CODE_LENGTH = 8
RULE = "gandan:retention-years"


@transaction.atomic
def destroy(*, unit: Unit, expected: int, by: Person, at: datetime) -> Destruction:
    """Destroy the personal data that `expired_on` names for the unit; `expected` is how many the person was shown.

    The entry keeps codes and counts: that something was here, and why it is gone, stays provable.
    """
    day = localdate(at)
    mine = standing(by, day)
    mine.require(Power.PRIVACY_KEEP, unit)
    expired = expired_on(day, [unit.pk])
    if not expired:
        raise Refused(mark("Không có dữ liệu nào hết thời hạn lưu giữ."), code="privacy.nothing_expired")
    if len(expired) != expected:
        sentence = mark("Danh sách vừa thay đổi: nay có %(now)s hồ sơ. Hãy xem lại rồi xác nhận.")
        raise Refused(sentence, code="privacy.list_changed", now=len(expired))
    for forget in responses("on_destroyed"):
        forget(expired, by=by, at=at)
    limit = rule_for(RULE, unit, day)
    done = Destruction.objects.create(
        code=random_code(CODE_LENGTH),
        unit=unit,
        rule=RULE,
        article=limit.article,
        ended_before=max(one.ended_on for one in expired),
        how_many=len(expired),
        subjects=[one.subject.code for one in expired],
        done_by=by,
        done_at=at,
    )
    record(done, "privacy.destroy", by=by, at=at, how_many=done.how_many, rule=RULE, subjects=done.subjects)
    return done
