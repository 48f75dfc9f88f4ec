"""One believable region, built through the actions. Nothing imports this package; the console finds it by name."""

from datetime import datetime
from random import Random

from gandan.lib.chance import drawn_from


def build_region(rng: Random, *, as_of: datetime, begins: datetime, scale: float = 1) -> None:
    """Organisation, procedures, dossiers, in that order, into an empty database."""
    from gandan.demo import (
        appointments,
        centre,
        commitments,
        counter,
        dossiers,
        organisation,
        prepared,
        privacy,
        procedures,
        programme,
        ratings,
        routing,
        sessions,
    )
    from gandan.demo.world import World

    world = World(begins=begins)
    with drawn_from(Random(rng.random())):
        organisation.build(world, rng, as_of)
        procedures.build(world, rng, as_of)
        dossiers.build(world, rng, as_of, scale=scale)
        routing.build(world, rng, as_of)
        procedures.build_local(world, rng, as_of)
        privacy.build(world, rng, as_of)
        centre.build(world, rng, as_of)
        first = world.desks[0]
        counter.open_hall(world, first, counters=counter.COUNTERS, by=first.leaders[-1], rng=rng, at=begins)
        appointments.open_offers(world)
        sessions.build(world, rng, as_of)
        counter.build(world, rng, as_of, scale=scale)
        appointments.build(world, rng, as_of)
        ratings.build(world, rng, as_of)
        prepared.build(world, rng, as_of)
        programme.build(world, rng, as_of)
        commitments.build(world, rng, as_of)
