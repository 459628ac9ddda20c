"""The pré-diagnostic as the association writes it: the shared grid, and the notes that stay here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accompaniment.forms.prediagnosis import GridForm
from accompaniment.models import HealthNeed, Note
from accompaniment.views.shared import WORKERS, by, case_act, opened
from allocations.models import GridVersion, PreDiagnosis
from households.models import Case, ClosingReason
from households.stateful import MoveRefused
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

SAID: dict[bool | None, str] = {True: "true", False: "false"}


@access(WORKERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer, criterion by criterion; conclude when all are answered. Later on, another one may be made."""
    case = opened(request, pk)
    today = timezone.localdate()
    grid = GridVersion.objects.in_force(case.agreement)
    current = PreDiagnosis.objects.filter(case=case, assessed_on__isnull=True).select_related("grid").first()
    assessment = current or PreDiagnosis(case=case, grid=grid, evaluator=by(request), created_by=by(request))
    health = case.agreement.terms_on(today).health_data_enabled
    note = _note_of(case, current)
    need = HealthNeed.objects.filter(case=case).first()
    initial = {f"c_{code}": level for code, level in assessment.answers.items()}
    initial |= {"to_prepare": assessment.to_prepare, "notes": note.text if note else "", "on": today}
    initial["second_public"] = SAID.get(need.second_public if need else None, "")
    empty = GridVersion(criteria=[])
    form = GridForm(request.POST or None, grid=assessment.grid or empty, health=health, initial=initial)

    def keep(told: dict[str, Any]) -> None:
        _require_open(case, assessment)
        assessment.save()
        assessment.answer(form.answers(), to_prepare=told["to_prepare"])
        _keep_private(case, told, note, by(request), health)
        if told["conclusion"]:
            _conclude(request, case, assessment, told)

    again = case.state != Case.State.PREDIAGNOSIS
    return case_act(
        request, case, form, "Nouveau pré-diagnostic" if again else "Pré-diagnostic", "Enregistrer", keep,
        "Pré-diagnostic enregistré.", intro=LATER if again else FIRST,
    )  # fmt: skip


FIRST = "Le résultat par critère est partagé avec le bailleur à la pré-CAL. Les notes restent à l'association."
LATER = (
    "Une fois conclu, le résultat par critère est partagé avec le bailleur et se compare au précédent. L'étape du dossier "
    "ne change pas. Les notes restent à l'association."
)


def _note_of(case: Case, assessment: PreDiagnosis | None) -> Note | None:
    """The notes of this assessment: those of an earlier one are left as they are."""
    if assessment is None:
        return None
    notes = Note.objects.filter(case=case, kind=Note.Kind.PREDIAGNOSIS, created_at__gte=assessment.created_at)
    return notes.order_by("created_at").first()


def _require_open(case: Case, assessment: PreDiagnosis) -> None:
    if not PreDiagnosis.may_be_made(case):
        raise MoveRefused("Aucun pré-diagnostic ne se fait à cette étape.")
    if assessment.grid is None:
        raise MoveRefused("Aucune grille n'est convenue entre les partenaires pour cette convention.")


def _keep_private(case: Case, told: dict[str, Any], note: Note | None, author: Any, health: bool) -> None:
    if told["notes"].strip():
        written = note or Note(case=case, kind=Note.Kind.PREDIAGNOSIS, created_by=author)
        written.text, written.written_on = told["notes"], told["on"]
        written.save()
    if health and told.get("second_public") is not None:
        HealthNeed.objects.update_or_create(
            case=case, defaults={"second_public": told["second_public"], "created_by": author}
        )


def _conclude(request: HttpRequest, case: Case, assessment: PreDiagnosis, told: dict[str, Any]) -> None:
    redirect_elsewhere = told["conclusion"] == PreDiagnosis.Conclusion.REDIRECT
    if redirect_elsewhere and request.membership.kind is not Role.ASSO_HEAD:  # type: ignore[attr-defined]
        raise MoveRefused("Une réorientation est prononcée par la cheffe de service : enregistrez sans conclure.")
    first = case.state == Case.State.PREDIAGNOSIS
    assessment.conclude(told["conclusion"], on=told["on"], by=by(request))
    if redirect_elsewhere and first:
        case.classify(on=told["on"], reason=ClosingReason.REDIRECTED, by=by(request))
