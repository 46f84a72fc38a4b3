"""The gazetteer: countries, organisations and memberships, and the first record, as documents."""

from app.gazetteer.files import Document, Entry
from app.gazetteer.record import first_record, gazetteer

__all__ = ["Document", "Entry", "first_record", "gazetteer"]
