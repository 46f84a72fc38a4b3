"""The frame that shows a list of ours on a page of others: in snippets and in oEmbed."""

from markupsafe import escape

# The frame is of another origin than the page that shows it: with allow-same-origin it is itself,
# and not that page.
_SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"


def frame(address: str, title: str, width: int | str, height: int) -> str:
    """Its markup; sizes in pixels, or as `width="100%"` has it."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" sandbox="{_SANDBOX}" loading="lazy" '
        f'style="border:0;max-width:100%"></iframe>'
    )
