"""An invented issue as a library's vendor delivers it: METS with a logical structure over ALTO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

Blocks = Mapping[str, Sequence[str]]
"""Lines of each text block by its id."""

FLOOD = (
    "The river Wend rose nine feet on Tuesday night and stood in",
    "the lower streets of Nether Wallop until noon. Boats were",
    "brought from the mill, and the aged were carried out first.",
)
FLOOD_END = (
    "The Mayor thanked the bargemen, who would take no reward.",
    "A fund has been opened at the Corn Exchange for the poor.",
)
FAIR = (
    "Saturday's fair drew sixty wagons and a dancing bear, which",
    "was not permitted to dance. Prices for heifers were firm;",
    "pigs could hardly be given away before the bell was rung.",
)
NOTICE = ("LOST, near the toll gate, a grey goose answering to Clara.", "Reward at the Bell Inn.")

PAGES: Mapping[str, Blocks] = {
    "p1": {
        "P1_TB1": ["The Wend Valley Post"],
        "P1_TB2": ["GREAT FLOOD AT NETHER WALLOP"],
        "P1_TB3": FLOOD,
        "P1_TB4": ["THE MICHAELMAS FAIR"],
        "P1_TB5": FAIR,
    },
    "p2": {"P2_TB1": FLOOD_END, "P2_TB2": NOTICE},
}

ARTICLES = """
<div TYPE="SECTION" ID="S1"><div TYPE="HEADING"/>
 <div TYPE="ARTICLE" ID="A1" LABEL="Great Flood">
  <div TYPE="HEADING"><div TYPE="TITLE">{P1_TB2}</div></div>
  <div TYPE="BODY"><div TYPE="BODY_CONTENT"><div TYPE="PARAGRAPH">
   <div TYPE="TEXT">{P1_TB3}</div><div TYPE="TEXT">{P2_TB1}</div></div></div></div>
 </div>
 <div TYPE="Article" ID="A2" LABEL="The Michaelmas Fair">
  <div TYPE="HEADING"><div TYPE="TITLE">{P1_TB4}</div></div>
  <div TYPE="BODY"><div TYPE="PARAGRAPH">{P1_TB5}</div></div>
 </div>
</div>
<div TYPE="ADVERTISEMENT" ID="A3"><div TYPE="TEXTBLOCK">{P2_TB2}</div></div>
"""


def pointer(block: str) -> str:
    """A pointer to the image and, beside it, to a block of the ALTO file, as vendors write it."""
    page = block[:2].lower()
    image = f'<area FILEID="img-{page}" SHAPE="RECT" COORDS="0,0,9,9" BETYPE="BYTE"/>'
    text = f'<area FILEID="alto-{page}" BETYPE="IDREF" BEGIN="{block}"/>'
    return f"<fptr><par>{image}{text}</par></fptr>"


def alto(blocks: Blocks) -> str:
    """A page in the shape of ALTO 2, without a namespace; hyphens as HYP with SUBS_CONTENT."""
    made = ""
    for name, lines in blocks.items():
        rows = "".join(f"<TextLine>{_words(line)}</TextLine>" for line in lines)
        made += f"<TextBlock ID={quoteattr(name)}>{rows}</TextBlock>"
    space = f"<PrintSpace ID='PS'><ComposedBlock ID='CB'>{made}</ComposedBlock></PrintSpace>"
    return f"<alto><Layout><Page ID='PAGE'>{space}</Page></Layout></alto>"


def _words(line: str) -> str:
    strings = (f"<String CONTENT={quoteattr(word)}/>" for word in line.split())
    return "<SP/>".join(strings)


def mets(
    articles: str = ARTICLES, pages: Mapping[str, Blocks] = PAGES, kind: str = "LOGICAL"
) -> str:
    """A METS file; ``{BLOCK}`` in the articles becomes a pointer."""
    for blocks in pages.values():
        for name in blocks:
            articles = articles.replace("{" + name + "}", pointer(name))
    files = "".join(
        f'<file ID="img-{page}" MIMETYPE="image/tiff"><FLocat xlink:href="{page}.tif"/></file>'
        f'<file ID="alto-{page}" MIMETYPE="text/xml">'
        f'<FLocat LOCTYPE="URL" xlink:href="file://./text/{page}.xml"/></file>'
        for page in pages
    )
    sheets = "".join(f'<div TYPE="PAGE"><fptr FILEID="alto-{page}"/></div>' for page in pages)
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<fileSec><fileGrp>{files}</fileGrp></fileSec>"
        f'<structMap TYPE="PHYSICAL"><div>{sheets}</div></structMap>'
        f'<structMap TYPE="{kind}"><div TYPE="Newspaper">{articles}</div></structMap></mets>'
    )


def package(folder: Path, text: str = "", pages: Mapping[str, Blocks] = PAGES) -> Path:
    """Write a package; returns the METS file."""
    (folder / "text").mkdir(parents=True, exist_ok=True)
    for page, blocks in pages.items():
        (folder / "text" / f"{page}.xml").write_text(alto(blocks), "utf-8")
    path = folder / "mets.xml"
    path.write_text(text or mets(pages=pages), "utf-8")
    return path
