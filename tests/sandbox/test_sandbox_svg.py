"""An SVG is kept as a drawing only: what a browser would run, fetch or draw without end makes it none."""

import io

import pytest
from PIL import Image

from scisynth.sandbox.scripts.figures import svg_to_png
from scisynth.sandbox.svg import MAX_SVG_BYTES, clean_svg, is_plain_svg
from scisynth.sandbox.svg_fonts import with_fonts

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="60">'
LAUGHS = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10))

PLAIN = [
    '<path d="M0 0"/>',
    '<use href="#a"/>',
    '<rect fill="url(#g)"/>',
    '<rect style="fill:url(#g);stroke:rgb(1, 2, 3);transform:rotate(3deg)"/>',
    '<image href="data:image/png;base64,AA=="/>',
    "<style>* {stroke-linejoin: round; stroke-linecap: butt} .a, #b > path {fill: #fff}</style>",
    "<text font-family=\"DejaVu Sans, 'Times'\">a &lt; b &amp; c</text>",
    "<text>javascript:x() @import url(http://a.b) are words here</text>",
    '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>',
    '<metadata><rdf xmlns="urn:x"><script/></rdf></metadata><path d="M0 0"/>',
    "<!-- a remark with <script> -->",
    '<g aria-label="x" data-x="1"/>',
]
HOSTILE = [
    "<script>1</script>",
    "<SCRIPT>1</SCRIPT>",
    '<g onload="x()"/>',
    '<g ONLOAD="x()"/>',
    '<g xmlns:e="http://www.w3.org/2001/xml-events" e:onload="x()"/><handler/>',
    '<image href="http://a.b/c.png"/>',
    '<image xlink:href="//a.b/c.png"/>',
    '<image href="c.png"/>',
    '<image href="file:///etc/passwd"/>',
    '<image href="data:image/svg+xml;base64,AA=="/>',
    '<image href="data:text/html,x"/>',
    '<use href="other.svg#a"/>',
    '<a xlink:href="javascript:x()"/>',
    '<a href="#a"/>',
    '<rect style="fill:url(http://a.b)"/>',
    '<rect fill="url(http://a.b#g)"/>',
    '<rect fill="url( &#39;//a.b&#39; )"/>',
    '<rect style="fill:u\\72l(http://a.b)"/>',
    '<rect style="background:image-set(&quot;http://a.b&quot; 1x)"/>',
    '<rect style="fill:image-set(&quot;http://a.b&quot; 1x)"/>',
    '<rect style="behavior:url(#x)"/>',
    '<rect style="-moz-binding:url(#x)"/>',
    '<rect style="width:expression(x())"/>',
    '<rect style="fill:src(http://a.b)"/>',
    '<rect fill="red/**/url(http://a.b)"/>',
    '<rect style="--x:url(http://a.b)"/>',
    "<style>@import 'x.css';</style>",
    "<style>@\\69mport 'x.css';</style>",
    "<style>@font-face{src:url(http://a.b)}</style>",
    "<style>rect{fill:url(http://a.b)}</style>",
    "<style>rect{fill:image-set('http://a.b' 1x)}</style>",
    "<style><![CDATA[@import 'x.css';]]></style>",
    "<style>&#64;import 'x.css';</style>",
    "<style>rect{fill:red}} @import 'x.css';</style>",
    "<style>a[href^='x']{fill:red}</style>",
    '<style type="text/javascript">x()</style>',
    "<style>rect{fill:red}<g/></style>",
    '<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="http://a.b"/>',
    '<iframe xmlns="http://www.w3.org/1999/xhtml" src="http://a.b"/>',
    '<h:body xmlns:h="http://www.w3.org/1999/xhtml"><h:img src="http://a.b"/></h:body>',
    '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>',
    "<foreignObject/>",
    '<animate attributeName="href" to="javascript:x()"/>',
    '<set attributeName="onload" to="x()"/>',
    '<filter id="f"><feImage href="http://a.b"/></filter>',
    '<rect filter="url(http://a.b#f)"/>',
    '<cursor xlink:href="http://a.b"/>',
    '<rect cursor="url(http://a.b), auto"/>',
    '<tref xlink:href="http://a.b"/>',
    '<g xml:base="http://a.b/"><use href="#a"/></g>',
    "<?xml-stylesheet href='http://a.b/x.css'?>",
    "<?php x ?>",
    "<g>",
    "<g id='a'><use href='#a'/></g>",
    "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
    "<pattern id='a'><rect fill='url(#a)'/></pattern>",
    '<g id="g0"><path/></g>' + LAUGHS,
    "<g>" * 200 + "</g>" * 200,
    "\x00",
]


@pytest.mark.parametrize("inside", PLAIN)
def test_a_drawing_is_kept(inside):
    kept = clean_svg(f"{ROOT}{inside}</svg>".encode())
    assert kept is not None and b"<script" not in kept
    assert clean_svg(kept) == kept, "what was written is read the same"


@pytest.mark.parametrize("inside", HOSTILE)
def test_anything_more_makes_it_none(inside):
    assert clean_svg(f"{ROOT}{inside}</svg>".encode()) is None


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml-stylesheet href='http://a.b/x.css'?>" + ROOT.encode() + b"</svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + ROOT.encode() + b"</svg>",
        b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://a.b/x.dtd"> %a;]>' + ROOT.encode() + b"</svg>",
        b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>' + ROOT.encode() + b"</svg>",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        ROOT.encode("utf-16") + "</svg>".encode("utf-16"),
        b"\xff" + ROOT.encode(),
        b"",
        b" " * (MAX_SVG_BYTES + 1),
    ],
)
def test_what_is_around_the_drawing(data):
    assert not is_plain_svg(data)


def test_a_doctype_is_dropped_and_a_name_space_is_no_disguise():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    kept = clean_svg(f"<?xml version='1.0'?>{doctype}{ROOT}<path d='M0 0'/></svg>".encode())
    assert kept is not None and kept.startswith(b"<svg") and b"DTD" not in kept
    prefixed = b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>1</s:script></s:svg>'
    assert clean_svg(prefixed) is None and clean_svg(prefixed.replace(b"script", b"desc")) is not None


def test_a_file_of_parts_within_parts_is_counted_once():
    """Work grows with the file, not with its depth: elements are counted where they lie, not in all that is around them."""
    deep = "".join(f'<g id="p{n}">' for n in range(90)) + "<path/>" * 150_000 + "</g>" * 90
    assert is_plain_svg(f"{ROOT}{deep}</svg>".encode())


def test_what_libraries_draw_is_kept_and_looks_the_same():
    convert = pytest.importorskip("vl_convert")
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from rdkit import Chem
    from rdkit.Chem.Draw import rdMolDraw2D

    drawn = {}
    for kind in ("path", "none"):
        with mpl.rc_context({"svg.fonttype": kind}):
            figure, buffer = Figure(), io.BytesIO()
            axes = figure.add_subplot()
            axes.plot([0, 1], label=r"$\alpha$ < 3 & more")
            axes.imshow([[0, 1], [1, 0]])
            axes.bar([1], [2], hatch="/")
            axes.legend()
            figure.savefig(buffer, format="svg")
            drawn[kind] = buffer.getvalue()
    molecule = rdMolDraw2D.MolDraw2DSVG(200, 200)
    molecule.DrawMolecule(Chem.MolFromSmiles("CC(=O)O"))
    molecule.FinishDrawing()
    drawn["rdkit"] = molecule.GetDrawingText().encode()
    values = [{"a": 1, "b": 2}, {"a": 2, "b": 3}]
    encoding = {axis: {"field": name, "type": "quantitative"} for axis, name in (("x", "a"), ("y", "b"))}
    drawn["vega"] = convert.vegalite_to_svg({"data": {"values": values}, "mark": "line", "encoding": encoding}).encode()
    for name, data in drawn.items():
        kept = clean_svg(data)
        assert kept is not None, name
        assert convert.svg_to_png(kept.decode()) == convert.svg_to_png(data.decode()), name


@pytest.mark.parametrize(
    "font",
    [
        "",
        'font-family="Arial"',
        'font-family="sans"',
        "style=\"font-family: 'Times New Roman', Times\"",
        'style="font: bold 14px Helvetica"',
    ],
)
def test_a_text_in_a_font_that_is_not_here_is_drawn_in_another(font):
    pytest.importorskip("vl_convert")
    page = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><text x="50" y="50" {font} font-size="14">HHH</text></svg>'
    image = Image.open(io.BytesIO(svg_to_png(page)))
    left, top, right, bottom = image.getchannel("A").getbbox()
    assert 45 < left < right < 95 and 35 < top < bottom < 55


def test_what_is_no_svg_gets_no_fonts():
    for text in ("", "text", "<svg><text>", "<svg>" * 3000):
        assert with_fonts(text) == text
