"""The report as a text one may edit (DOCX): the same parts, charts told by their tables, styles of the office suite."""

import io
from typing import Any

from docx import Document as new_text
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reporting.document import Document
from reporting.parts.shapes import Block, Bullets, Caution, Chart, Heading, Table, Text

FONT = "Source Sans 3"
MARGIN = Mm(18)


def as_docx(report: Document) -> bytes:
    """A4, headings, real tables with repeated header rows, page numbers, and what the file is in its header."""
    text: Any = new_text()
    _dress(text, report)
    text.add_heading(report.title, level=0)
    _rows(text, "À propos de ce rapport", ("Rubrique", "Valeur"), report.about)
    text.add_heading("L'essentiel", level=1)
    _rows(
        text,
        "Depuis le début de l'année",
        ("Rubrique", "Valeur"),
        [(_label(one), one["value"]) for one in report.key_figures],
    )
    for trend in report.trends:
        _table(text, trend)
    for part in report.parts:
        text.add_heading(f"{part.number}. {part.title}", level=1)
        if part.message:
            text.add_paragraph().add_run(part.message).bold = True
        for block in part.blocks:
            _block(text, block)
    content = io.BytesIO()
    text.save(content)
    return content.getvalue()


def _label(figure: dict[str, str]) -> str:
    return f"{figure['label']} ({figure['code']})"


def _dress(text: Any, report: Document) -> None:
    core = text.core_properties
    core.title, core.language, core.comments = report.title, "fr-FR", report.level
    core.author = f"{report.agreement.association} et {report.agreement.landlord}"
    text.styles["Normal"].font.name, text.styles["Normal"].font.size = FONT, Pt(10.5)
    section = text.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    state = f"{report.state} — " if report.provisional else ""
    section.header.paragraphs[0].text = f"{state}{report.edition.label}. {report.level}"
    foot = section.footer.paragraphs[0]
    foot.add_run(
        f"{report.agreement.code} — {report.quarter.label} — chiffres arrêtés au {report.as_of:%d/%m/%Y} — règles "
        f"{report.rules} — page "
    )
    _field(foot, "PAGE")


def _field(paragraph: Any, name: str) -> None:
    """A field that the office suite computes: the page's number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _block(text: Any, block: Block) -> None:
    match block:
        case Table():
            _table(text, block)
        case Chart():
            _table(text, block.table)
        case Heading():
            text.add_heading(block.text, level=2)
        case Text():
            text.add_paragraph(block.text)
        case Bullets():
            for item in block.items:
                text.add_paragraph(item, style="List Bullet")
        case Caution():
            for sentence in block.sentences:
                text.add_paragraph().add_run(sentence).italic = True


def _table(text: Any, table: Table) -> None:
    rows = [(f"{one.label} ({one.code})" if one.code else one.label, *one.cells) for one in table.lines]
    _rows(text, table.caption, table.head, rows)


def _rows(text: Any, caption: str, head: tuple[str, ...], rows: Any) -> None:
    text.add_paragraph(caption, style="Caption")
    drawn = text.add_table(rows=1, cols=len(head), style="Light Grid")
    for cell, name in zip(drawn.rows[0].cells, head, strict=True):
        cell.text = name
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, told in zip(drawn.add_row().cells, row, strict=True):
            cell.text = told
    text.add_paragraph()
