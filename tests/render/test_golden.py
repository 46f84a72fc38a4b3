"""Each form of the awkward events is, byte for byte, the file that was looked through and kept.

The name of a file says what was asked for: `awkward,lang=fr,imprecise=span.ics` is the form `ics`
in French with that option. A form is added by an empty file; `python -m tests.render.test_golden`
writes them all anew, and the difference is there to be read.
"""

from pathlib import Path

import pytest

from app.render.forms import FORMS
from tests.support import awkward

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("awkward*"))


def rendered(name: str) -> bytes:
    """What the form gives now for a file of this name."""
    asked, _, suffix = name.partition(".")
    pairs = dict(part.split("=") for part in asked.split(",")[1:])
    lang, form = pairs.pop("lang", "en"), FORMS[suffix]
    options = {option.name: option.default for option in form.options} | pairs
    address = f"{awkward.BASE_URL}/v1/events.{suffix}"
    view = awkward.view(lang, address=address, options=options)
    return b"".join(form.whole(awkward.whole(), view))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_form_is_as_it_was_kept(file: Path) -> None:
    assert rendered(file.name).splitlines(keepends=True) == file.read_bytes().splitlines(True)


def test_every_form_is_kept() -> None:
    """But for those whose bytes say which version of another's program wrote them."""
    assert {file.suffix[1:] for file in FILES} == FORMS.keys() - {"parquet", "png"}


@pytest.mark.parametrize("suffix", FORMS)
def test_no_form_stumbles_over_them(suffix: str) -> None:
    assert rendered(f"awkward.{suffix}")


if __name__ == "__main__":
    for path in FILES:
        path.write_bytes(rendered(path.name))
