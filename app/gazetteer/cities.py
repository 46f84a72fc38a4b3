"""The cities in which countries, organisations and their bodies sit."""

from app.gazetteer.files import Document, rows

Row = dict[str, str]


def cities() -> dict[str, Document]:
    """Each city as a seat, by its id; one without a name of its own is its country's capital."""
    countries = {row["id"]: row for row in rows("countries.csv")}
    return {
        row["id"]: _seat(row, row["country"], "city")
        if row["city_en"]
        else capital(countries[row["country"]])
        for row in rows("cities.csv")
    }


def capital(country: Row) -> Document:
    """The capital of a row of countries.csv as a seat."""
    return _seat(country, country["id"], "capital")


def _seat(row: Row, country: str, city: str) -> Document:
    """A city without a French name is called by its English one."""
    return {
        "city": {"en": row[f"{city}_en"], "fr": row[f"{city}_fr"] or row[f"{city}_en"]},
        "country": country,
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "timezone": row["timezone"],
    }
