"""The end of an accompaniment: one act, with its report and the agreement to be called."""

from typing import Any

from django import forms

from accompaniment.models import EndReport, Exit, ExitCall
from households.models import Case, ExitReason
from households.models.referral import ConsentMode
from lodabord.kernel.forms import ActForm, FactsField, PastDateField

REPORT = ("lease", "debt", "person_says", "summary")
NO = ("", "Non, ou cela n'a pas été demandé")


class ReasonField(forms.ModelChoiceField):
    """Each reason with what it means for the retention rate."""

    def label_from_instance(self, reason: Any) -> str:
        left = ", logement quitté" if reason.leaves_dwelling else ""
        return f"{reason.label} ({reason.get_effect_display().lower()}{left})"


class EndReportForm(ActForm):
    """Where the household stands when the accompaniment ends."""

    lease = forms.ChoiceField(label="Le bail", choices=EndReport.Lease.choices)
    debt = forms.ChoiceField(label="Le loyer", choices=EndReport.Debt.choices)
    summary = FactsField(label="Ce qui a été fait ensemble", max_length=3000, required=False, rows=3)
    person_says = FactsField(
        label="Ce que dit la personne",
        max_length=3000,
        required=False,
        rows=3,
        help_text="Ses mots, comme elle les dit.",
    )


class ExitForm(EndReportForm):
    """End of the accompaniment."""

    on = PastDateField(label="Fin d'accompagnement le")
    reason = ReasonField(label="Motif (réservé à l'association)", queryset=ExitReason.objects.all())
    destination = forms.CharField(
        label="Destination", max_length=120, required=False,
        help_text="Indispensable si le logement est quitté ; « inconnue » si personne ne sait.",
    )  # fmt: skip
    initiative = forms.ChoiceField(label="À l'initiative de", choices=Exit.Initiative.choices)
    handover = forms.CharField(label="Relais mis en place", max_length=300, required=False)
    call_back = forms.ChoiceField(
        label="Accepte d'être rappelée à 6 et à 12 mois", choices=[NO, *ConsentMode.choices], required=False,
        help_text="Un appel court, pour savoir si elle est toujours logée. Elle peut changer d'avis.",
    )  # fmt: skip
    field_order = [
        "on", "reason", "destination", "initiative", "lease", "debt", "handover", "summary", "person_says", "call_back",
    ]  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = ExitReason.Nature.BEFORE_HOUSING
        reasons = (
            ExitReason.objects.exclude(nature=before) if case.housed_from else ExitReason.objects.filter(nature=before)
        )
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        reason = told.get("reason")
        if reason and reason.leaves_dwelling and not told.get("destination", "").strip():
            self.add_error("destination", "Le logement est quitté : indiquez la destination, même « inconnue ».")
        if reason and reason.leaves_dwelling and told.get("lease") == EndReport.Lease.KEPT:
            self.add_error("lease", "Ce motif dit que le logement est quitté : le bail n'est donc pas gardé.")
        if reason and reason.code == "deces" and told.get("call_back"):
            self.add_error("call_back", "Personne n'est à rappeler après un décès.")
        return told

    def told(self) -> dict[str, Any]:
        """As the verb takes it: the end, its report, the agreement."""
        content = dict(self.cleaned_data)
        content["report"] = {name: content.pop(name) for name in REPORT}
        return content


class ExitCallForm(ActForm):
    """What was learnt, or that nobody answered."""

    NO_ANSWER = "sans_reponse"

    on = PastDateField(label="Appel du")
    outcome = forms.ChoiceField(label="Résultat", widget=forms.RadioSelect)
    note = forms.CharField(
        label="Ce que dit la personne", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, attempts: int, needed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, str]] = [
            (str(value), str(label)) for value, label in ExitCall.Outcome.choices if value != ExitCall.Outcome.UNREACHED
        ]
        choices.append((self.NO_ANSWER, f"Pas de réponse cette fois ({attempts} tentative{'s' if attempts > 1 else ''} "
                                        f"sur {needed})"))  # fmt: skip
        if attempts >= needed:
            choices.append((ExitCall.Outcome.UNREACHED, f"Pas joint, après {attempts} tentatives"))
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
