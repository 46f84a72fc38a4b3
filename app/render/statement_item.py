"""A statement as JSON shows it."""

from typing import Any

from app.domain.listing import Recorded, View
from app.domain.text import chosen
from app.render import refs

Json = dict[str, Any]


def statement_item(item: Recorded, view: View) -> Json:
    """Who said it, for whom, when, and our summary in the reader's language."""
    stored = item.document
    lang, summary = chosen(stored["summary"], view.lang)
    return {
        **refs.head(item),
        "speaker": refs.short(stored["speaker"], view),
        "office": refs.short(stored["office"], view),
        "on_behalf_of": refs.short(stored["on_behalf_of"], view),
        "date": stored["date"],
        "said_in": stored["lang"],
        "summary": summary,
        "lang": lang,
        "quotation": stored["quotation"],
        "about": stored["about"],
        "source": stored["source"],
        "urls": {"self": f"{view.base_url}/v1/statements/{item.id}"},
    }
