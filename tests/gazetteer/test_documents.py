"""What the domain makes of the documents: they are valid, refer to each other, and are found."""

import pytest

from app.domain.actor import Actor, AliasKind
from app.domain.references import references
from app.domain.resolve import Names, UnknownToken
from app.domain.things import MODELS, Thing
from app.gazetteer import Document, Entry, gazetteer
from tests.gazetteer.test_organisations import CODES_FIRST

Actors = dict[str, Document]

# Said of two, and given to both on purpose: the answer then names the two.
OF_TWO = {
    "Congo": ("congo-brazzaville", "congo-kinshasa"),
    "Korea": ("north-korea", "south-korea"),
    "Corée": ("north-korea", "south-korea"),
    "BID": ("inter-american-development-bank", "islamic-development-bank"),
    "CAE": ("east-african-community", "foreign-affairs-council"),
    "CE": ("council-of-europe", "european-commission"),
    "CPS": ("african-union-peace-and-security-council", "pacific-community"),
    "ECA": ("european-court-of-auditors", "un-economic-commission-for-africa"),
}


@pytest.fixture(scope="session")
def names(actors: Actors, record: list[Entry]) -> Names:
    """Every actor that a fresh record has, as tokens."""
    documents = [*actors.values(), *(d for thing, d in record if thing == "actor")]
    return Names({d["id"]: Actor.model_validate(d) for d in documents})


def test_what_a_document_refers_to_stands_before_it(record: list[Entry]) -> None:
    listed = list(gazetteer())
    there = {(Thing(thing), document["id"]) for thing, document in listed}
    for thing, document in [*listed, *record]:
        model = MODELS[Thing(thing)].model_validate(document)
        there |= {(Thing(thing), model.id)}
        assert {(r.thing, r.id) for r in references(model)} <= there


def test_ids_are_unique(record: list[Entry]) -> None:
    ids = [(thing, d["id"]) for thing, d in [*gazetteer(), *record]]
    assert len(ids) == len(set(ids))


def test_every_own_name_finds_its_actor(names: Names) -> None:
    for actor in names.ids.values():
        assert isinstance(actor, Actor)
        others = {alias.text for alias in actor.aliases if alias.kind is not AliasKind.DEMONYM}
        own = {actor.names["en"], actor.names["fr"]} | others
        clear = own - OF_TWO.keys() - CODES_FIRST.keys()
        assert {names.resolve(token).id for token in clear} == {actor.id}


@pytest.mark.parametrize("code", ["iso:ru", "RU", "RUS", "643", "wd:Q159", "Russie", "россия"])
def test_tokens_of_russia(names: Names, code: str) -> None:
    assert names.resolve(code).id == "russia"


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("Russian Federation", "russia"),
        ("Swaziland", "eswatini"),
        ("Cap-Vert", "cape-verde"),
        ("Macedonia", "north-macedonia"),
        ("Macédoine", "north-macedonia"),
        ("Cote d'Ivoire", "cote-divoire"),
        ("Côte-d’Ivoire", "cote-divoire"),
        ("Burma", "myanmar"),
        ("Vatican City", "holy-see"),
        ("Saint-Siège", "holy-see"),
        ("East Timor", "timor-leste"),
        ("République tchèque", "czechia"),
        ("Corée du Nord", "north-korea"),
        ("Korea (Republic of)", "south-korea"),
        ("Autorité palestinienne", "palestine"),
        ("U.A.E.", "united-arab-emirates"),
        ("Great Britain", "united-kingdom"),
        ("Iran (Islamic Republic of)", "iran"),
        ("Democratic Republic of Congo", "congo-kinshasa"),
        ("Haute-Volta", "burkina-faso"),
        ("St. Kitts and Nevis", "saint-kitts-and-nevis"),
    ],
)
def test_everyday_names(names: Names, token: str, id_: str) -> None:
    assert names.resolve(token).id == id_


@pytest.mark.parametrize("token", ["Riabkov", "Ryabkov", "Рябков", "Сергей Рябков"])
def test_tokens_of_a_person(names: Names, token: str) -> None:
    assert names.resolve(token).id == "sergei-ryabkov"


@pytest.mark.parametrize("token", ["OTAN", "nato", "Alliance atlantique"])
def test_tokens_of_an_organisation(names: Names, token: str) -> None:
    assert names.resolve(token).id == "nato"


@pytest.mark.parametrize(
    ("token", "id_"),
    [
        ("UNSC", "un-security-council"),
        ("Conseil de sécurité", "un-security-council"),
        ("G-7", "g7"),
        ("G77/China", "g77"),
        ("CEDEAO", "ecowas"),
        ("ОДКБ", "csto"),
        ("Visegrad Group", "visegrad-group"),
        ("EU-3", "e3"),
        ("GIEC", "ipcc"),
    ],
)
def test_tokens_of_organisations(names: Names, token: str, id_: str) -> None:
    assert names.resolve(token).id == id_


@pytest.mark.parametrize("token", OF_TWO)
def test_what_two_are_called_is_not_guessed(names: Names, token: str) -> None:
    with pytest.raises(UnknownToken) as caught:
        names.resolve(token)
    assert caught.value.candidates == OF_TWO[token]
