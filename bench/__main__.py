"""`make bench`: what an act costs here, beside a floor measured in the same run. `python -m bench intake` for one part.

Machines differ and are shared: read the ratios and the CPU-ms, not the acts a second. Exit 1 when a limit is broken.
"""

import argparse
import sys
from collections.abc import Sequence

from bench import (
    derivation,
    displays,
    floor,
    hot,
    imports,
    intake,
    lookup,
    names,
    pages,
    peak,
    scale,
    waiting,
    worklist,
)
from bench.place import Place
from bench.table import Line, broken, show

PARTS = {
    "floor": floor.measure,
    "intake": intake.measure,
    "worklist": worklist.measure,
    "lookup": lookup.measure,
    "pages": pages.measure,
    "hot": hot.measure,
    "peak": peak.measure,
    "displays": displays.measure,
    "imports": imports.measure,
    "scale": scale.measure,  # from here on the database is large
    "names": names.measure,
    "derivation": derivation.measure,
    "waiting": waiting.measure,
}
ALONE = {"derivation", "waiting"}  # need no database
ASKED_FOR = {"scale", "imports"}  # minutes, and gigabytes: only by name


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    told = f"{', '.join(PARTS)}; all but {' and '.join(sorted(ASKED_FOR))} by default"
    parser.add_argument("parts", nargs="*", metavar="part", help=told)
    parser.add_argument("--dossiers", type=int, default=10_000, help="how many lie in the database (default 10000)")
    parser.add_argument("--acts", type=int, default=400, help="acts of each kind to measure (default 400)")
    asked = parser.parse_args(words)
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    parts = [name for name in PARTS if name in asked.parts or not (asked.parts or name in ASKED_FOR)]
    if set(parts) <= ALONE:
        lines = [line for name in parts for line in PARTS[name]()]
    else:
        if "intake" in parts and "floor" not in parts:
            parts.insert(0, "floor")  # a ratio needs both in one run
        lines = _measured(parts, asked)
    show(lines)
    return 1 if broken(lines) else 0


def _measured(parts: Sequence[str], asked: argparse.Namespace) -> list[Line]:
    lines: list[Line] = []
    with Place(dossiers=asked.dossiers) as place:
        for name in parts:
            print(f"{name} …", file=sys.stderr, flush=True)
            found = PARTS[name]() if name in ALONE else PARTS[name](place, asked.acts)
            for line in found:
                print(f"  {line.what}: {line.value:.2f} {line.unit}", file=sys.stderr, flush=True)
            lines += found
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
