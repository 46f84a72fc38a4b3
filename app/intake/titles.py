"""Titles as they stand beside a name, by language, and the level at which their bearers meet."""

from collections.abc import Mapping

from app.domain.vocabulary import Level

_ENGLISH: Mapping[Level | None, tuple[str, ...]] = {
    Level.HEAD_OF_STATE: (
        "president", "presidents", "king", "kings", "queen", "emperor", "empress", "emir", "amir",
        "sultan", "pope", "shah", "grand duke", "grand duchess", "monarch", "head of state",
        "heads of state", "chief of state",
    ),
    Level.HEAD_OF_GOVERNMENT: (
        "prime minister", "prime ministers", "premier", "chancellor", "head of government",
        "heads of government", "chairman of the council of ministers", "taoiseach",
    ),
    Level.MINISTER: (
        "minister", "ministers", "foreign minister", "foreign ministers", "foreign secretary",
        "minister of foreign affairs", "secretary of state", "defense minister",
        "defence minister", "finance minister", "interior minister",
    ),
    Level.DEPUTY_MINISTER: (
        "deputy foreign minister", "deputy minister", "deputy minister of foreign affairs",
        "vice minister", "vice foreign minister", "deputy secretary of state",
    ),
    Level.AMBASSADOR: ("ambassador", "ambassadors"),
    Level.SENIOR_OFFICIAL: ("envoy", "special envoy", "officials", "deputy ambassador"),
    # These only sound like the ones above; they are read first, not to be taken for them.
    None: (
        "vice president", "vice premier", "deputy prime minister", "prince", "crown prince",
        "president-elect", "former president", "former prime minister", "vice chancellor",
        "acting president of the senate", "secretary general",
    ),
}  # fmt: skip
_FRENCH: Mapping[Level | None, tuple[str, ...]] = {
    Level.HEAD_OF_STATE: (
        "président", "présidente", "présidents", "roi", "rois", "reine", "empereur", "émir",
        "sultan", "pape", "grand-duc", "monarque", "chef de l'État", "chefs d'État",
    ),
    Level.HEAD_OF_GOVERNMENT: (
        "premier ministre", "première ministre", "premiers ministres", "chancelier",
        "chancelière", "chef du gouvernement", "cheffe du gouvernement", "chefs de gouvernement",
    ),
    Level.MINISTER: (
        "ministre", "ministres", "ministre des affaires étrangères",
        "ministres des affaires étrangères", "ministre de la défense", "ministre de l'intérieur",
        "ministre des finances", "chef de la diplomatie", "cheffe de la diplomatie",
        "secrétaire d'État",
    ),
    Level.DEPUTY_MINISTER: (
        "vice-ministre", "vice-ministre des affaires étrangères", "ministre délégué",
        "ministre adjoint",
    ),
    Level.AMBASSADOR: ("ambassadeur", "ambassadrice", "ambassadeurs"),
    Level.SENIOR_OFFICIAL: (
        "émissaire", "envoyé spécial", "responsables", "ambassadeur adjoint",
        "ambassadrice adjointe",
    ),
    None: (
        "vice-président", "vice-présidente", "vice-premier ministre", "prince", "prince héritier",
        "ancien président", "ancienne présidente", "ancien premier ministre", "ex-président",
        "ex-premier ministre", "président élu", "secrétaire général", "vice-chancelier",
    ),
}  # fmt: skip


def _by_title(levels: Mapping[Level | None, tuple[str, ...]]) -> Mapping[str, Level | None]:
    return {title: level for level, titles in levels.items() for title in titles}


ENGLISH_TITLES = _by_title(_ENGLISH)
FRENCH_TITLES = _by_title(_FRENCH)
