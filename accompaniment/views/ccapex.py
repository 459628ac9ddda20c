"""« Transmettre à la CCAPEX »: the association's own sending, read by the association alone, and by the person."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accompaniment.ccapex import ELEMENTS, commissions, tell_the_commission
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened
from households.access import open_or_404
from households.models import Transmission
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm, FactsField, PastDateField


class CcapexForm(ActForm):
    recipient: Any = forms.ModelChoiceField(label="Organisme qui instruit", queryset=None)
    service = forms.CharField(
        label="Service ou personne", max_length=120, required=False, help_text="Par exemple : secrétariat de la CCAPEX."
    )
    elements = forms.MultipleChoiceField(
        label="Ce qui est transmis", choices=list(ELEMENTS.items()), widget=forms.CheckboxSelectMultiple,
        help_text="Le strict nécessaire. La santé et la vie familiale n'en font pas partie.",
    )  # fmt: skip
    text = FactsField(
        label="Texte transmis", max_length=2000, rows=6,
        help_text="Figé à l'envoi. La personne le lit : des faits, pas de jugement, pas de diagnostic.",
    )  # fmt: skip
    on = PastDateField(label="Transmis le")
    shown_on = PastDateField(label="Montré à la personne le", required=False)
    not_shown_because = forms.CharField(
        label="Sinon, pourquoi", max_length=200, required=False, help_text="Par exemple : injoignable depuis le 3 mars."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = commissions()  # type: ignore[attr-defined]


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """No agreement needed, but the person is shown; the landlord does not read it."""
    case = opened(request, pk)
    form = CcapexForm(request.POST or None, initial={"on": timezone.localdate(), "shown_on": timezone.localdate()})
    return case_act(
        request, case, form, "Transmettre à la CCAPEX", "Figer et noter la transmission",
        lambda told: tell_the_commission(case, by=by(request), **told),
        "Transmission notée. Elle se lit dans « Accords et transmissions ».",
        intro="La loi du 27 juillet 2023 et le décret du 12 février 2026 permettent de transmettre à la CCAPEX ce qui est "
        "strictement nécessaire, sans accord. La saisine du bailleur est un autre acte, que vous ne faites pas ici.",
        consequence="Le texte est figé. Le bailleur ne le lit pas et n'est pas informé de cet envoi.",
    )  # fmt: skip


@access(TEAM)
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """What was sent, on paper: for the commission and for the person."""
    sent = open_or_404(
        request,
        Transmission.objects.filter(kind=Transmission.Kind.CCAPEX).select_related(
            "case__household", "case__agreement__programme", "case__agreement__landlord",
            "case__agreement__association", "case__agreement__territory", "recipient", "created_by",
        ),
        pk=pk,
    )  # fmt: skip
    context = {"sent": sent, "case": sent.case, "agreement": sent.case.agreement}
    html = render_to_string("accompaniment/documents/ccapex.html", context)
    return pdf.response(html, f"ccapex-{sent.case.household.code}-v{sent.version}")
