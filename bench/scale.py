"""Does it stay quick? Intake, worklist and look-up with few dossiers, then with many, in the same run (T4)."""

import os
import sys
from functools import partial

from bench import intake, lookup, worklist
from bench.crowd import Crowd, Run
from bench.place import Place
from bench.table import Line, of_run

LARGE = int(os.environ.get("GANDAN_BENCH_LARGE", "1000000"))  # dossiers; ten millions: 35 GB, a quarter of an hour
MOST = 1.3  # times the p99 of few


def measure(place: Place, acts: int) -> list[Line]:
    few = _acts(place, acts)
    print(f"{LARGE} dossiers …", file=sys.stderr, flush=True)
    place.grow(LARGE)
    many = _acts(place, acts)
    lines = []
    for name, run in many.items():
        times = run.percentile(99) / few[name].percentile(99)
        lines.append(of_run(f"{name}, {place.dossiers:,} dossiers", few[name]))
        lines.append(of_run(f"{name}, {LARGE:,} dossiers", run))
        lines.append(Line(f"{name}: p99 of many beside few, aim {MOST}", times, "times"))
    return lines


def _acts(place: Place, acts: int) -> dict[str, Run]:
    found = {}
    with Crowd(place, intake.OFFICERS) as crowd:
        crowd.run(intake.open_draft, acts)
        crowd.run(intake.empty_form, acts // 10)
        found["accept"] = crowd.run(intake.accept, acts)
    with Crowd(place, worklist.SPECIALISTS) as crowd:
        found["worklist"] = crowd.run(worklist.worklist, acts)
    with Crowd(place) as crowd:
        found["look-up by code"] = crowd.run(partial(lookup.ask, lookup.by_code(place)), acts)
    return found
