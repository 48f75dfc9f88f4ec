"""The boxes of the counter are drawn in Python: what was typed, doubted or wrong is escaped there."""

from gandan.desk.counter_page import Box
from gandan.desk.templatetags.counter import boxes, wrong_with

TYPED = '"><script>'


def row(**said):
    return {"box": Box("name", "Họ tên", "half"), "label": "Họ tên", "value": "", "errors": None, "doubts": None} | said


def test_what_was_typed_is_escaped():
    drawn = boxes([row(value=TYPED, errors=[TYPED], doubts=[TYPED], label=TYPED)], "")
    assert TYPED not in drawn
    assert drawn.count("&quot;&gt;&lt;script&gt;") == 4
    assert TYPED not in wrong_with("name", {"name": [TYPED]})


def test_a_wrong_box_is_named_by_its_error_and_the_next_box_has_the_focus():
    drawn = boxes([row(errors=["Hãy ghi tên."])], "name")
    assert 'aria-invalid="true" aria-describedby="name_error name_doubt"' in drawn
    assert '<div class="error" id="name_error">Hãy ghi tên. </div>' in drawn
    assert " autofocus>" in drawn
    assert "autofocus" not in boxes([row()], "phone")


def test_nothing_is_said_of_a_box_that_is_right():
    assert wrong_with("name", {}) == ""
