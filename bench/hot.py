"""One counter at eight in the morning against four counters of four communes: gap-free codes from one row (T6)."""

import json

from bench import intake
from bench.crowd import CLIENTS, Crowd, Run
from bench.place import Place
from bench.table import Line, of_run


def measure(place: Place, acts: int) -> list[Line]:
    hot = _accepted(place, ["hanh"] * CLIENTS, acts)
    spread = _accepted(place, place.ask("bench.hot"), acts)
    return [
        of_run("accept: four officers, one counter", hot),
        of_run("accept: four officers, four communes", spread),
        Line(
            "one counter's share of the spread throughput, aim 80", hot.acts_a_second / spread.acts_a_second * 100, "%"
        ),
        Line("its p99 beside the spread, aim 2", hot.percentile(99) / spread.percentile(99), "times"),
    ]


def _accepted(place: Place, officers: list[str], acts: int) -> Run:
    with Crowd(place, officers) as crowd:
        crowd.run(intake.open_draft, acts)
        crowd.run(intake.empty_form, acts // 10)
        return crowd.run(intake.accept, acts)


def _main() -> None:
    """Sample accounts at four counters, and their names as JSON."""
    import django

    django.setup()
    from django.utils import timezone

    from gandan.desk.accounts import DEMO_PASSWORD
    from gandan.lib.refs import Ref
    from gandan.organisation.actions import open_account
    from gandan.organisation.models import Tenure
    from gandan.organisation.powers import PostKind

    counters = Tenure.objects.filter(post__kind=PostKind.COUNTER_OFFICER, person__user=None).order_by("id")
    names = []
    for number, tenure in enumerate(counters[:CLIENTS]):
        names.append(f"quay-{number}")
        who = {"username": names[-1], "password": DEMO_PASSWORD, "is_demo": True}
        open_account(person=tenure.person, **who, by=Ref("system", "bench"), at=timezone.now())
    print(json.dumps(names))


if __name__ == "__main__":
    _main()
