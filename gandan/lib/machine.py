"""A state machine is a table of moves; this module reads such tables and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gandan.lib.refusal import Refused, mark


@dataclass(frozen=True)
class Move:
    """One arrow: from any of `sources` to `target`, for whoever holds `power`. `label` is what the button says.

    A `target` of None leaves the state as it is.
    """

    name: str
    sources: frozenset[str]
    target: str | None
    power: str
    label: str


_OF_A_DOSSIER = mark("Không thể “%(label)s” khi hồ sơ đang ở trạng thái “%(state)s”.")


class Machine:
    """The moves of one kind of thing, by name. `labels` gives each state the word a person reads; `sentence` says of
    the thing that a move is out of order.
    """

    def __init__(self, moves: Iterable[Move], labels: Mapping[str, str], sentence: str = _OF_A_DOSSIER) -> None:
        self.moves = {move.name: move for move in moves}
        self.labels = labels
        self.sentence = sentence

    def move(self, name: str, *, state: str) -> Move:
        """The move `name` out of `state`, or Refused `machine.out_of_order`."""
        move = self.moves[name]
        if state not in move.sources:
            raise Refused(self.sentence, code="machine.out_of_order", label=move.label, state=self.labels[state])
        return move

    def out_of(self, state: str) -> list[Move]:
        """Every move that leaves `state`, in the order of the table."""
        return [move for move in self.moves.values() if state in move.sources]

    def mermaid(self) -> str:
        """The diagram, for docs/states/."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{label}" as {state}' for state, label in self.labels.items()]
        lines += [
            f"    {source} --> {move.target or source}: {move.label}"
            for move in self.moves.values()
            for source in sorted(move.sources)
        ]
        return "\n".join(lines) + "\n"
