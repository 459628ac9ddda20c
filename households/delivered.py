"""How the bytes of a paper leave the site: as a download that no browser runs, shows inside a page, or keeps."""

from typing import Any

from django.http import HttpResponse

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""Nothing else is ever served, whatever a row says."""


def as_attachment(paper: Any) -> HttpResponse:
    """The file, under an identifier for a name. `paper` has `media_type` and `content`."""
    known = paper.media_type in EXTENSIONS
    answer = HttpResponse(bytes(paper.content), content_type=paper.media_type if known else "application/octet-stream")
    extension = EXTENSIONS.get(paper.media_type, "bin")
    answer["Content-Disposition"] = f'attachment; filename="piece-{paper.pk}.{extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
