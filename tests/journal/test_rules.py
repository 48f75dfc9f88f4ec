from datetime import UTC, datetime, timedelta, timezone

from gandan.journal import rules

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LEAF = {"at": AT, "actor": ("person", "A"), "subject": ("dossier", "B"), "act": "x.y", "data": {"n": 1}, "personal": {}}


def test_the_hash_does_not_depend_on_the_order_of_the_data():
    first = rules.leaf_hash(**LEAF | {"data": {"a": 1, "b": [2, "ba"]}})
    assert first == rules.leaf_hash(**LEAF | {"data": {"b": [2, "ba"], "a": 1}})


def test_the_hash_is_of_the_instant_whatever_its_zone():
    hanoi = AT.astimezone(timezone(timedelta(hours=7)))
    assert rules.leaf_hash(**LEAF) == rules.leaf_hash(**LEAF | {"at": hanoi})


def test_any_changed_part_changes_the_hash():
    changes = [{"at": AT + timedelta(microseconds=1)}, {"actor": ("person", "C")}, {"subject": ("dossier", "C")}]
    changes += [{"act": "x.z"}, {"data": {"n": 2}}, {"personal": {"name": "00"}}]
    hashes = {rules.leaf_hash(**LEAF | change) for change in changes}
    assert len(hashes) == len(changes)
    assert rules.leaf_hash(**LEAF) not in hashes


def test_the_same_value_has_another_hash_under_another_salt():
    assert rules.salted("Trần Thị Hoa", rules.new_salt()) != rules.salted("Trần Thị Hoa", rules.new_salt())


def test_failed_deliveries_wait_longer_each_time_and_then_for_a_person():
    waits = [rules.next_try(attempts, AT) - AT for attempts in range(1, len(rules.RETRY_AFTER) + 1)]
    assert waits == sorted(waits)
    assert rules.next_try(len(rules.RETRY_AFTER) + 1, AT) is None
