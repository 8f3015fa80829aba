from __future__ import annotations

from pathlib import Path

from pipeline.intake import read_issue
from pipeline.model import Box, Line, Page

ALTO_NAMESPACES = {
    "none": "",
    "ccs": ' xmlns="http://schema.ccs-gmbh.com/ALTO"',
    "2": ' xmlns="http://www.loc.gov/standards/alto/ns-v2#"',
    "3": ' xmlns="http://www.loc.gov/standards/alto/ns-v3#"',
    "4": ' xmlns="http://www.loc.gov/standards/alto/ns-v4#"',
}
PAGE_NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/"


def place(left: float, top: float, width: float, height: float) -> str:
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"'


def strings(text: str, spaces: bool = True) -> str:
    """The words of a text as ALTO has them, without places."""
    return ("<SP/>" if spaces else "").join(f'<String CONTENT="{word}"/>' for word in text.split())


def alto_line(text: str, top: float, left: float = 100, width: float = 400) -> str:
    return f"<TextLine {place(left, top, width, 30)}>{strings(text)}</TextLine>"


def alto(
    body: str, version: str = "4", unit: str = "pixel", styles: str = "", page: str = ""
) -> bytes:
    """An ALTO file of one page, 1000 by 1400."""
    size = page or 'WIDTH="1000" HEIGHT="1400"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<alto{ALTO_NAMESPACES[version]}>"
        f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description>"
        f"<Styles>{styles}</Styles>"
        f'<Layout><Page ID="P1" {size}><PrintSpace>{body}</PrintSpace></Page></Layout></alto>'
    ).encode()


def alto_page(*texts: str, version: str = "4") -> bytes:
    """An ALTO file with one block, a line to a text."""
    lines = "".join(alto_line(text, 100 + 40 * n) for n, text in enumerate(texts))
    return alto(f"<TextBlock>{lines}</TextBlock>", version)


def page_xml(body: str, version: str = "2019-07-15", size: str = "") -> bytes:
    """A PAGE XML file, 1000 by 1400."""
    size = size or 'imageWidth="1000" imageHeight="1400"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<PcGts xmlns="{PAGE_NAMESPACE}{version}"><Metadata/>'
        f'<Page imageFilename="p.jpg" {size}>{body}</Page></PcGts>'
    ).encode()


def coords(left: float, top: float, right: float, bottom: float) -> str:
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def equiv(text: str, **attributes: str) -> str:
    named = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<TextEquiv {named}><Unicode>{text}</Unicode></TextEquiv>"


def page_line(text: str, top: float) -> str:
    return f"<TextLine>{coords(100, top, 500, top + 30)}{equiv(text)}</TextLine>"


def region(body: str, name: str = "r1", kind: str = "TextRegion") -> str:
    return f'<{kind} id="{name}">{coords(100, 100, 500, 400)}{body}</{kind}>'


def hocr(body: str, head: str = '<meta charset="utf-8"/>') -> bytes:
    """An hOCR file as HTML."""
    return (
        f'<!DOCTYPE html>\n<html><head>{head}<meta name="ocr-system" content="made"/></head>'
        f"<body>{body}</body></html>"
    ).encode()


def sheet(body: str, title: str = "bbox 0 0 1000 1400") -> str:
    return f"<div class='ocr_page' title='image \"a;b.png\"; {title}; ppageno 0'>{body}</div>"


def mets(
    files: dict[str, list[tuple[str, str]]],
    physical: str = "",
    prefix: str = "",
    media: str = "text/xml",
) -> bytes:
    """A METS file: by file group the ids and links of its files."""
    groups = ""
    for use, members in files.items():
        rows = "".join(
            f'<{prefix}file ID="{name}" MIMETYPE="{media}">'
            f'<{prefix}FLocat LOCTYPE="URL" xlink:href="{link}"/></{prefix}file>'
            for name, link in members
        )
        groups += f'<{prefix}fileGrp USE="{use}">{rows}</{prefix}fileGrp>'
    colon = f":{prefix[:-1]}" if prefix else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{prefix}mets xmlns{colon}='
        '"http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<{prefix}fileSec>{groups}</{prefix}fileSec>{physical}</{prefix}mets>"
    ).encode()


def physical(*pages: str) -> str:
    """A physical structure; each page names the ids of its files."""
    rows = "".join(
        f'<div TYPE="page" ORDER="{n}" ORDERLABEL="{n}">'
        + "".join(f'<fptr FILEID="{name}"/>' for name in page.split())
        + "</div>"
        for n, page in enumerate(pages, 1)
    )
    return f'<structMap TYPE="PHYSICAL"><div TYPE="issue">{rows}</div></structMap>'


def the_page(folder: Path, data: bytes, name: str = "page.xml") -> Page:
    """The only page of a file."""
    path = folder / name
    path.write_bytes(data)
    issue = read_issue(path)
    assert issue.failures == ()
    (page,) = issue.pages
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def corners(line: Line) -> tuple[float, float, float, float]:
    assert line.box is not None
    return edges(line.box)


def edges(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)
