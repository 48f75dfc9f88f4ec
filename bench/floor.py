"""The floor: what the database and a driver need for one case, with nothing of a platform around it.

One CTE writes a dossier, three documents, an event, an audit row and the day's counter, committed to disk.
"""

import multiprocessing
import os
import time
from multiprocessing.connection import Connection

import psycopg

from bench.crowd import CLIENTS, Run
from bench.place import Place
from bench.processes import cpu_seconds, spent_between
from bench.table import FLOOR, Line, of_run

WARM_UP, TIMES_AS_MANY = 50, 10  # an act of the floor is short: more of them are needed to see it
TABLES = """
CREATE SCHEMA IF NOT EXISTS floor;
CREATE TABLE floor.counter (unit int, day date, last int NOT NULL, PRIMARY KEY (unit, day));
CREATE TABLE floor.dossier (id bigserial PRIMARY KEY, code text UNIQUE, unit int, applicant text, number text,
    received timestamptz, due timestamptz, state text);
CREATE INDEX ON floor.dossier (unit, due, id);
CREATE TABLE floor.document (id bigserial PRIMARY KEY, dossier bigint REFERENCES floor.dossier, ordinal int, name text);
CREATE INDEX ON floor.document (dossier);
CREATE TABLE floor.event (id bigserial PRIMARY KEY, dossier bigint REFERENCES floor.dossier, act text,
    at timestamptz DEFAULT now());
CREATE INDEX ON floor.event (dossier, id);
CREATE TABLE floor.audit (id bigserial PRIMARY KEY, actor text, subject bigint, hash text,
    at timestamptz DEFAULT now());
"""
ONE_CASE = """
WITH counted AS (
    INSERT INTO floor.counter VALUES (%(unit)s, current_date, 1)
    ON CONFLICT (unit, day) DO UPDATE SET last = floor.counter.last + 1 RETURNING last
), dossier AS (
    INSERT INTO floor.dossier (code, unit, applicant, number, received, due, state)
    SELECT 'H42.' || %(unit)s || '-' || last, %(unit)s, %(applicant)s, %(number)s, now(), now() + '3 days', 'accepted'
    FROM counted RETURNING id, code
), documents AS (
    INSERT INTO floor.document (dossier, ordinal, name)
    SELECT id, ordinal, name FROM dossier, unnest(%(names)s::text[]) WITH ORDINALITY AS given(name, ordinal)
), event AS (
    INSERT INTO floor.event (dossier, act) SELECT id, 'accept' FROM dossier
), audit AS (
    INSERT INTO floor.audit (actor, subject, hash) SELECT %(actor)s, id, md5(code) FROM dossier
)
SELECT code FROM dossier
"""


def measure(place: Place, acts: int) -> list[Line]:
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(TABLES)
    return [of_run(FLOOR, _run(place, acts * TIMES_AS_MANY))]


def _run(place: Place, acts: int) -> Run:
    """CLIENTS connections, each to its own unit. The driver's process counts: it stands where the web server will."""
    lines, processes = [], []
    for unit in range(CLIENTS):
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_client, args=(theirs, place.url, unit, acts // CLIENTS), daemon=True)
        process.start()
        lines.append(ours)
        processes.append(process)
    pids = [pid for line in lines for pid in line.recv()]
    before, began = cpu_seconds(pids), time.perf_counter()
    for line in lines:
        line.send("go")
    latencies = [latency for line in lines for latency in line.recv()]
    seconds, after = time.perf_counter() - began, cpu_seconds(pids)
    for process in processes:
        process.terminate()
        process.join()
    return Run(len(latencies), seconds, latencies, spent_between(before, after) / len(latencies) * 1000)


def _client(line: Connection, url: str, unit: int, acts: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        case = {
            "unit": unit,
            "applicant": "Nguyễn Thị Hoa",
            "number": "000190012345",
            "names": ["Tờ khai", "Giấy tờ tùy thân", "Giấy xác nhận"],
            "actor": "hanh",
        }
        for _ in range(WARM_UP):
            connection.execute(ONE_CASE, case).fetchone()
        line.send([os.getpid(), connection.info.backend_pid])
        line.recv()
        latencies = []
        for _ in range(acts):
            began = time.perf_counter()
            connection.execute(ONE_CASE, case).fetchone()
            latencies.append(time.perf_counter() - began)
        line.send(latencies)
        line.recv()  # the connection stays until its cost is read
