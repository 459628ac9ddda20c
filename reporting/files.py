"""The report in its formats. The figures are the same: each is written from the same told values."""

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from lodabord.kernel import pdf
from lodabord.partners.models import Agreement
from reporting.document import Document, document
from reporting.editable import as_docx
from reporting.editions import Edition
from reporting.parts.context import Committee, Earlier
from reporting.sheets import as_csv, as_xlsx

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write(
    told: dict[str, Any],
    agreement: Agreement,
    format: str,
    *,
    today: date,
    edition: Edition = Edition.INTERNAL,
    earlier: tuple[Earlier, ...] = (),
    committee: Committee = Committee(),  # noqa: B008 - frozen
) -> bytes:
    """The content of the file."""
    if format == "json":
        shown = {name: one for name, one in told.items() if name != "beside"}
        return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode()
    if format == "csv":
        return as_csv(told, edition)
    report = document(told, agreement, today, edition, earlier=earlier, committee=committee)
    if format == "xlsx":
        return as_xlsx(report, told)
    if format == "docx":
        return as_docx(report)
    html = as_html(report)
    return pdf.render(html, attachments=(_figures(told, edition),)) if format == "pdf" else html.encode()


def _figures(told: dict[str, Any], edition: Edition) -> pdf.Attached:
    """The figures of the PDF as a sheet carried inside it: the same edition, hence the same masking."""
    return pdf.Attached(
        name=f"chiffres-{told['agreement']}-{told['quarter']}.csv".lower(),
        content=as_csv(told, edition),
        description="Les chiffres du rapport, une ligne par grandeur",
    )


def as_html(report: Document) -> str:
    """The whole document, printable as it is."""
    told = {"report": report, "agreement": report.agreement}
    return render_to_string("reporting/documents/steering_report.html", told)
