"""CSV files as people make them: what is read, and how a broken line is said."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import InvalidMapping
from app.intake.draft import Line
from app.intake.mapping import File
from app.intake.table import CsvTable


def rows(tmp_path: Path, raw: bytes, **written: Any) -> list[Line]:
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    return list(CsvTable(path, File(**written)).rows())


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        (b"a,b\n1,2\n", {"a": "1", "b": "2"}),
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", {"a": "1", "b": "2"}),
        (b"a,b\n 1 ,\xc2\xa02\xc2\xa03\n", {"a": "1", "b": "2 3"}),
        (b'a,b\n"1,5","say ""yes"""\n', {"a": "1,5", "b": 'say "yes"'}),
        (b"a,b\n,\xe2\x80\xaf2\n", {"a": "", "b": "2"}),
        (b" a ,b\n1,2", {"a": "1", "b": "2"}),
    ],
)
def test_cells_are_read_and_cleaned(tmp_path: Path, raw: bytes, cells: dict[str, str]) -> None:
    [line] = rows(tmp_path, raw)

    assert (line.number, line.content, line.trouble) == (2, cells, None)


def test_a_row_has_the_number_of_its_first_line(tmp_path: Path) -> None:
    found = rows(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')

    assert [(line.number, line.content["b"]) for line in found] == [(2, "two\nlines"), (5, "4")]


@pytest.mark.parametrize(
    ("raw", "number", "column", "expected"),
    [
        (b"a,b\n1,2\n3\n", 3, None, "2 cells as in the header; there are 1"),
        (b"a,b\n1,2,3\n", 2, None, "2 cells as in the header; there are 3"),
        (b"a,b\n1,\x002\n", 2, "b", "expected text without control characters; character 0 is one"),
        (
            b"a,b\n1,caf\xe9\n",
            2,
            "b",
            "expected text in UTF-8; set file.encoding, or save the file",
        ),
        (b'a,b\n1,"two" x\n', 2, None, "CSV (RFC 4180)"),
        (b'a,b\n1,"never closed\n3,4\n', 2, None, "CSV (RFC 4180)"),
    ],
)
def test_a_broken_line_is_said(
    tmp_path: Path, raw: bytes, number: int, column: str | None, expected: str
) -> None:
    trouble = next(line.trouble for line in rows(tmp_path, raw) if line.trouble)

    assert (trouble.line, trouble.at) == (number, column)
    assert expected in trouble.detail


def test_lines_after_a_broken_one_are_read(tmp_path: Path) -> None:
    found = rows(tmp_path, b"a,b\n1\n2,3\n")

    assert [line.number for line in found if line.trouble is None] == [3]


def test_another_encoding_and_another_delimiter(tmp_path: Path) -> None:
    raw = "a;b\n1;Genève\n".encode("cp1252")
    [line] = rows(tmp_path, raw, encoding="cp1252", delimiter=";")

    assert line.content == {"a": "1", "b": "Genève"}


@pytest.mark.parametrize(
    ("raw", "written", "says"),
    [
        (b"", {}, "is empty"),
        (b"\n1\n", {}, "is empty"),
        (b"a,a\n1,2\n", {}, "several columns called a"),
        (b"a,b\n", {"encoding": "klingon"}, "klingon is no encoding"),
        (b"a,b\n", {"encoding": "rot13"}, "rot13 is no encoding"),
        (b"a,b\n", {"encoding": "utf-16"}, "no text in utf-16"),
        (b"a,b\n", {"encoding": "idna"}, "no text in idna"),
        (b"a,\xe9\n", {}, "no text in UTF-8: set file.encoding"),
    ],
)
def test_a_file_without_a_usable_header_is_refused(
    tmp_path: Path, raw: bytes, written: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidMapping, match=says):
        rows(tmp_path, raw, **written)
