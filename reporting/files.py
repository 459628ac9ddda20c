"""The report in its four formats. The figures are the same: each format is written from the same told values."""

import csv
import io
import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from lodabord.kernel import pdf
from lodabord.partners.models import Agreement
from reporting.document import Edition, document

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = ";"


def write(
    told: dict[str, Any], agreement: Agreement, format: str, *, today: date, edition: Edition = Edition.INTERNAL
) -> bytes:
    """The content of the file."""
    if format == "json":
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if format == "csv":
        return as_csv(told, edition)
    html = as_html(told, agreement, today=today, edition=edition)
    return pdf.render(html, attachments=(_figures(told, edition),)) if format == "pdf" else html.encode()


def _figures(told: dict[str, Any], edition: Edition) -> pdf.Attached:
    """The figures of the PDF as a sheet carried inside it: the same edition, hence the same masking."""
    return pdf.Attached(
        name=f"chiffres-{told['agreement']}-{told['quarter']}.csv".lower(),
        content=as_csv(told, edition),
        description="Les chiffres du rapport, une ligne par grandeur",
    )


def as_html(told: dict[str, Any], agreement: Agreement, *, today: date, edition: Edition) -> str:
    """The whole document, printable as it is."""
    return render_to_string("reporting/documents/steering_report.html", document(told, agreement, today, edition))


def as_csv(told: dict[str, Any], edition: Edition) -> bytes:
    """One line per figure, for a spreadsheet: separator « ; », French decimals, no formula.

    A line taken alone still says whose reading it is, up to which day, and by which rule it was computed.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(
        [
            "convention",
            "trimestre",
            "date de référence",
            "état",
            "version du rapport",
            "indicateur",
            "version de la règle",
            "libellé",
            "volet",
            "période",
            "grandeur",
            "valeur",
        ]
    )
    state = "provisoire" if told["as_of"] < told["end"] else "définitif"
    head = [told["agreement"], told["quarter"], told["as_of"], state, edition.label]
    for code, indicator in told["indicators"].items():
        for track in ("access", "retention", "all"):
            for span, value in indicator[track].items():
                for name, figure in _flat(value):
                    cells = [*head, code, told["rule_versions"][code], indicator["label"], track, span, name, figure]
                    writer.writerow([plain(one) for one in cells])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _flat(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """The leaves of a value, each with its path."""
    if not isinstance(value, dict):
        return [(name, value)] if name else [("", "sans objet")]
    return [leaf for key, inner in value.items() for leaf in _flat(inner, f"{name}.{key}" if name else str(key))]


def plain(value: Any) -> str:
    """A cell that a spreadsheet cannot run: what looks like a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(",", "", 1).isdigit()
