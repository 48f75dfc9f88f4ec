"""A name without accents, looked for inside one's own units (T7): the question itself, without the page around it."""

import json
import sys
import time
from random import Random

from bench.place import Place
from bench.seed import FAMILIES, GIVEN, MIDDLES
from bench.table import Line

WHO = "hanh"
AIMS = {"p50": "", "p99": ", aim 20"}  # ms; a time and no CPU, so it is no gate


def measure(place: Place, acts: int) -> list[Line]:
    told = place.ask("bench.names", acts)
    return [Line(f"{what}, {point}{aim}", told[what][point], "ms") for what in told for point, aim in AIMS.items()]


def _main(acts: int) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from gandan.dossiers.queries import known_applicants, page, search
    from gandan.lib.fold import fold
    from gandan.organisation.models import Person

    person = Person.objects.get(user__username=WHO)
    today = timezone.localdate()
    rng = Random(118)

    def somebody() -> str:
        return fold(" ".join(map(rng.choice, (FAMILIES, MIDDLES, GIVEN))))

    questions = {
        "name from its beginning": lambda: page([search(person, somebody(), today)]),
        "given name only": lambda: page([search(person, " ".join(somebody().split()[1:]), today)]),
        "applicant served before": lambda: known_applicants(person, somebody(), today),
    }
    print(json.dumps({what: _timed(ask, acts) for what, ask in questions.items()}))


def _timed(ask, acts: int) -> dict[str, float]:
    for _ in range(10):
        ask()
    taken = []
    for _ in range(acts):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p99": taken[min(len(taken) - 1, len(taken) * 99 // 100)]}


if __name__ == "__main__":
    _main(int(sys.argv[1]))
