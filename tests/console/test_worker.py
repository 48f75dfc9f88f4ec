from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import OperationalError
from django.test import override_settings

from gandan.console import tick, worker

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


class StopAfter(Event):
    """An event that is set after so many rests, so that the loop ends without a clock."""

    def __init__(self, rests):
        super().__init__()
        self.rests = rests

    def wait(self, timeout=None):
        self.rests -= 1
        if self.rests <= 0:
            self.set()
        return self.is_set()


@pytest.mark.django_db
def test_a_failing_step_is_logged_and_the_next_ones_still_run(monkeypatch, caplog):
    done = []

    def fails(*, at):
        raise ValueError("a step fell over")

    monkeypatch.setattr(tick, "STEPS", (fails, lambda *, at: done.append(at)))
    monkeypatch.setattr(tick, "DAILY", ())
    assert tick.tick(at=AT) is False
    assert done == [AT]
    assert "fails failed" in caplog.text


@pytest.mark.django_db
def test_all_steps_going_well_is_told(monkeypatch):
    monkeypatch.setattr(tick, "STEPS", (lambda *, at: None,))
    monkeypatch.setattr(tick, "DAILY", ())
    assert tick.tick(at=AT) is True


@pytest.mark.both
def test_every_step_runs_on_an_empty_database(own_database):
    assert tick.tick(at=AT) is True


def test_the_loop_ticks_at_once_and_then_each_time_the_minute_is_over(monkeypatch):
    ticks = []
    monkeypatch.setattr(worker, "tick", lambda *, at, daily: ticks.append(daily))
    worker.work(StopAfter(3), tick_every=0.0)
    assert len(ticks) == 3
    worker.work(StopAfter(3), tick_every=60.0)
    assert len(ticks) == 4


def test_the_loop_sweeps_when_it_begins_and_then_once_a_day(monkeypatch):
    ticks = []
    monkeypatch.setattr(worker, "tick", lambda *, at, daily: ticks.append(daily))
    worker.work(StopAfter(3), tick_every=0.0)
    assert ticks == [True, False, False]
    ticks.clear()
    worker.work(StopAfter(3), tick_every=0.0, sweep_every=0.0)
    assert ticks == [True, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(("daily", "done"), [(True, ["minute", "day"]), (False, ["minute"])])
def test_what_is_swept_away_is_not_looked_at_every_minute(monkeypatch, daily, done):
    seen = []
    monkeypatch.setattr(tick, "STEPS", (lambda *, at: seen.append("minute"),))
    monkeypatch.setattr(tick, "DAILY", (lambda *, at: seen.append("day"),))
    assert tick.tick(at=AT, daily=daily)
    assert seen == done


def test_drafts_files_and_sign_ins_are_swept_daily():
    swept = {"sweep_drafts", "sweep_prepared", "sweep_orphans", "seal_plain_files", "erase_contacts"}
    swept |= {"_forget_sessions", "forget_days"}
    promised = {"promise_duties", "promise_decisions", "promise_settlements", "mark_unseen"}
    promised |= {"follow_posts", "close_left"}
    assert {step.__name__ for step in tick.DAILY} == swept | promised


@pytest.mark.django_db
@override_settings(SMTP_HOST="mail.example.vn")
def test_a_restarting_database_is_logged_and_tried_again(monkeypatch, caplog):
    calls = []

    def deliver(**kwargs):
        calls.append(kwargs)
        raise OperationalError("the database is restarting")

    monkeypatch.setattr(worker, "tick", lambda **kwargs: None)
    monkeypatch.setattr(worker, "deliver_due", deliver)
    worker.work(StopAfter(2))
    assert len(calls) == 2
    assert "the database is restarting" in caplog.text


@override_settings(SMTP_HOST="")
def test_without_a_mail_server_notices_stay_in_the_outbox(monkeypatch):
    monkeypatch.setattr(worker, "tick", lambda **kwargs: None)
    monkeypatch.setattr(worker, "deliver_due", lambda **kwargs: pytest.fail("nothing may be sent"))
    worker.work(StopAfter(2))
