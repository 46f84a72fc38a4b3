"""Titles as they stand before a name, and the level at which their bearers meet."""

from collections.abc import Mapping

from app.domain.vocabulary import Level

_HEADS_OF_STATE = (
    "president", "king", "queen", "emperor", "empress", "emir", "amir", "sultan", "pope", "shah",
    "grand duke", "grand duchess", "monarch", "roi", "reine", "empereur", "président",
    "présidente", "pape", "head of state", "chief of state", "chef de l'État",
)  # fmt: skip
_HEADS_OF_GOVERNMENT = (
    "prime minister", "premier", "chancellor", "chairman of the council of ministers",
    "premier ministre", "première ministre", "chancelier", "chancelière", "head of government",
    "taoiseach", "chef du gouvernement",
)  # fmt: skip
_MINISTERS = (
    "foreign minister", "foreign ministers", "minister of foreign affairs", "minister",
    "ministers", "secretary of state", "foreign secretary", "defense minister",
    "defence minister", "finance minister", "interior minister", "ministre", "ministres",
    "ministre des affaires étrangères", "chef de la diplomatie",
)  # fmt: skip
_DEPUTY_MINISTERS = (
    "deputy foreign minister", "deputy minister", "vice minister", "vice foreign minister",
    "deputy secretary of state", "vice-ministre",
)  # fmt: skip
_AMBASSADORS = ("ambassador", "ambassadors", "ambassadeur", "ambassadrice", "ambassadeurs")
_OFFICIALS = ("envoy", "special envoy", "officials", "émissaire")
# Titles that only sound like the ones above, read first so that they are not taken for them.
_NO_LEVEL = (
    "vice president", "vice-président", "vice premier", "deputy prime minister", "prince",
    "crown prince", "president-elect", "former president", "former prime minister",
    "vice chancellor", "acting president of the senate", "secretary general",
)  # fmt: skip

TITLES: Mapping[str, Level | None] = {
    **dict.fromkeys(_HEADS_OF_STATE, Level.HEAD_OF_STATE),
    **dict.fromkeys(_HEADS_OF_GOVERNMENT, Level.HEAD_OF_GOVERNMENT),
    **dict.fromkeys(_MINISTERS, Level.MINISTER),
    **dict.fromkeys(_DEPUTY_MINISTERS, Level.DEPUTY_MINISTER),
    **dict.fromkeys(_AMBASSADORS, Level.AMBASSADOR),
    **dict.fromkeys(_OFFICIALS, Level.SENIOR_OFFICIAL),
    **dict.fromkeys(_NO_LEVEL),
}
