"""The header of a TEI file: what it is, what it was made from, and by what."""

from __future__ import annotations

import re
from typing import Final

from pipeline.exchange.content import ReadIssue
from pipeline.exchange.markup import XML, Element, add

__all__ = ["RESPONSIBLE", "add_header"]

RESPONSIBLE: Final = "resp-reconstruction"
"""The ``xml:id`` of the program in the header, to which every ``@resp`` points."""

_VERSION: Final = re.compile(r"\d+(\.\d+){0,3}")
"""TEI takes no letters in a version (``teidata.versionNumber``)."""

_METHOD: Final = (
    "Articles, roles and reading order were reconstructed by a program; no character was"
    " corrected, soft line breaks and line-end hyphens are resolved."
    " A div with @cert is an article and @cert its calibrated probability of being right;"
    " @cert of any other element is the probability that it continues what stands before it."
    " An article that goes on on another page is one div per page, linked by @next and @prev, and"
    " so is a paragraph that is cut by the page's end.",
    "fw of type masthead, folio, contact, advert or notice is furniture of the page, of type jump"
    " a printed jump line. A div of type unplaced has the text that belongs to no article.",
)


def add_header(root: Element, issue: ReadIssue) -> None:
    """Add the header to a TEI element."""
    header = add(root, "teiHeader")
    _add_file(header, issue)
    _add_encoding(header, issue)
    if issue.language:
        usage = add(add(header, "profileDesc"), "langUsage")
        add(usage, "language", {"ident": issue.language})


def _add_file(header: Element, issue: ReadIssue) -> None:
    file = add(header, "fileDesc")
    title = add(file, "titleStmt")
    add(title, "title", text=", ".join(filter(None, (issue.title, issue.date))) or issue.id)
    responsible = add(title, "respStmt", {f"{XML}id": RESPONSIBLE})
    add(responsible, "resp", text="reconstruction of the articles")
    add(responsible, "name", {"type": "software"}, f"{issue.tool} {issue.version}")
    add(add(file, "publicationStmt"), "p", text=f"Export of the issue “{issue.id}”.")
    source = add(file, "sourceDesc")
    printed = add(source, "bibl", {"type": "issue"})
    if issue.title:
        add(printed, "title", {"level": "j"}, issue.title)
    if issue.date:
        add(printed, "date", {"when": issue.date}, issue.date)
    add(printed, "idno", {"type": "issue"}, issue.id)
    if issue.sources:
        files = add(source, "listBibl")
        for one in issue.sources:
            entry = add(files, "bibl", {f"{XML}id": f"source-{one.id}", "type": "file"})
            about = {"file": one.href, "media": one.media, "encoding": one.encoding}
            for kind, value in {**about, "sha256": one.sha256}.items():
                if value:
                    add(entry, "idno", {"type": kind}, value)
            for warning in one.warnings:
                add(entry, "note", {"type": "warning"}, warning)


def _add_encoding(header: Element, issue: ReadIssue) -> None:
    encoding = add(header, "encodingDesc")
    method = add(encoding, "editorialDecl")
    for words in _METHOD:
        add(method, "p", text=words)
    units = sorted({page.unit for page in issue.pages if page.unit})
    if units:
        add(method, "p", text=f"Unit of the zones: {', '.join(units)}; origin top left.")
    version = _VERSION.match(issue.version)
    made = {"ident": "broadsheet", "version": version.group() if version else "0"}
    program = add(add(encoding, "appInfo"), "application", made)
    add(program, "label", text=f"{issue.tool} {issue.version}")
    if issue.settings:
        add(program, "desc", text=issue.settings)
