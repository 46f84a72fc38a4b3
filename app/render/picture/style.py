"""How a picture looks: one style for every picture, light and dark."""

from base64 import b64encode
from hashlib import sha256

# No custom properties, and only plain selectors: converters of pictures know no others.
# Everything is below .pp, so that a picture within a page leaves the page as it was.
_SHAPE = """\
.pp text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;\
font-size:11px;paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
.pp .heading{font-size:16px;font-weight:bold}
.pp .name{font-size:12px;font-weight:bold}
.pp .title{font-size:13px}
.pp .off .title{text-decoration:line-through;stroke-width:0}
.pp a:focus .title,.pp a:hover .title{text-decoration:underline}
.pp .mark{stroke-width:1.5px}
.pp .late .mark{stroke-dasharray:3 2}
.pp .hatch{fill:url(#pp-hatch)}
.pp .left{fill:url(#pp-left)}
.pp .right{fill:url(#pp-right)}
.pp .cross{fill:none;stroke-width:2px}
.pp .tick,.pp .stripe{fill:none;stroke-width:1px}
.pp .stripe{stroke-width:2px}
"""
_NAMES = ("paper", "ink", "quiet", "line", "sure", "told", "late", "off")
_LIGHT = ("#ffffff", "#1a1d21", "#565d66", "#e1e4e8", "#0b57a4", "#0b6e5d", "#7a5200", "#a1260d")
_DARK = ("#15181c", "#eceff2", "#a7afb8", "#343a42", "#7db4f5", "#5fcdb7", "#e5b559", "#ff9d85")
_COLOURS = """\
.pp .paper{{fill:{paper}}}
.pp .stop{{stop-color:{paper}}}
.pp .stripe{{stroke:{paper}}}
.pp text{{fill:{ink};stroke:{paper}}}
.pp .said,.pp .label,.pp .dot,.pp .plain .mark,.pp .plain .fade{{fill:{quiet}}}
.pp .plain .mark{{stroke:{quiet}}}
.pp .tick{{stroke:{line}}}
"""
_TONE = """\
.pp .{0} .mark,.pp .{0} .fade{{fill:{1}}}
.pp .{0} .mark,.pp .{0} .cross{{stroke:{1}}}
"""
# What is not settled is hollow: told by more than its colour.
_HOLLOW = """\
.pp .hollow .exact,.pp .hollow .solid,.pp .off .exact,.pp .off .solid,\
.pp .late .exact,.pp .late .solid{{fill:{paper}}}
"""


def _colours(values: tuple[str, ...]) -> str:
    named = dict(zip(_NAMES, values, strict=True))
    tones = (_TONE.format(tone, named[tone]) for tone in _NAMES[4:])
    return _COLOURS.format(**named) + "".join(tones) + _HOLLOW.format(**named)


STYLES = {
    "auto": f"{_SHAPE}{_colours(_LIGHT)}@media(prefers-color-scheme:dark){{\n{_colours(_DARK)}}}",
    "light": _SHAPE + _colours(_LIGHT),
    "dark": _SHAPE + _colours(_DARK),
}


def policy_hash(style: str) -> str:
    """What allows the style in a Content-Security-Policy: the same for every picture."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
