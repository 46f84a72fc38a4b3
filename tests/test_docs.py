"""The documentation names everything that there is, and its examples are true."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import click
import pytest

from app.cli import commands
from app.domain.actor import ActorKind, AliasKind, MemberRole, RelationKind
from app.domain.cells import By
from app.domain.change import ChangeType, Nature
from app.domain.dates import When
from app.domain.difference import Effect
from app.domain.forum import ForumKind
from app.domain.query import Match, Sort, Via
from app.domain.scope import Scope
from app.domain.vocabulary import (
    Agreement,
    Attendance,
    Basis,
    EventKind,
    Level,
    Mode,
    Role,
    Stance,
    Status,
)
from app.errors import AppError
from app.http import parameters
from app.http.raw import Parameter
from app.render import changes_atom, statements_atom
from app.render.atom_feed import Feed
from app.render.columns import COLUMNS
from app.render.counts import COUNT_FORMS, CountForm
from app.render.forms import FORMS
from app.settings import PREFIX, Settings
from tests.http.conftest import Client, app, client, url  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("docs/forms/*.md")])
BASE = "http://127.0.0.1:8000"

# Every list of parameters, with the heading in docs/filter.md under which it is documented.
LISTS = {
    "COUNTS": "Counts",
    "CHANGES": "Changes",
    "DIFF": "Differences",
    "FEED": "Changes, oldest first",
    "STREAM": "Changes as they are made",
    "LEDGER": "The ledger",
    "DIGEST": "The digest of the ledger",
    "EVENT": "One event",
    "HISTORY": "History of an event",
    "NAMED": "Actors and forums",
    "TOPICS": "Topics",
    "STATEMENTS": "Statements",
    "SOURCES": "Sources",
    "THING": "One actor, forum or topic",
    "PLAIN": "One statement or source",
}


class Example(NamedTuple):
    """A command of a page, with the lines shown below it."""

    page: str
    command: str
    shown: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The first program of the pipe and its arguments."""
        return shlex.split(self.command.partition(" | ")[0])

    @property
    def pipe(self) -> str:
        """What the answer is piped through, or nothing."""
        return self.command.partition(" | ")[2]

    @property
    def address(self) -> str:
        """What is asked of the server: path and query."""
        (address,) = (word for word in self.words if word.startswith(BASE))
        assert address.isascii(), f"{self.page}: curl sends {address} as it is: use -G"
        asked = [text.partition("=") for text in self.given("--data-urlencode") + self.given("-d")]
        query = urlencode([(name, value) for name, _, value in asked])
        separator = "&" if "?" in address else "?"
        return address.removeprefix(BASE) + (separator + query if query else "")

    @property
    def headers(self) -> dict[str, str]:
        """What -H gives."""
        return {
            name: value.strip() for name, _, value in (h.partition(":") for h in self.given("-H"))
        }

    def given(self, flag: str) -> list[str]:
        """The values of an option."""
        return [value for option, value in pairwise(self.words) if option == flag]


# What an answer may be piped through here: every machine has these. Others are not run.
TOOLS = {"cut", "grep", "head", "sort", "tail", "wc"}


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """What is below a heading, up to the next of the same depth or higher."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n", read(page), re.MULTILINE)
    assert found is not None, f"{page} has no heading: {heading}"
    rest = read(page)[found.end() :]
    return re.split(rf"^#{{1,{len(found[1])}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def row(page: str, code: str) -> str:
    """The row of a table that begins with this code."""
    return row_in(read(page), code)


def row_in(text: str, code: str) -> str:
    """The same of a text."""
    found = re.search(rf"^\| `{re.escape(code)}`.*\|$", text, re.MULTILINE)
    assert found is not None, f"no row for {code}"
    return found[0]


def examples(page: str) -> Iterator[Example]:
    """The commands in the console blocks of a page."""
    for block in re.findall(r"^```console\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL):
        command, shown = "", list[str]()
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith(("$ ", "curl ")):
                if command:
                    yield Example(page, command, tuple(shown))
                command, shown = line.removeprefix("$ "), []
            elif line.strip():
                shown.append(line)
        if command:
            yield Example(page, command, tuple(shown))


PAGES = ["README.md", *(str(path.relative_to(ROOT)) for path in DOCS if path.name != "errors.md")]
EXAMPLES = list(chain.from_iterable(map(examples, PAGES)))
CURLS = [example for example in EXAMPLES if example.command.startswith("curl ")]


def lists() -> dict[str, Mapping[str, Parameter]]:
    """The lists of parameters that the interface has."""
    return {
        name: value
        for name, value in vars(parameters).items()
        if isinstance(value, dict) and not name.startswith("_")
    }


def test_every_list_of_parameters_has_its_place() -> None:
    assert lists().keys() == {"EVENTS", *LISTS}


@pytest.mark.parametrize("name", parameters.EVENTS)
def test_a_parameter_of_events_has_its_section_with_an_example(name: str) -> None:
    text = section("docs/filter.md", f"`{name}`")
    shown = rf"^\$ curl '{BASE}/v1/events[^']*[?&]{name}="
    # A cursor is made by the server: its example shows where it comes from.
    assert re.search(shown, text, re.MULTILINE) or name == "cursor"


@pytest.mark.parametrize("name", LISTS)
def test_a_parameter_of_another_list_is_named_under_its_heading(name: str) -> None:
    text = section("docs/filter.md", LISTS[name])
    assert {p for p in lists()[name] if f"`{p}`" not in text} == set()
    assert f"curl '{BASE}/v1/" in text


@pytest.mark.parametrize(("name", "words"), [("match", Match), ("via", Via), ("sort", Sort)])
def test_a_choice_of_the_filter_is_explained(name: str, words: type[StrEnum]) -> None:
    text = section("docs/filter.md", f"`{name}`")
    assert [word for word in words if f"`{word}`" not in text] == []


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Things", ActorKind), ("Things", ForumKind), ("Names", AliasKind),
        ("Events", EventKind), ("Events", Status),
        ("Events", Mode), ("Events", Basis), ("Participants", Role), ("Participants", Level),
        ("Participants", Attendance), ("Positions and agreement", Stance),
        ("Positions and agreement", Agreement), ("Relations and validity", RelationKind),
        ("Relations and validity", MemberRole), ("The ledger", Nature), ("The ledger", ChangeType),
    ],
)  # fmt: skip
def test_a_word_of_the_record_is_explained(heading: str, words: type[StrEnum]) -> None:
    text = section("docs/model.md", heading)
    assert [word for word in words if f"`{word}`" not in text] == []


def test_the_table_of_dates_is_what_the_grammar_says() -> None:
    cells = [line.split("|")[2:7] for line in section("docs/model.md", "Dates").splitlines()[2:]]
    rows = [[cell.strip(" `") for cell in row] for row in cells if len(row) == 5 and "`" in row[0]]
    assert len(rows) == 7
    for edtf, *bounds in rows:
        when = When.model_validate(edtf)
        found = (when.earliest_start, when.latest_start, when.earliest_end, when.latest_end)
        assert [bound.isoformat() if bound else "–" for bound in found] == bounds, edtf


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_has_its_page_with_media_type_and_losses(suffix: str) -> None:
    form, text = FORMS[suffix], read(f"docs/forms/{suffix}.md")
    assert f"`{form.media_type}`" in text
    assert f"What it loses: {form.losses}" in " ".join(text.split())
    for option in form.options:
        assert f"`{option.default}` (default)" in row_in(text, option.name)


# What no line of text can show, and the test that it is the real answer.
SHOWN_OTHERWISE = {
    "parquet": "tests/http/test_parquet.py::test_the_table_shown_is_the_real_one",
    "png": "tests/http/test_picture.py::test_the_card_shown_is_the_real_one",
}


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_shows_a_real_answer(suffix: str) -> None:
    """Those in text are held to it below."""
    found = [e for e in examples(f"docs/forms/{suffix}.md") if f".{suffix}" in e.address]
    assert found
    if suffix in SHOWN_OTHERWISE:
        file, _, name = SHOWN_OTHERWISE[suffix].partition("::")
        assert f"def {name}(" in read(file)
    else:
        assert any(example.shown for example in found)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_shows_its_use_in_a_client(suffix: str) -> None:
    text = read(f"docs/forms/{suffix}.md")
    clients = re.findall(r"^## (In .+)$", text, re.MULTILINE)
    assert any("```" in section(f"docs/forms/{suffix}.md", named) for named in clients)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_is_in_the_table_of_forms(suffix: str) -> None:
    form, table = FORMS[suffix], section("docs/forms.md", "The forms")
    (found,) = (line for line in table.splitlines() if f"| `.{suffix}` |" in line)
    assert f"](forms/{suffix}.md)" in found
    assert f"| `{form.media_type}` | {'pages' if form.page else 'whole'}" in found
    assert ("of one event" in found) == (form.one is not None)


@pytest.mark.parametrize("by", By)
def test_what_is_counted_by_has_its_row(by: By) -> None:
    assert row("docs/counts.md", by)


@pytest.mark.parametrize("effect", Effect)
def test_what_becomes_of_an_event_has_its_row(effect: Effect) -> None:
    assert row("docs/diff.md", effect)
    assert row("docs/changes.md", effect)


@pytest.mark.parametrize("form", COUNT_FORMS.values())
def test_a_form_of_counts_says_what_it_loses(form: CountForm) -> None:
    text = " ".join(read("docs/counts.md").split())
    assert form.losses in text or form.media_type == "application/json"


@pytest.mark.parametrize("feed", [changes_atom.FEED, statements_atom.FEED])
def test_a_feed_says_what_it_loses(feed: Feed) -> None:
    assert feed.losses in " ".join(read("docs/feeds.md").split())


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_csv_has_its_row(column: str) -> None:
    assert row("docs/forms/csv.md", column)


def errors(root: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """Every kind of error of the application; tests may make others."""
    yield root
    for kind in (k for k in root.__subclasses__() if k.__module__.startswith("app.")):
        yield from errors(kind)


@pytest.mark.parametrize("error", [*errors()], ids=lambda error: error.code)
def test_an_error_has_its_anchor_and_its_status(error: type[AppError]) -> None:
    assert f"Status {error.status}." in section("docs/errors.md", error.code)


def test_the_problem_shown_is_the_real_one(client: Client) -> None:  # noqa: F811
    shown = json.loads(re.findall(r"```json\n(.*?)```", read("docs/errors.md"), re.DOTALL)[0])
    (example,) = examples("docs/errors.md")
    answer = client.get(example.address)
    assert answer.status_code == shown["status"]
    assert answer.json() | {"request_id": shown["request_id"]} == shown


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_has_its_row_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    text = row("docs/settings.md", f"{PREFIX}{name.upper()}")
    if field.default_factory is None:
        default = str(field.default)
        assert f"| `{default.lower() if isinstance(field.default, bool) else default}` |" in text


def within(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command, with those of its own as `keys create`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield prefix + name, command
        if isinstance(command, click.Group):
            yield from within(command, f"{prefix}{name} ")


COMMANDS = dict(within(commands))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_section_with_its_options(name: str) -> None:
    text = section("docs/cli.md", f"`pourparlers {name}`")
    options = [option for param in COMMANDS[name].params for option in param.opts]
    assert [o for o in options if o.startswith("-") and f"`{o}`" not in text] == []


def test_a_command_shown_exists() -> None:
    shown = [example.command.split() for example in EXAMPLES]
    used = {words[1] for words in shown if words[0].endswith("pourparlers")}
    assert used
    assert used <= COMMANDS.keys()


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_has_its_row(scope: Scope) -> None:
    assert row("docs/keys.md", scope)


def test_every_link_leads_to_a_page_and_a_heading() -> None:
    for page in DOCS:
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)", text):
            reached = (page.parent / target) if target else page
            assert reached.is_file(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(reached), f"{page.name}: {target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """The anchors that a heading gets where Markdown is shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("example", CURLS, ids=[f"{e.page}-{n}" for n, e in enumerate(CURLS)])
def test_an_example_answers_as_shown(example: Example, client: Client) -> None:  # noqa: F811
    answer = client.get(example.address, headers=example.headers)
    # An example of what is refused shows the sentence that says so.
    refused = any('"detail":' in line for line in example.shown)
    assert answer.status_code == (422 if refused else 200), answer.text
    real = unstamped(piped(answer.text, example.pipe)).splitlines()
    for line in example.shown:
        assert any(shows(unstamped(line), whole) for whole in real), line


def piped(text: str, pipe: str) -> str:
    """What comes out of the pipe."""
    if not pipe:
        return text
    tools = {stage.split()[0] for stage in pipe.split(" | ")}
    assert tools <= TOOLS, f"{tools - TOOLS} may not be on the reader's machine"
    made = subprocess.run(
        ["sh", "-c", pipe], input=text.encode(), stdout=subprocess.PIPE, check=True
    )
    return made.stdout.decode()


def unstamped(text: str) -> str:
    """Without the instants of commits, which are those of the machine that loaded the record."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "<instant>", text)


def shows(line: str, real: str) -> bool:
    """Whether it is the real line; each … stands for what is left out."""
    return re.fullmatch(".*".join(map(re.escape, line.split("…"))), real) is not None


def test_what_is_left_out_must_be_marked() -> None:
    assert shows("a,…,d", "a,b,c,d")
    assert not shows("a,b", "a,b,c,d")
    assert not shows("a,x…", "a,b,c,d")
