"""The table of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.crowd import Run

FLOOR = "floor: one CTE"


@dataclass(frozen=True)
class Line:
    """One measured thing. `value` is in `unit`; `run` where clients asked for it.

    The run fails above `limit`, or above `floors` times the CPU of the floor, which a slow machine pays as well.
    """

    what: str
    value: float
    unit: str = "CPU-ms"
    limit: float | None = None
    floors: float | None = None
    run: Run | None = None

    def limit_beside(self, floor: Run | None) -> float | None:
        if self.floors is not None and floor is not None:
            return self.floors * floor.cpu_ms
        return self.limit

    def is_broken(self, floor: Run | None) -> bool:
        limit = self.limit_beside(floor)
        return limit is not None and self.value > limit


def of_run(what: str, run: Run, *, limit: float | None = None, floors: float | None = None) -> Line:
    return Line(what, run.cpu_ms, limit=limit, floors=floors, run=run)


def broken(lines: Sequence[Line]) -> list[Line]:
    floor = floor_of(lines)
    return [line for line in lines if line.is_broken(floor)]


def floor_of(lines: Sequence[Line]) -> Run | None:
    """The floor, where it was measured in this run."""
    return next((line.run for line in lines if line.what == FLOOR), None)


def show(lines: Sequence[Line]) -> None:
    """Print the lines, beside the floor of this run."""
    floor = floor_of(lines)
    print(f"{'act':<44}{'CPU-ms':>8}{'limit':>7}{'floors':>9}{'acts/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'% floor':>12}")
    for line in lines:
        if line.run is not None:
            print(_row(line, line.run, floor))
    for line in lines:
        if line.run is None:
            limit = f", limit {line.limit:g}" if line.limit is not None else ""
            print(f"{line.what}: {line.value:,.1f} {line.unit}{limit}")
    for line in broken(lines):
        print(f"OVER THE LIMIT: {line.what}: {line.value:.2f} {line.unit}, limit {line.limit_beside(floor):.2f}")


def _row(line: Line, run: Run, floor: Run | None) -> str:
    """Speed against speed, and CPU against CPU: the floor waits for the disk, an act mostly for Python."""
    most = line.limit_beside(floor)
    limit = f"{most:.1f}" if most is not None else ""
    times = f"{run.cpu_ms / floor.cpu_ms:.1f}" if floor else ""
    share = f"{run.acts_a_second / floor.acts_a_second * 100:.1f}" if floor else ""
    figures = f"{run.acts_a_second:>8.0f}{run.percentile(50):>8.1f}{run.percentile(99):>8.1f}"
    return f"{line.what:<44}{line.value:>8.2f}{limit:>7}{times:>9}{figures}{share:>12}"
