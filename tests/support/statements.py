"""Statements that are kept, built anew where a test changes what they are built of."""

import pytest

from app.store import counts, page


def build_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of the test no statement is kept."""
    for module, name in ((page, "page"), (page, "count"), (counts, "grouped")):
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)
