"""The table of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.crowd import Run

FLOOR = "floor: one CTE"


@dataclass(frozen=True)
class Line:
    """One measured thing. `value` is in `unit`; above `limit` the run fails; `run` where clients asked for it."""

    what: str
    value: float
    unit: str = "CPU-ms"
    limit: float | None = None
    run: Run | None = None

    @property
    def is_broken(self) -> bool:
        return self.limit is not None and self.value > self.limit


def of_run(what: str, run: Run, limit: float | None = None) -> Line:
    return Line(what, run.cpu_ms, limit=limit, run=run)


def broken(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.is_broken]


def show(lines: Sequence[Line]) -> None:
    """Print the lines; ratios to the floor where it was measured in this run."""
    floor = next((line.run for line in lines if line.what == FLOOR), None)
    print(f"{'act':<52}{'CPU-ms':>8}{'limit':>7}{'acts/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'% of the floor':>16}")
    for line in lines:
        if line.run is not None:
            print(_row(line, line.run, floor))
    for line in lines:
        if line.run is None:
            limit = f", limit {line.limit:g}" if line.limit is not None else ""
            print(f"{line.what}: {line.value:,.1f} {line.unit}{limit}")
    for line in broken(lines):
        print(f"OVER THE LIMIT: {line.what}: {line.value:.2f} {line.unit}, limit {line.limit:g}")


def _row(line: Line, run: Run, floor: Run | None) -> str:
    limit = f"{line.limit:g}" if line.limit is not None else ""
    share = f"{run.acts_a_second / floor.acts_a_second * 100:.1f}" if floor else ""
    figures = f"{run.acts_a_second:>8.0f}{run.percentile(50):>8.1f}{run.percentile(99):>8.1f}"
    return f"{line.what:<52}{line.value:>8.2f}{limit:>7}{figures}{share:>16}"
