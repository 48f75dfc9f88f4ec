import io
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from gandan.console import main
from gandan.lib.refusal import Refused, mark


@pytest.fixture
def stub(monkeypatch):
    """A command `stub` that does what the test wants."""

    def teach(act):
        class Module:
            @staticmethod
            def register(subparsers):
                subparsers.add_parser("stub").set_defaults(run=lambda args: act())

        monkeypatch.setitem(main.COMMANDS, "stub", "tests.stub")
        monkeypatch.setattr(main, "import_module", lambda name: Module)

    return teach


def _raise(trouble):
    raise trouble


@pytest.mark.parametrize("name", [*main.COMMANDS, *main.IMPORTS])
def test_every_listed_command_teaches_itself(name, capsys):
    words = ["import", name] if name in main.IMPORTS else [name]
    with pytest.raises(SystemExit) as left:
        main.call([*words, "--help"])
    assert left.value.code == 0
    assert f"gandan {' '.join(words)}" in capsys.readouterr().out


def test_a_refusal_is_its_sentence_on_stderr_and_exit_2(stub, capsys):
    stub(lambda: _raise(Refused(mark("Không có đơn vị %(unit)s."), code="organisation.unknown", unit="X1")))
    assert main.call(["stub"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Không có đơn vị X1.\n")


@pytest.mark.parametrize(
    "trouble", [ImproperlyConfigured("GANDAN_PORT must be a number."), OperationalError("no server\nDETAIL: x")]
)
def test_a_wrong_setting_or_a_silent_database_is_one_line_on_stderr(stub, capsys, trouble):
    stub(lambda: _raise(trouble))
    assert main.call(["stub"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_the_exit_code_of_a_command_is_its_answer(stub):
    stub(lambda: 1)
    assert main.call(["stub"]) == 1
    stub(lambda: None)
    assert main.call(["stub"]) == 0


def test_a_reader_who_left_the_pipe_is_no_error_worth_a_traceback(stub, capsys, monkeypatch):
    stub(lambda: _raise(BrokenPipeError()))
    with open("/dev/null", "w") as gone:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(gone.fileno(), "w", closefd=False)))
        assert main.call(["stub"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_not_ours_goes_to_django(capsys):
    assert main.call(["version"]) == 0
    assert capsys.readouterr().out.startswith("5.2")


def test_a_command_nobody_knows_exits_2_or_1_with_words_on_stderr(capsys):
    with pytest.raises(SystemExit) as left:
        main.call(["dodgy"])
    assert left.value.code
    assert "dodgy" in capsys.readouterr().err
