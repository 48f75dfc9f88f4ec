"""Two people prepared something at home for the tour's commune: one is ready to come, one is half way.

Without photographs: how a file is sealed and called on the disk is chance, and the demo is the same each time.
"""

from datetime import datetime, timedelta
from random import Random

from gandan.demo.world import World
from gandan.dossiers import actions
from gandan.dossiers.models import Prepared
from gandan.lib.refs import Ref
from gandan.procedures.queries import in_force

CITIZEN = Ref("system", "citizen")
READY = {
    "who": {"who": ["self"]},
    "name": {"name": ["Nguyễn Thị Lan Anh"], "birth_year": ["1994"]},
    "number": {"id_number": ["000194006218"]},
    "address": {"hamlet": ["Thôn 3"], "commune": ["Bình Lục"], "province": ["Ninh Bình"]},
    "contact": {"phone": ["0912345671"]},
}
HALF_WAY = {
    "who": {"who": ["agent"]},
    "name": {"name": ["Trần Văn Định"], "birth_year": ["1992"]},
}


def build(world: World, rng: Random, as_of: datetime) -> None:
    """Yesterday evening, at home."""
    at = (as_of - timedelta(days=1)).replace(hour=20, minute=10)
    ready = _prepare("1.004873", READY, at)
    papers = [paper.name for paper in ready.version.requirements if not paper.only_when]
    _say(ready, "papers", {"have": papers[:1]}, at)
    actions.choose_unit(prepared_id=ready.pk, unit=world.desks[0].centre, by=CITIZEN, at=at)
    actions.finish_prepared(prepared_id=ready.pk, by=CITIZEN, at=at + timedelta(minutes=9))
    _prepare("1.001193", HALF_WAY, at + timedelta(minutes=40))


def _prepare(procedure: str, said: dict[str, dict[str, list[str]]], at: datetime) -> Prepared:
    begun = actions.prepare(version=in_force(procedure, at.date()), by=CITIZEN, at=at)
    for part, answers in said.items():
        _say(begun, part, answers, at)
    return begun


def _say(prepared: Prepared, part: str, answers: dict[str, list[str]], at: datetime) -> None:
    actions.save_prepared(prepared_id=prepared.pk, part=part, said=answers, by=CITIZEN, at=at)
