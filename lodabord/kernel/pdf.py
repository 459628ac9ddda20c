"""HTML to PDF: the only place that knows the library. A4, French, tagged (PDF/A-3a, declaring PDF/UA-1).

Nothing leaves the machine while rendering: a template may name the files of `static/css` and our
fonts, and nothing else.
"""

import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse

MISSING = (
    "Les PDF ne sont pas disponibles sur cette machine : la bibliothèque Pango manque. "
    "Votre administrateur l'installe par « make setup »."
)
FACES = {"regular": (400, "normal"), "bold": (700, "normal"), "italic": (400, "italic")}
UA_IDENTIFIER = (
    '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)


class PdfUnavailable(Exception):
    """The system library is not there. The message is for the person who asked."""


@dataclass(frozen=True)
class Attached:
    """A file carried inside the PDF."""

    name: str
    content: bytes
    description: str


def render(html: str, *, attachments: tuple[Attached, ...] = ()) -> bytes:
    """The document as PDF. `html` is a whole page made from `documents/base.html`."""
    weasyprint = _library()
    files = [
        weasyprint.Attachment(string=one.content, name=one.name, description=one.description, relationship="Data")
        for one in attachments
    ]
    sheet, fonts, fetcher = _dressing()
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return document.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        attachments=files,
        pdf_variant="pdf/a-3a",
        finisher=_finish,
        custom_metadata=False,
    )


def response(html: str, name: str) -> HttpResponse:
    """The document as a download whose file name carries a reference, never a person's name."""
    answer = HttpResponse(render(html), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def available() -> bool:
    """Whether this machine can make PDF files."""
    try:
        _library()
    except PdfUnavailable:
        return False
    return True


@cache
def _library() -> Any:
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        import weasyprint
    except OSError:
        raise PdfUnavailable(MISSING) from None
    return weasyprint


@cache
def _dressing() -> tuple[Any, Any, Any]:
    """Style sheet, fonts and fetcher, made once per process: quicker, and memory stays flat."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class OnlyOurFiles(URLFetcher):
        """Refuses every address but data: and our own fonts."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:") or url in allowed:
                return super().fetch(url, headers)
            raise ValueError(f"adresse refusée dans un document : {url[:80]}")

    faces, allowed = _font_faces()
    fonts = FontConfiguration()
    fetcher = OnlyOurFiles(allowed_protocols=("file", "data"), timeout=2)
    style = (Path(settings.BASE_DIR) / "static" / "css" / "documents.css").read_text(encoding="utf-8")
    sheet = _library().CSS(string=faces + style, font_config=fonts, url_fetcher=fetcher)
    return sheet, fonts, fetcher


def _font_faces() -> tuple[str, set[str]]:
    rules, addresses = [], set()
    for name, (weight, slant) in FACES.items():
        path = Path(settings.BUILT_FONTS) / f"source-sans-3-{name}.ttf"
        if path.is_file():
            addresses.add(path.as_uri())
            rules.append(
                f'@font-face {{ font-family: "Source Sans 3"; src: url("{path.as_uri()}");'
                f" font-weight: {weight}; font-style: {slant} }}"
            )
    return "\n".join(rules) + "\n", addresses


def _finish(document: Any, pdf: Any) -> None:
    """Say the scope of header cells, name each attached file once, and declare PDF/UA beside PDF/A."""
    attached = pdf.catalog.get("AF")
    if attached is not None:
        pdf.catalog["AF"] = type(attached)(dict.fromkeys(attached))
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            _say_scope(thing)
    metadata = pdf.catalog.get("Metadata")
    stream = pdf.objects[int(str(metadata, "ascii").split()[0])] if isinstance(metadata, bytes) else None
    if stream is not None and getattr(stream, "stream", None):
        told = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in stream.stream)
        if b"pdfuaid" not in told:
            stream.stream = [re.sub(rb"</rdf:RDF>", UA_IDENTIFIER.encode() + b"</rdf:RDF>", told)]


def _say_scope(cell: Any) -> None:
    identifier = str(cell.get("ID", ""))
    found = re.search(r"-(\d+)-(\d+)", identifier)
    scope = "/Column" if found is None or found.group(1) == "0" else "/Row"
    attributes = cell.get("A")
    if attributes is None or isinstance(attributes, bytes):
        return
    entries = attributes if isinstance(attributes, list) else [attributes]
    for entry in entries:
        if isinstance(entry, dict) and entry.get("O") == "/Table":
            entry["Scope"] = scope
