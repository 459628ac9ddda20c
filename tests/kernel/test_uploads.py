"""Files from outside: what is kept is what we wrote ourselves; whatever is sent, a sentence or a clean file."""

import io
import zlib

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from lodabord.kernel import uploads
from tests.factories import note as made

SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def in_catalogue(name, value):
    return lambda document: document.Root.__setattr__(name, value)


def on_the_page(**entries):
    return lambda document: document.pages[0].obj.update(entries)


def annotated(**entries):
    def change(document):
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **entries)
        document.pages[0].Annots = pikepdf.Array([note])

    return change


def attached(document):
    document.attachments["virus.exe"] = b"MZ"


def hidden_deep(document):
    """Written inside other dictionaries: no object of the document is the action itself."""
    inner = pikepdf.Dictionary(X=pikepdf.Array([pikepdf.Dictionary(Y=pikepdf.Dictionary(A=SCRIPT))]))
    document.pages[0].PieceInfo = inner


ACTIVE = {
    "opened with a script": in_catalogue("OpenAction", SCRIPT),
    "a named script": in_catalogue("Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", SCRIPT]))),
    "a script when the page opens": on_the_page(**{"/AA": pikepdf.Dictionary(O=SCRIPT)}),
    "a script in a link": annotated(Subtype=pikepdf.Name.Link, A=SCRIPT),
    "a program to launch": annotated(
        Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    ),
    "a form sent away": annotated(
        Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://example.invalid")
    ),
    "another document": annotated(
        Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.GoToR, F="//example.invalid/x")
    ),
    "an attached file": attached,
    "a file in an annotation": annotated(Subtype=pikepdf.Name.FileAttachment),
    "a form of the XFA kind": in_catalogue("AcroForm", pikepdf.Dictionary(XFA="x", Fields=[])),
    "a script hidden deep": hidden_deep,
}


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE)
def test_a_pdf_that_acts_is_refused(change):
    with pytest.raises(uploads.Refused, match="programme ou un fichier joint"):
        uploads.decode(made.pdf(change=change))


def test_a_plain_pdf_keeps_its_text_and_nothing_else():
    def change(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
        document.docinfo["/Author"] = "CANARI-auteur"
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.invalid/CANARI")
        annotated(Subtype=pikepdf.Name.Link, A=link)(document)

    cleaned = uploads.decode(made.pdf(pages=2, text="Quittance de mai", change=change))

    read = PdfReader(io.BytesIO(cleaned.content))
    assert [page.extract_text() for page in read.pages] == ["Quittance de mai"] * 2
    assert (cleaned.media_type, cleaned.pages) == ("application/pdf", 2)
    with pikepdf.open(io.BytesIO(cleaned.content)) as kept:
        assert "/OpenAction" not in kept.Root
        assert "/Annots" not in kept.pages[0]
        assert "CANARI" not in "".join(repr(one) for one in kept.objects)


def test_what_was_typed_in_a_form_is_still_there_flattened():
    def change(document):
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="nom", V="Valeur saisie",
            DA="/Helv 12 Tf 0 g", Rect=[72, 600, 300, 620], F=4,
        )  # fmt: skip
        held = document.make_indirect(field)
        document.pages[0].Annots = pikepdf.Array([held])
        helvetica = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=[held], NeedAppearances=True, DA="/Helv 12 Tf 0 g",
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
        )  # fmt: skip

    cleaned = uploads.decode(made.pdf(change=change))

    assert "Valeur saisie" in PdfReader(io.BytesIO(cleaned.content)).pages[0].extract_text()


def test_a_password_refuses_it():
    locked = made.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    unlocked_for_all = made.pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    for one in (locked, unlocked_for_all):
        with pytest.raises(uploads.Refused, match="mot de passe"):
            uploads.decode(one)


def test_twenty_pages_and_not_one_more():
    assert uploads.decode(made.pdf(pages=20)).pages == 20
    with pytest.raises(uploads.Refused, match="plus de 20 pages"):
        uploads.decode(made.pdf(pages=21))


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04" + b"\0" * 40])
def test_what_hides_behind_a_file_is_gone(behind):
    """Polyglots: read as a page or as an archive, nothing is left of what was added."""
    inside_jpeg = made.jpeg()[:2] + b"\xff\xfe" + (len(behind) + 2).to_bytes(2, "big") + behind + made.jpeg()[2:]
    for sent in (made.pdf() + behind, made.jpeg() + behind, made.png() + behind, inside_jpeg):
        assert behind[:8] not in uploads.decode(sent).content


def test_a_page_disguised_as_a_pdf_is_refused():
    for sent in (b"<html>%PDF-1.7", b"%PDF-1.7<html><script>x</script>", b"GIF89a" + made.jpeg(), b"MZ" + made.pdf()):
        with pytest.raises(uploads.Refused):
            uploads.decode(sent)


def test_a_photograph_no_longer_says_where_nor_by_what():
    sent = made.jpeg(gps=True)
    assert b"CANARI-appareil" in sent

    cleaned = uploads.decode(sent)

    kept = Image.open(io.BytesIO(cleaned.content))
    assert not kept.getexif()
    assert b"Exif" not in cleaned.content
    assert b"CANARI" not in cleaned.content


def test_it_is_turned_upright_and_reduced_to_a_readable_size():
    cleaned = uploads.decode(made.jpeg((4000, 3000), turned=True))

    assert Image.open(io.BytesIO(cleaned.content)).size == (1800, 2400)


def test_transparency_becomes_paper():
    kept = Image.open(io.BytesIO(uploads.decode(made.png()).content))

    assert (kept.format, kept.mode) == ("JPEG", "RGB")
    assert all(abs(got - want) < 12 for got, want in zip(kept.getpixel((5, 5)), (229, 140, 140), strict=True))


def chunk(name, body):
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def bomb(width, height):
    """A few kilobytes that say they are an immense picture."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    body = zlib.compress(b"\0" * 3_000_000)
    return uploads.SIGNATURES[uploads.PNG] + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_000, 12_000, 60_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_is_unpacked(side):
    assert len(bomb(side, side)) < 10_000
    with pytest.raises(uploads.Refused):
        uploads.decode(bomb(side, side))


def test_a_bomb_inside_a_pdf_breaks_its_own_process_only(monkeypatch):
    """An object stream that unpacks to more than the decoding process may take: we are told, and go on."""
    monkeypatch.setattr(uploads, "MEMORY", 480 * uploads.MEBIBYTE)
    assert uploads.clean("a.pdf", made.pdf()).pages == 1
    squeeze = zlib.compressobj(1)
    packed = b"".join(squeeze.compress(b" " * uploads.MEBIBYTE) for _ in range(500)) + squeeze.flush()
    packed = zlib.compress(packed)
    head = b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length "
    body = b"2 0 obj<</Type/XRef/Size 4/W[1 1 1]/Root 3 0 R/Index[0 4]/Length 12>>stream\n"
    body += bytes([0, 0, 0, 1, 9, 0, 1, 0, 0, 2, 1, 0]) + b"\nendstream endobj\nstartxref\n0\n%%EOF"
    sent = head + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\n" + body
    assert len(sent) < 100_000
    with pytest.raises(uploads.Refused):
        uploads.clean("a.pdf", sent)


def test_ten_mebibytes_to_the_byte():
    picture = made.jpeg()
    just = picture + b"\0" * (uploads.LARGEST - len(picture))
    assert uploads.clean("a.jpg", just).media_type == "image/jpeg"
    with pytest.raises(uploads.Refused, match="10 Mo"):
        uploads.clean("a.jpg", just + b"\0")
    with pytest.raises(uploads.Refused, match="vide"):
        uploads.clean("a.jpg", b"")


@pytest.mark.parametrize(
    ("name", "sent"), [("a.pdf", made.jpeg()), ("a.jpg", made.pdf()), ("a.html", made.pdf()), ("a", made.png())]
)
def test_a_name_that_lies_is_refused(name, sent):
    with pytest.raises(uploads.Refused, match="n'est pas ce qu'annonce son nom"):
        uploads.clean(name, sent)


@pytest.mark.parametrize("sent", [b"GIF89a....", b"<svg/>", b"PK\x03\x04", b"\0" * 50])
def test_nothing_but_pdf_jpeg_and_png(sent):
    with pytest.raises(uploads.Refused, match="Seuls"):
        uploads.clean("a.pdf", sent)


def test_the_process_apart_gives_the_very_same_file():
    for name, sent in (("A.PDF", made.pdf()), ("b.jpeg", made.jpeg()), ("c.png", made.png())):
        assert uploads.clean(name, sent) == uploads.decode(sent)


REAL = [made.jpeg(gps=True), made.png(), made.pdf(), made.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)]
FUZZED = settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def clean_or_refused(sent):
    try:
        cleaned = uploads.decode(sent)
    except uploads.Refused:
        return
    assert cleaned.content.startswith(uploads.SIGNATURES[cleaned.media_type])
    assert cleaned.pages >= 1


@FUZZED
@given(start=st.sampled_from([*uploads.SIGNATURES.values(), b""]), rest=st.binary(max_size=400))
def test_any_bytes_are_cleaned_or_refused(start, rest):
    clean_or_refused(start + rest)


@settings(FUZZED, max_examples=1500)
@given(st.data())
def test_any_real_file_with_bytes_changed_is_cleaned_or_refused(data):
    sent = bytearray(data.draw(st.sampled_from(REAL)))
    for at, value in data.draw(st.lists(st.tuples(st.integers(8, len(sent) - 1), st.integers(0, 255)), max_size=12)):
        sent[at] = value
    cut = data.draw(st.integers(8, len(sent)))
    clean_or_refused(bytes(sent[:cut] if data.draw(st.booleans()) else sent))
