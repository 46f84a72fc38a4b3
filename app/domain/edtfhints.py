"""What to say of a text that is no date: where the trouble starts, and the right form."""

import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LONGEST = 64
# The characters of the grammar, and those of the spellings that the hints below know. Sentences
# repeat the text, so nothing may pass that means something to HTML, a terminal or a log.
_FOREIGN = re.compile(r"[^0-9A-Za-z:./?~%\[\], +_-]")


class DateProblem(ValueError):
    """A text that is no date; `position` is the index of the character where trouble starts."""

    def __init__(self, sentence: str, position: int) -> None:
        super().__init__(sentence)
        self.position = position


def require_plain(text: str) -> None:
    """Refuse a text that is empty, too long, or written with other characters."""
    if not text:
        raise DateProblem("the date is empty: write dates as 2022-01-10, 2022-01 or 2022", 0)
    if len(text) > LONGEST:
        raise DateProblem(f"a date has at most {LONGEST} characters", LONGEST)
    foreign = _FOREIGN.search(text)
    if foreign:
        sentence = "character {} has no place in a date: write dates as 2022-01-10"
        raise DateProblem(sentence.format(foreign.start() + 1), foreign.start())


_DATES = "write dates as 2022-01-10, 2022-01 or 2022"
_TIMES = "write times as 2022-01-10T09:30"
# The first that matches at the start of the text speaks.
_HINTS = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"[0-9]{1,4}([./ -])[0-9]{1,2}\1[0-9]{1,4}$", "write dates as 2022-01-10"),
        (r".*/.*/", "an interval has two ends: write 2022-01-10/2022-01-12"),
        (r"[+-][0-9]", "years run from 0001 to 9999, without a sign: write 0044"),
        (r"Y-?[0-9]", "years run from 0001 to 9999, without Y: write 1985"),
        (r"P[0-9T]", "durations are not kept: write both ends, 2022-01-10/2022-01-12"),
        (r"[0-9]{4}-?W", "weeks are not kept: write days, 2022-01-10/2022-01-16"),
        (
            r"[^T]*T[0-9:.]+([Zz]|[+ -][0-9:]+)$",
            "a time is local at the venue, without offset: write 2022-01-10T09:30",
        ),
        (r".*[0-9][Tt ][0-9]", _TIMES),
        (r".*[0-9]T", _TIMES),
        (r".*[?~%].", "one ?, ~ or % stands at the end of the whole date: write 2004-06-11~"),
        (r"[?~%]", "one ?, ~ or % stands at the end of the whole date: write 2004-06-11~"),
        (
            r"[0-9Xx-]*[Xx]",
            "X stands for digits at the right: write 201X, 20XX, 2004-XX or 1985-04-XX",
        ),
        (r".*\.\.", "write one of several days as [2022-04-05..2022-04-07]"),
        (r".*\[", "write one of several days as [2022-04-05..2022-04-07]"),
        (r".*,", "lists are not kept: write [2022-04-05..2022-04-07]"),
        (r"[0-9]{8}", "write dates with hyphens: 2022-01-10"),
        (r"[0-9]{5}", "years have four digits: write 2022"),
        (r"[0-9]{4}(-[0-9]{2})?-[0-9]{1}$", "months and days have two digits: write 2022-01-05"),
        (r"[0-9]{4}-[0-9]-", "months and days have two digits: write 2022-01-05"),
        ("", _DATES),
    )
)


def malformed(text: str, at: int, trouble: int) -> DateProblem:
    """The problem of a text that stands at `at` and is a date up to `trouble`."""
    sentence = next(sentence for pattern, sentence in _HINTS if pattern.match(text))
    return DateProblem(sentence, at + trouble)
