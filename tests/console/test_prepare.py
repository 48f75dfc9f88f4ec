"""What `gandan prepare` does the first time."""

from gandan.console import main, prepare


def test_the_sample_region_begins_its_own_dossiers_even_where_a_companion_starts(settings, monkeypatch):
    """A companion begins no dossier, so a region built as one would be refused."""
    settings.ROLE = "companion"
    roles = []
    monkeypatch.setattr(main, "call", lambda _words: roles.append(settings.ROLE) or 0)
    prepare._build_demo()
    assert roles == ["adopted"]
    assert settings.ROLE == "companion"
