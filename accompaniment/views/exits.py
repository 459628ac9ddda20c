"""The end of an accompaniment, its report, and its reactivation within twelve months."""

from django.http import HttpRequest, HttpResponse

from accompaniment import conduct
from accompaniment.forms.dates import OnForm
from accompaniment.forms.exits import EndReportForm, ExitForm
from accompaniment.models import EndReport
from accompaniment.views.documents import document, whole
from accompaniment.views.shared import HEAD, TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.models import Case
from lodabord.kernel.access import access

FREED = (
    "La place se libère, l'intensité et la suspension s'arrêtent. La personne ne perd pas son logement de ce fait ; une "
    "réactivation est possible pendant douze mois. Hors de l'association, seul un libellé neutre est lu."
)


@access(HEAD)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Why, to where, what comes after: one act, with the end-of-measure report."""
    case = opened(request, pk)
    form = ExitForm(request.POST or None, case=case, initial=today_initial())
    may_pause = case.state == Case.State.FOLLOW_UP
    return case_act(
        request, case, form, "Fin d'accompagnement", "Enregistrer la fin",
        lambda told: conduct.end_accompaniment(case, by=by(request), **form.told()), "Fin d'accompagnement enregistrée.",
        danger=True, consequence=FREED, template="accompaniment/exit.html", more={"may_pause": may_pause},
    )  # fmt: skip


@access(HEAD)
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Réactiver après la fin", "Réactiver",
        lambda told: conduct.reopen(case, on=told["on"], by=by(request)), "Accompagnement réactivé : le même dossier continue.",
    )  # fmt: skip


@access(WORKERS)
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """Complete the end-of-measure report; the end itself does not change."""
    told_of = EndReport.objects.select_related("case__household", "case__agreement", "exit")
    kept = open_or_404(request, told_of, pk=pk)
    initial = {name: getattr(kept, name) for name in ("lease", "debt", "person_says", "summary")}
    form = EndReportForm(request.POST or None, initial=initial)
    return case_act(
        request, kept.case, form, "Compléter le bilan de fin", "Enregistrer",
        lambda told: kept.complete(by=by(request), **told), "Bilan de fin complété.",
    )  # fmt: skip


@access(TEAM)
def print_report(request: HttpRequest, pk: str) -> HttpResponse:
    """As PDF, between the association and the person."""
    kept = open_or_404(request, EndReport.objects.select_related("exit__reason", "exit__created_by"), pk=pk)
    case = whole(request, kept.case_id)
    agreed = kept.exit.call_back_agreed(kept.exit.closed_on)
    return document(
        case,
        "accompaniment/documents/end_report.html",
        "bilan-de-fin",
        report=kept,
        ended=kept.exit,
        facts=kept.facts,
        agreed=agreed,
    )
