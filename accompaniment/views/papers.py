"""The papers photographed with the person: kept, opened, transmitted one by one, taken away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accompaniment.forms.cal_note import PaperForm
from accompaniment.forms.dates import OnForm
from accompaniment.models import Paper
from accompaniment.models.paper import why_no_papers
from accompaniment.views.shared import WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404, readers
from households.acts import attempt
from households.confidentiality import DataClass
from households.delivered import as_attachment
from households.models import Consent
from households.papers import MOST_PAPERS, NEVER
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm


@access(readers(DataClass.PAPER))
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """The papers of a file, and where to add one; where they are not kept, a sentence says why."""
    case, today = opened(request, pk), timezone.localdate()
    why_not = why_no_papers(case, today)
    form = PaperForm(request.POST or None, request.FILES or None)

    def keep() -> None:
        told: dict[str, Any] = form.cleaned_data
        Paper.add(case, told["file"], kind=told["kind"], detail=told["detail"], on=today, by=by(request))

    sent = request.method == "POST" and WORKERS(request)
    if sent and not why_not and form.is_valid() and attempt(request, keep, form=form, done="Pièce ajoutée."):
        return redirect("accompaniment:papers", case.pk)
    papers = Paper.objects.visible_to(request.membership).filter(case=case).listed()  # type: ignore[attr-defined]
    agreed = Consent.objects.filter(case=case, purpose=Consent.Purpose.SHARE_PAPERS).active(today)
    context = {
        "case": case,
        "papers": list(papers.select_related("transmission")),
        "form": form,
        "why_not": why_not,
        "agreed": agreed.exists(),
        "never": NEVER,
        "most": MOST_PAPERS,
        "may_write": WORKERS(request),
    }
    return render(request, "accompaniment/papers.html", context, status=422 if request.method == "POST" else 200)


@access(readers(DataClass.PAPER))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The file itself, as a download; the reading is journalled."""
    paper = open_or_404(request, Paper.objects.kept(), pk=pk)
    return as_attachment(paper)


def _paper(request: HttpRequest, pk: str) -> Paper:
    records = Paper.objects.listed().select_related("case__household", "case__agreement__landlord")
    return open_or_404(request, records, pk=pk)


def _back(paper: Paper) -> str:
    return reverse("accompaniment:papers", args=[paper.case_id])


@access(WORKERS)
def transmit(request: HttpRequest, pk: str) -> HttpResponse:
    """One paper, on the person's agreement: a copy below the wall, and a line in the register."""
    paper = _paper(request, pk)
    form = OnForm(request.POST or None, initial=today_initial())
    return case_act(
        request, paper.case, form, f"Transmettre cette pièce : {paper.label}", "Transmettre",
        lambda told: paper.transmit(on=told["on"], by=by(request)), "Pièce transmise.", danger=True, back=_back(paper),
        consequence=f"{paper.case.agreement.landlord} pourra ouvrir cette pièce jusqu'à la signature du bail ou la fin "
        "de la candidature ; elle est ensuite effacée des deux côtés. Le registre des transmissions en garde la trace.",
        intro="Vérifiez que la personne est d'accord pour cette pièce, et que son numéro de sécurité sociale est masqué.",
    )  # fmt: skip


@access(WORKERS)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Photographed by mistake, or no longer of use."""
    paper = _paper(request, pk)
    form = ActForm(request.POST if request.method == "POST" else None)
    return case_act(
        request, paper.case, form, f"Retirer cette pièce : {paper.label}", "Retirer",
        lambda told: paper.withdraw(on=timezone.localdate(), by=by(request)), "Pièce effacée.", danger=True,
        back=_back(paper), consequence="Le fichier est effacé tout de suite et pour toujours.",
    )  # fmt: skip
