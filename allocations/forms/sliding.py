"""The « bail glissant »: convention, notice to the prefect, periods, reviews."""

from datetime import date
from typing import Any

from django import forms

from allocations.forms.shared import choose
from allocations.models import ExaminationPeriod, SlidingConvention, SlidingReview
from lodabord.kernel.forms import ActForm, DateField, PastDateField
from lodabord.partners.models import Agreement, Organisation


class ConventionForm(ActForm):
    signed_on = PastDateField(
        label="Convention signée le", help_text="Par le bailleur, l'association et le sous-locataire."
    )
    holder = forms.ModelChoiceField(label="Association titulaire du bail", queryset=Organisation.objects.none())
    ground = forms.ChoiceField(label="Ménage concerné", choices=SlidingConvention.Ground.choices)
    annexed = forms.BooleanField(label="Elle est annexée au contrat de sous-location")
    examined_until = DateField(
        label="Fin de la première période d'examen",
        help_text="Deux mois avant, le bailleur indique au préfet s'il propose un bail (CCH L442-8-3).",
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "holder", Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION))
        self.fields["holder"].initial = agreement.association_id


class PrefectNoticeForm(ActForm):
    on = PastDateField(label="Préfet informé le")
    proposal = forms.ChoiceField(
        label="Ce que vous proposez", choices=ExaminationPeriod.Proposal.choices, widget=forms.RadioSelect
    )
    why_not = forms.CharField(
        label="Sans bail : pourquoi", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des faits de l'occupation : loyer, entretien, voisinage. L'association les lira.",
    )  # fmt: skip


class ExtensionForm(ActForm):
    until = DateField(label="Nouvelle période d'examen jusqu'au")

    def __init__(self, *args: Any, proposed: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = proposed


class ReviewOpinionForm(ActForm):
    opinion = forms.ChoiceField(
        label="Avis de votre organisme", choices=SlidingReview.Opinion.choices, widget=forms.RadioSelect
    )


class ReviewConclusionForm(ActForm):
    on = PastDateField(label="Examen tenu le")
    tenant_heard = forms.BooleanField(label="Le sous-locataire a été entendu", required=False)
    conclusion = forms.ChoiceField(
        label="Conclusion", choices=SlidingReview.Conclusion.choices, widget=forms.RadioSelect
    )
