"""Notes, comments, questions and papers, by the verbs of the field; files as a phone or a scanner makes them."""

import io

import pikepdf
from PIL import Image

from accompaniment.models import CalNote, NoteComment, Paper
from accompaniment.note_sections import SECTIONS
from households.models import Consent, NoteQuestion
from lodabord.kernel import uploads
from lodabord.partners.models import Terms


def draft(case, text="Un fait.", **sections):
    return CalNote.objects.create(case=case, sections={**dict.fromkeys(SECTIONS, text), **sections})


def comment(cast, note, text="CANARI-remarque", section="wishes"):
    return NoteComment.open_on(note, section=section, text=text, by=cast.bruno.professional)


def new_version(cast, case, on, **changed):
    """Another version, transmitted: the earlier text, with what is told changed."""
    earlier = CalNote.objects.filter(case=case).transmitted().first()
    note = CalNote.objects.create(
        case=case, sections={**earlier.sections, **changed}, new_version="erreur", new_version_detail="montant repris"
    )
    note.validate(on=on, by=cast.bruno.professional)
    note.read_with_person(on=on, by=cast.leila.professional)
    note.send(on=on, by=cast.leila.professional)
    return note


def question(cast, sent, on, text="Quel loyer ?", section="resources", by=None):
    return NoteQuestion.ask(sent, section=section, text=text, on=on, by=(by or cast.diane).professional)


def allow_papers(agreement):
    Terms.objects.filter(agreement=agreement).update(attachments_enabled=True)


def agree_to_papers(case, on):
    return Consent.objects.create(case=case, purpose="share_papers", given_on=on, mode="written")


def paper(cast, case, on, *, file=None, kind="ressources", detail=""):
    """A paper kept by Leïla."""
    allow_papers(case.agreement)
    case = type(case).objects.get(pk=case.pk)
    return Paper.add(case, file or uploads.decode(jpeg()), kind=kind, detail=detail, on=on, by=cast.leila.professional)


def sent_paper(cast, case, on, **kept):
    one = paper(cast, case, on, **kept)
    agree_to_papers(case, on)
    return one, one.transmit(on=on, by=cast.leila.professional)


def jpeg(size=(60, 40), *, gps=False, turned=False, colour="navy"):
    """A photograph, with where and by what it was taken."""
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "CANARI-appareil"
    if turned:
        exif[0x0112] = 6
    if gps:
        exif.get_ifd(0x8825)[2] = (50.0, 38.0, 0.0)
        exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def png(size=(30, 30), **options):
    written = io.BytesIO()
    Image.new("RGBA", size, (200, 10, 10, 120)).save(written, "PNG", **options)
    return written.getvalue()


def pdf(pages=1, text="Quittance", change=lambda document: None, **saving):
    """A PDF with a line of real text on each page; `change` spoils it."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
            page = document.pages[-1]
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
        change(document)
        written = io.BytesIO()
        document.save(written, **saving)
        return written.getvalue()
