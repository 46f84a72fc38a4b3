"""The cities in which organisations sit."""

from app.gazetteer.files import Document, rows


def cities() -> dict[str, Document]:
    """Each city as a seat, by its id."""
    return {row["id"]: seat(row, row["country"]) for row in rows("cities.csv")}


def seat(row: dict[str, str], country: str, city: str = "city") -> Document:
    """A seat from the columns of a row; a city without a French name has its English one."""
    return {
        "city": {"en": row[f"{city}_en"], "fr": row[f"{city}_fr"] or row[f"{city}_en"]},
        "country": country,
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "timezone": row["timezone"],
    }
