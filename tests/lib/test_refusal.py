from gandan.lib.refusal import Overtaken, Refused


def test_a_refusal_reads_as_its_filled_sentence():
    assert str(Refused("Thiếu %(what)s.", code="x.y", what="tờ khai")) == "Thiếu tờ khai."


def test_a_sentence_without_places_may_hold_a_percent_sign():
    assert str(Refused("Giảm 50%.", code="x.y")) == "Giảm 50%."


def test_being_overtaken_is_a_refusal():
    assert isinstance(Overtaken("Muộn.", code="x.y"), Refused)
