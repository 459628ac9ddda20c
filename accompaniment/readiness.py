"""What the CAL asks of a household in preparation, computed from facts: each line leads to the act that does it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accompaniment.models import CalNote, Paper
from accompaniment.notebook import Notebook
from households.models import Case, HousingRequest
from lodabord.templatetags.lodabord import short_date


@dataclass(frozen=True)
class Line:
    """One thing asked. `needed`: without it the household cannot be declared ready, or be examined."""

    label: str
    done: bool
    told: str
    url: str
    act: str
    needed: bool = True

    @property
    def tone(self) -> str:
        if self.done:
            return "done"
        return "late" if self.needed else "todo"

    @property
    def word(self) -> str:
        if self.done:
            return "fait"
        return "manque" if self.needed else "à regarder"


def readiness(case: Case, notebook: Notebook, today: date) -> list[Line]:
    """The lines, in the order in which they are done."""
    lines = [_modules(case, notebook), *_note(case), _number(case, today)]
    if case.agreement.terms_on(today).attachments_enabled:
        lines.append(_papers(case))
    return lines


def _modules(case: Case, told: Notebook) -> Line:
    left = len(told.left)
    what = told.sentence if not left else f"{told.sentence} ; {left} à faire"
    return Line("Modules", not left, what, _at("module", case), "Noter un module", needed=False)


def _note(case: Case) -> list[Line]:
    note = CalNote.objects.filter(case=case).first()
    if note is None:
        return [Line("Note pour la CAL validée", False, "pas commencée", _at("cal_note", case), "Écrire la note")]
    page = reverse("accompaniment:cal_note_page", args=[note.pk])
    validated = note.state != CalNote.State.DRAFT
    told = f"validée le {short_date(note.validated_on)}" if note.validated_on else note.get_state_display().lower()
    read = f"lue le {short_date(note.read_on)}" if note.read_on else "pas encore lue avec la personne"
    return [
        Line("Note pour la CAL validée", validated, told, page, "Ouvrir la note"),
        Line("Note lue avec la personne", note.read_on is not None, read, page, "Ouvrir la note", needed=False),
    ]


def _number(case: Case, today: date) -> Line:
    """No candidature is examined without it (CCH L441-2-1)."""
    asked = HousingRequest.objects.filter(household=case.household_id).first()
    status = asked.status_on(today) if asked else HousingRequest.Status.TO_CREATE
    good = asked is not None and bool(asked.number)
    valid = good and status in (HousingRequest.Status.ACTIVE, HousingRequest.Status.TO_RENEW)
    told = HousingRequest.Status(status).label.lower()
    if good and asked is not None and asked.expires_on:
        told += f", valable jusqu'au {short_date(asked.expires_on)}"
    url = reverse("households:housing_request", args=[case.pk])
    return Line("Numéro unique en cours de validité", valid, told, url, "Mettre à jour la demande")


def _papers(case: Case) -> Line:
    kept = Paper.objects.filter(case=case).kept().count()
    told = f"{kept} pièce{'s' if kept > 1 else ''} gardée{'s' if kept > 1 else ''}" if kept else "aucune pièce gardée"
    return Line("Pièces photographiées", kept > 0, told, _at("papers", case), "Ouvrir les pièces", needed=False)


def _at(name: str, case: Case) -> str:
    return reverse(f"accompaniment:{name}", args=[case.pk])
