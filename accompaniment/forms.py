"""One form per act of this room. Labels and help; the rules are in the verbs."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accompaniment.models import (
    Exit,
    HealthNeed,
    MeasurePeriod,
    PrepAttendance,
    PrepModule,
    PsychologistNote,
    Request,
    Suspension,
    Theme,
    Visit,
)
from allocations.models import GridVersion, PreDiagnosis
from households.models import Case, ExitReason
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, DateTimeField, FactsField, PastDateField, TimeField


class OnForm(ActForm):
    on = PastDateField(label="Date")


class GridForm(ActForm):
    """The grid of the pré-diagnostic: one line of levels per criterion, then what is shared and what is not."""

    def __init__(self, *args: Any, grid: GridVersion, health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        for block in grid.criteria:
            for criterion in block["criteria"]:
                self.fields[f"c_{criterion['code']}"] = forms.ChoiceField(
                    label=f"{block['block']} — {criterion['label']}",
                    choices=[("", "—"), *PreDiagnosis.Level.choices],
                    required=False,
                )
        self.fields["to_prepare"] = forms.CharField(
            label="Ce que la préparation doit couvrir (partagé avec le bailleur)", max_length=1000, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields["notes"] = FactsField(label="Notes (réservées à l'association)", max_length=4000, required=False)
        if health:
            self.fields["second_public"] = forms.NullBooleanField(
                label="Souffrance psychique (réservé à l'association)", required=False,
                widget=forms.Select(choices=[("", "question non posée"), ("true", "oui"), ("false", "non")]),
                help_text="Jamais de diagnostic.",
            )  # fmt: skip
        self.fields["conclusion"] = forms.ChoiceField(
            label="Conclusion", choices=[("", "Enregistrer sans conclure"), *PreDiagnosis.Conclusion.choices], required=False,
            help_text="Conclure demande une réponse à chaque critère ; « Non renseigné » en est une.",
        )  # fmt: skip
        self.fields["on"] = DateField(label="Réalisé le")

    def answers(self) -> dict[str, str]:
        return {code: told for code in self.grid.codes if (told := self.cleaned_data.get(f"c_{code}"))}


class BeginForm(ActForm):
    """The contract is signed and the measure starts."""

    signed_on = DateField(label="Contrat signé le")
    on = DateField(label="La mesure commence le")
    objectives = FactsField(label="Objectifs, dans les mots de la personne", max_length=1500, required=False)


class ModuleForm(ActModelForm):
    class Meta:
        model = PrepAttendance
        fields = ("module", "on", "format", "present", "acquired")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = PrepModule.objects.all()  # type: ignore[attr-defined]


class ExtensionForm(ActForm):
    until = DateField(label="Prolongée jusqu'au")
    reason = forms.CharField(label="Motif", max_length=300)


class CompletionForm(ActForm):
    on = PastDateField(label="Préparation terminée le")
    early_because = forms.CharField(
        label="Si la fin prévue n'est pas atteinte : pourquoi", max_length=300, required=False
    )


class IntensityForm(ActForm):
    intensity = forms.ChoiceField(
        label="Intensité", choices=MeasurePeriod.Intensity.choices,
        help_text="« Veille » : un contact par mois, aucune visite due. Pour ne plus rien attendre, suspendez.",
    )  # fmt: skip
    on = DateField(label="À partir du")


class SuspensionForm(ActForm):
    on = DateField(label="Suspendu à partir du")
    review_on = DateField(label="À revoir le")
    reason = forms.ChoiceField(
        label="Motif (réservé à l'association)", choices=Suspension.Reason.choices,
        help_text="Le bailleur lit « suspension » et ses dates, jamais le motif.",
    )  # fmt: skip


class ReactivationForm(ActForm):
    on = PastDateField(label="Réactivé le")
    asked_by = forms.ChoiceField(label="À la demande de", choices=Suspension.AskedBy.choices)


class VisitForm(ActForm):
    """Log a visit or a contact: the defaults are right for the common case."""

    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices)
    status = forms.ChoiceField(
        label="Ce qu'il en a été", widget=forms.RadioSelect,
        choices=[one for one in Visit.Status.choices if one[0] != Visit.Status.PLANNED],
    )  # fmt: skip
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
    duration_minutes = forms.IntegerField(label="Durée (minutes)", min_value=1, max_value=600, required=False)
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    report = FactsField(label="Compte rendu", max_length=6000, required=False, rows=5)
    person_says = FactsField(label="Ce que dit la personne", max_length=3000, required=False, rows=2, help_text="")
    next_steps = forms.CharField(
        label="Suites : qui fait quoi, pour quand", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    alert = forms.ChoiceField(label="Alerte", choices=Visit.Alert.choices, required=False)
    plan_next = forms.BooleanField(
        label="Prévoir la prochaine visite à domicile, même jour et même heure la semaine suivante", required=False
    )


class PlanForm(ActForm):
    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices, initial=Visit.Kind.HOME)
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)


class RequestForm(ActForm):
    """Noted while on the phone."""

    case = forms.ModelChoiceField(label="Ménage", queryset=Case.objects.none())
    received_at = DateTimeField(label="Reçue le")
    channel = forms.ChoiceField(label="Par", choices=Request.Channel.choices)
    subject = forms.CharField(label="Demande", max_length=300, required=False)
    urgent = forms.BooleanField(label="Urgente", required=False)
    counts_for_target = forms.BooleanField(label="Demande une intervention", required=False, initial=True)

    def __init__(self, *args: Any, cases: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.household.code} · {case.household.known_as}"

    def clean_received_at(self) -> datetime:
        told = self.cleaned_data["received_at"]
        if told > timezone.now():
            raise forms.ValidationError("Cette heure est dans le futur : vérifiez-la.")
        return told


class AnswerForm(ActForm):
    answer = forms.ChoiceField(
        label="Traitée par", choices=Request.Answer.choices, widget=forms.RadioSelect,
        help_text="Un message laissé sur un répondeur ne traite pas la demande.",
    )  # fmt: skip
    at = DateTimeField(label="À quelle heure", help_text="L'heure réelle de l'intervention, pas celle de la saisie.")
    outcome = forms.CharField(label="Suite donnée", max_length=300, required=False)


class NoteForm(ActForm):
    written_on = DateField(label="Du")
    text = FactsField(label="Note", max_length=4000, rows=6)


class PsychologistNoteForm(ActModelForm):
    class Meta:
        model = PsychologistNote
        fields = ("on", "duration_minutes", "text", "shared_with_team")
        help_texts = {"shared_with_team": "Sans cette case, vous seule lisez cette note."}


class HealthForm(ActModelForm):
    class Meta:
        model = HealthNeed
        fields = ("second_public", "level")


class ExitForm(ActForm):
    """End of the accompaniment."""

    on = PastDateField(label="Fin d'accompagnement le")
    reason = forms.ModelChoiceField(label="Motif (réservé à l'association)", queryset=ExitReason.objects.all())
    destination = forms.CharField(
        label="Destination", max_length=120, required=False, help_text="Indispensable si le logement a été quitté."
    )
    initiative = forms.ChoiceField(label="À l'initiative de", choices=Exit.Initiative.choices)
    handover = forms.CharField(label="Relais mis en place", max_length=300, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = ExitReason.Nature.BEFORE_HOUSING
        reasons = (
            ExitReason.objects.exclude(nature=before) if case.housed_from else ExitReason.objects.filter(nature=before)
        )
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]


class TakeOverForm(ActForm):
    """A household already under way: one form, its past dates, at whatever stage it is."""

    track = forms.ChoiceField(label="Volet", choices=Case.Track.choices)
    civility = forms.ChoiceField(
        label="Civilité", choices=[("ms", "Mme"), ("mr", "M."), ("unspecified", "Non précisé")]
    )
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    dependants = forms.IntegerField(label="Enfants à charge", min_value=0, max_value=15, initial=0)
    stage = forms.ChoiceField(label="Où en est-il aujourd'hui ?")
    opened_on = DateField(label="Orientation ou repérage le")
    prediagnosed_on = DateField(label="Pré-diagnostic le", required=False)
    precal_accepted_on = DateField(label="Retenu en pré-CAL ou en arbitrage le", required=False)
    prep_started_on = DateField(label="Préparation commencée le", required=False)
    prep_ended_on = DateField(label="Préparation terminée le", required=False)
    lease_signed_on = DateField(label="Bail signé le", required=False)
    moved_in_on = DateField(label="Entrée dans le logement, ou début de l'accompagnement, le", required=False)
    order_exception = forms.CharField(
        label="Si les dates ne se suivent pas : pourquoi", max_length=300, required=False,
        help_text="Des dates dans un ordre inhabituel sont signalées ; avec ce motif elles sont acceptées.",
    )  # fmt: skip

    DATES = ("opened_on", "prediagnosed_on", "precal_accepted_on", "prep_started_on", "prep_ended_on", "lease_signed_on",
             "moved_in_on")  # fmt: skip

    def __init__(self, *args: Any, stages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        dated = [(name, told[name]) for name in self.DATES if told.get(name)]
        for (_, earlier), (name, later) in pairwise(dated):
            if later < earlier and not told.get("order_exception"):
                self.add_error(name, "Cette date précède la précédente : vérifiez-la, ou indiquez pourquoi plus bas.")
        return told
