"""Files that come from outside, decoded for real: what is kept is what we wrote ourselves, never what was sent.

A picture is decoded, turned upright, reduced to a readable size and written again: its EXIF data
(place, device, owner) and anything hidden behind it are gone. A PDF is rebuilt from its pages
alone: annotations are flattened, metadata and automatic actions dropped; a script, a program to
launch, an attached file, a password or too many pages refuse it, with the way out.

`clean` works in a process of its own, with little memory and little time: a file made to exhaust
or to break a decoder breaks that process, and the person gets a sentence.
"""

import hashlib
import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
"""The size of a file, to the byte."""
MOST_PAGES = 20
MOST_PIXELS = 40_000_000
"""A phone of today takes 12 to 50 million; above, a PNG would need more memory than a small server has."""
READABLE = 2400
"""The longest side kept, in pixels: an A4 sheet at 200 dots per inch."""
MOST_OBJECTS = 50_000
DEEPEST = 60
MEMORY, SECONDS, PATIENCE = 1536 * MEBIBYTE, 20, 30
"""What the decoding process may take: address space, processor time, and how long we wait for it."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
EXTENSIONS = {PDF: ("pdf",), JPEG: ("jpg", "jpeg"), PNG: ("png",)}

TOO_LARGE = "Ce fichier dépasse 10 Mo : réduisez-le, ou photographiez la pièce page par page."
EMPTY = "Ce fichier est vide."
UNKNOWN = "Seuls un PDF, une photo JPEG ou une image PNG sont acceptés."
DAMAGED = (
    "Ce fichier est abîmé ou n'est pas ce qu'annonce son nom : enregistrez-le à nouveau, ou photographiez la pièce."
)
HUGE_IMAGE = "Cette image a trop de points (40 millions au plus) : photographiez la pièce avec un réglage ordinaire."
LOCKED = "Ce PDF est protégé par un mot de passe : imprimez-le vers un nouveau PDF, ou photographiez la pièce."
ACTIVE = (
    "Ce PDF contient un programme ou un fichier joint : par sécurité il est refusé. "
    "Imprimez-le vers un nouveau PDF, ou photographiez la pièce."
)
TOO_MANY_PAGES = f"Ce PDF a plus de {MOST_PAGES} pages : n'envoyez que les pages utiles."

ACTIVE_KEYS = {
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/EmbeddedFile",
    "/XFA",
    "/RichMediaContent",
    "/Collection",
}
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",
}  # fmt: skip


class Refused(Exception):
    """The file is not kept. The message is for the person who sent it."""


@dataclass(frozen=True)
class Clean:
    """A file as we wrote it."""

    media_type: str
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.media_type][0]


def clean(name: str, sent: bytes) -> Clean:
    """The file rewritten, from a process of its own. Raises `Refused`."""
    announced(name, sent)
    child = [sys.executable, "-I", str(Path(__file__)), str(MEMORY), str(SECONDS)]
    try:
        told = subprocess.run(child, input=sent, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(DAMAGED) from None
    head, _, content = told.stdout.partition(b"\n")
    if told.returncode or not head:
        raise Refused(DAMAGED)
    answer = json.loads(head)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Clean(answer["media_type"], content, answer["pages"])


def announced(name: str, sent: bytes) -> str:
    """The type that the first bytes tell and the name confirms. Raises `Refused`."""
    if not sent:
        raise Refused(EMPTY)
    if len(sent) > LARGEST:
        raise Refused(TOO_LARGE)
    found = next((kind for kind, start in SIGNATURES.items() if sent.startswith(start)), None)
    if found is None:
        raise Refused(UNKNOWN)
    if name.rpartition(".")[2].lower() not in EXTENSIONS[found]:
        raise Refused(DAMAGED)
    return found


def decode(sent: bytes) -> Clean:
    """The same in this very process: whatever a decoder raises is a refusal."""
    kind = next((kind for kind, start in SIGNATURES.items() if sent.startswith(start)), "")
    if not kind:
        raise Refused(UNKNOWN)
    try:
        cleaned = _pdf(sent) if kind == PDF else _image(sent, kind)
    except Refused:
        raise
    except Exception:
        raise Refused(DAMAGED) from None
    if len(cleaned.content) > LARGEST:
        raise Refused(TOO_LARGE)
    return cleaned


def _image(sent: bytes, kind: str) -> Clean:
    from PIL import Image, ImageOps

    image: Any = Image.open(io.BytesIO(sent), formats=["JPEG" if kind == JPEG else "PNG"])
    if image.width * image.height > MOST_PIXELS:
        raise Refused(HUGE_IMAGE)
    image.draft("RGB", (READABLE, READABLE))
    image.load()
    image = ImageOps.exif_transpose(image)
    image.thumbnail((READABLE, READABLE))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    written = io.BytesIO()
    bare = Image.frombytes("RGB", image.size, image.convert("RGB").tobytes())
    bare.save(written, "JPEG", quality=85, optimize=True)
    return Clean(JPEG, written.getvalue(), 1)


def _pdf(sent: bytes) -> Clean:
    import pikepdf

    try:
        source = pikepdf.open(io.BytesIO(sent), attempt_recovery=True, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    with source:
        if source.is_encrypted:
            raise Refused(LOCKED)
        if len(source.pages) > MOST_PAGES:
            raise Refused(TOO_MANY_PAGES)
        if not len(source.pages):
            raise Refused(DAMAGED)
        _refuse_what_acts(source)
        if "/AcroForm" in source.Root:
            source.generate_appearance_streams()  # what was typed in a form is drawn, then frozen below
        source.flatten_annotations("all")
        return _pages_alone(source)


def _refuse_what_acts(source: Any) -> None:
    """A script or a program anywhere: in the catalogue, in a page, in a field, in an annotation."""
    for thing in _everything(source):
        keys = set(thing.keys())
        if keys & ACTIVE_KEYS or str(thing.get("/S", "")) in ACTIVE_ACTIONS:
            raise Refused(ACTIVE)
        if str(thing.get("/Subtype", "")) in ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"):
            raise Refused(ACTIVE)


def _everything(source: Any) -> Iterator[Any]:
    """Every dictionary of the document, those written inside others too."""
    import pikepdf

    seen = 0
    waiting = [(thing, 0) for thing in source.objects] + [(source.trailer, 0)]
    while waiting:
        thing, depth = waiting.pop()
        seen += 1
        if seen > MOST_OBJECTS or depth > DEEPEST:
            raise Refused(DAMAGED)
        inner: list[Any] = []
        if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            yield thing
            inner = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            inner = list(thing)
        waiting += [
            (one, depth + 1)
            for one in inner
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
        ]


def _pages_alone(source: Any) -> Clean:
    """A new document that holds the pages and nothing else of the old one."""
    import pikepdf

    with pikepdf.new() as written:
        for page in source.pages:
            for name in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents", "/Tabs"):
                if name in page:
                    del page[name]
            written.pages.append(page)
        out = io.BytesIO()
        written.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Clean(PDF, out.getvalue(), len(written.pages))


def _main(memory: str, seconds: str) -> None:
    """The decoding process: bytes in, one line about them and the bytes rewritten out."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        cleaned = decode(sys.stdin.buffer.read())
        told: dict[str, Any] = {"media_type": cleaned.media_type, "pages": cleaned.pages}
        content = cleaned.content
    except Refused as refused:
        told, content = {"refused": str(refused)}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


if __name__ == "__main__":
    _main(*sys.argv[1:])
