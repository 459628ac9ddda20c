"""The note for the CAL in depth: a draft under comment, questions of the landlord, a second version, papers."""

import io
from datetime import date
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from accompaniment.models import CalNote, NoteComment, Paper
from accompaniment.note_document import pages_of
from households.models import Case, Consent, NoteQuestion, Reading
from households.papers import PaperKind
from households.stages import State
from lodabord.demo import texts
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_that_time
from lodabord.kernel.uploads import Clean, decode
from lodabord.partners.models import Professional, Terms

DRAFT = {
    "household": "Personne seule. Typologie utile : T2, pour recevoir un proche.",
    "housing_path": "Hébergement stable depuis dix mois, sans incident, après une hospitalisation.",
    "resources": "Ressources stables. Taux d'effort simulé : 23 % après APL. Garantie : Visale demandée.",
    "prepared": "Six modules suivis sur dix, présence régulière. Personne fragile mais volontaire.",
    "wishes": "Souhaite les Tilleuls. Ascenseur ou premier étage.",
    "support": texts.CAL_NOTE["support"],
    "contact": "",
}
COMMENTS = [
    ("housing_path", "Retirer la raison de l'interruption : les dates suffisent."),
    ("prepared", "« Fragile » est un avis : dire plutôt ce qui est acquis."),
]
QUESTION = "Le taux d'effort tient-il compte du stationnement, facturé 32 euros par mois dans cette résidence ?"
ANSWER = "Non. Avec le stationnement il passe à 27 % ; la personne n'a pas de voiture et n'en demande pas."
LATER = "Un rez-de-chaussée convient-il ?"
SETTLED = (
    "Qui joindre pendant les congés du référent ?",
    "Le chef de service, au numéro du service, tous les jours ouvrés.",
)


def tell(world: World) -> None:
    """On the households under way; at the end of the worked year, on those being prepared only."""
    Terms.objects.filter(agreement=world.agreement).update(attachments_enabled=True)
    cases = Case.objects.filter(agreement=world.agreement).select_related(
        "household", "referent", "agreement__landlord"
    )
    preparing = cases.filter(state=State.PREPARATION).order_by("opened_on").first()
    if preparing is not None:
        _draft_under_comment(world, preparing)
    ready = cases.filter(state=State.CAL_READY).order_by("-cal_ready_on").first()
    if ready is not None and ready.cal_ready_on and ready.cal_ready_on >= before(world.calendar.as_of, 5):
        _asked_and_sent_again(world, ready)
    awarded = cases.filter(state=State.CAL_AWARDED).order_by("-awarded_on").first()
    if awarded is not None:
        _question_settled(world, awarded)


def _referent(case: Case) -> Professional:
    assert case.referent is not None
    return case.referent


def _draft_under_comment(world: World, case: Case) -> None:
    on, referent, bruno = before(world.calendar.as_of, 3), _referent(case), world.who("bruno")
    at_that_time(at(on, 16))
    note = CalNote.objects.create(case=case, created_by=referent, created_at=at(on, 16))
    _write(note, DRAFT, on, referent)
    at_that_time(at(before(world.calendar.as_of, 2), 9))
    for rank, (section, text) in enumerate(COMMENTS):
        comment = NoteComment.open_on(note, section=section, text=text, by=bruno)
        NoteComment.objects.filter(pk=comment.pk).update(created_at=at(before(world.calendar.as_of, 2), 9, rank))


def _write(note: CalNote, sections: dict[str, str], on: date, by: Professional, **why: Any) -> None:
    note.write(sections, by=by, **why)
    note.written_at = at(on, 16)
    note.save(update_fields=["written_at"])
    note.measure(pages_of(note))


def _asked_and_sent_again(world: World, case: Case) -> None:
    """Diane read the first version and asked; the association answered, then sent a second version."""
    today, referent, diane = world.calendar.as_of, _referent(case), world.who("diane")
    first = CalNote.objects.get(case=case)
    assert first.transmission is not None
    asked, answered = before(today, 3), before(today, 2)
    Reading.objects.create(
        case=case, at=at(asked, 10), by=diane, model="households.transmission", record_id=first.transmission.pk
    )
    at_that_time(at(asked, 10))
    question = NoteQuestion.ask(first.transmission, section="resources", text=QUESTION, on=asked, by=diane)
    at_that_time(at(answered, 9))
    question.reply(ANSWER, on=answered, by=referent)
    _second_version(world, first, answered)
    at_that_time(at(world.calendar.eve, 15))
    NoteQuestion.ask(first.transmission, section="wishes", text=LATER, on=world.calendar.eve, by=diane)
    _papers(world, case)


def _second_version(world: World, first: CalNote, on: date) -> None:
    case, referent = first.case, _referent(first.case)
    sections = {**first.sections, "resources": first.sections["resources"] + " Avec le stationnement : 27 %."}
    note = CalNote.objects.create(case=case, created_by=referent)
    _write(note, sections, on, referent, why=CalNote.NewVersion.QUESTION, detail="taux d'effort complété")
    at_that_time(at(on, 11))
    note.validate(on=on, by=world.who("bruno"))
    at_that_time(at(on, 14))
    note.read_with_person(on=on, by=referent)
    at_that_time(at(world.calendar.eve, 9))
    note.send(on=world.calendar.eve, by=referent)


def _question_settled(world: World, case: Case) -> None:
    note = CalNote.objects.filter(case=case).transmitted().first()
    if note is None or note.transmission is None or case.cal_ready_on is None:
        return
    asked, diane, (question, answer) = case.cal_ready_on, world.who("diane"), SETTLED
    at_that_time(at(asked, 15))
    one = NoteQuestion.ask(note.transmission, section="contact", text=question, on=asked, by=diane)
    at_that_time(at(asked, 16))
    one.reply(answer, on=asked, by=_referent(case))
    at_that_time(at(asked, 17))
    one.close(on=asked, by=diane)


def _papers(world: World, case: Case) -> None:
    """Two photographs, one of them transmitted with the person's agreement."""
    on, referent = before(world.calendar.as_of, 2), _referent(case)
    at_that_time(at(on, 10))
    Consent.objects.create(
        case=case, purpose=Consent.Purpose.SHARE_PAPERS, given_on=on, mode="written", created_by=referent,
        recipients=str(case.agreement.landlord),
    )  # fmt: skip
    notice = _photograph("AVIS D'IMPOSITION")
    sent = Paper.add(case, notice, kind=PaperKind.TAX_NOTICE, detail="année dernière", on=on, by=referent)
    certificate = _photograph("ATTESTATION")
    Paper.add(case, certificate, kind=PaperKind.RESOURCES, detail="", on=on, by=referent)
    at_that_time(at(world.calendar.eve, 10))
    sent.transmit(on=world.calendar.eve, by=referent)


def _photograph(title: str) -> Clean:
    """A sheet that says it is a specimen."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((120, 200), title, fill="black", font=ImageFont.load_default(72))
    pen.text((120, 320), "Document fictif : aucun nom, aucun chiffre.", fill="black", font=ImageFont.load_default(36))
    pen.rectangle((120, 420, 1120, 480), fill="black")
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=80)
    return decode(written.getvalue())
