"""Our XML as elements, for tests that look into it."""

from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def elements(document: bytes | str) -> ET.Element:
    """The root of the document."""
    return ET.fromstring(document)  # noqa: S314 - it is our own.


def links(of: ET.Element) -> dict[str, str]:
    """The addresses that a feed or an entry links to, by relation."""
    return {link.attrib["rel"]: link.attrib["href"] for link in of.findall(f"{ATOM}link")}


def texts(feed: ET.Element, name: str) -> list[str | None]:
    """That text of each entry."""
    return [entry.findtext(f"{ATOM}{name}") for entry in feed.findall(f"{ATOM}entry")]
