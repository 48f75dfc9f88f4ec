"""The built-in catalogue, published as it is."""

from datetime import datetime
from random import Random

from gandan.demo.organisation import BUILDER
from gandan.demo.world import World
from gandan.procedures.actions import load_catalogue


def build(world: World, rng: Random, as_of: datetime) -> None:
    load_catalogue(by=BUILDER, at=world.begins)
