"""The retention track: assessment, arbitration, the meeting with the household."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose, reasons
from allocations.models import ArbitrationDecision, JointMeeting, RetentionOutcome
from allocations.models.arbitration import MOTIVE_LENGTH
from households.models import RefusalReason
from households.models.referral import ConsentMode
from lodabord.kernel.forms import ActForm, DateField, PastDateField

READ_BY_BOTH = (
    "Trois cents caractères. Lu par les deux partenaires quand les deux avis sont donnés ; la personne peut demander à "
    "le lire. Des faits, rien sur la santé."
)


class AssessmentForm(ActForm):
    """The landlord's social team sums up the tenancy before arbitration."""

    assessed_on = PastDateField(label="Évaluation du")
    landlord_summary = forms.CharField(
        label="Synthèse locative",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce que le compte et les faits ne disent pas. Lue par les deux partenaires à l'arbitrage. "
        "Des faits, aucune supposition sur la santé.",
    )


class OpinionForm(ActForm):
    opinion = forms.ChoiceField(
        label="Avis de votre organisme", choices=ArbitrationDecision.Opinion.choices, widget=forms.RadioSelect
    )
    motive = forms.CharField(
        label="Motif", max_length=MOTIVE_LENGTH, required=False, help_text=READ_BY_BOTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _names(people: list[str], *, blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((one, one) for one in people)]


class ArbitrationForm(ActForm):
    outcome = forms.ChoiceField(
        label="Décision commune", choices=ArbitrationDecision.Outcome.choices, widget=forms.RadioSelect
    )
    on = PastDateField(label="Arbitré le")
    reason = forms.ModelChoiceField(
        label="Motif", queryset=RefusalReason.objects.none(), required=False, help_text="Pour « Non retenu »."
    )
    missing_element = forms.CharField(
        label="Éléments attendus", max_length=300, required=False, help_text="Pour « En attente d'éléments »."
    )
    destination = forms.CharField(
        label="Réorientation vers", max_length=200, required=False, help_text="Pour « Réorienté »."
    )
    announced_by = forms.ChoiceField(
        label="Qui l'annonce au ménage", required=False, help_text="Reste dans « À faire » jusqu'à l'annonce."
    )
    meeting_planned_on = DateField(
        label="Rencontre de présentation prévue le", required=False, help_text="Pour « Retenu »."
    )

    def __init__(self, *args: Any, today: date, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))
        self.fields["announced_by"].choices = _names(people, blank="à convenir")  # type: ignore[attr-defined]


class AnnouncementForm(ActForm):
    announced_by = forms.ChoiceField(label="Annoncé au ménage par")
    on = PastDateField(label="Annoncé le")

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announced_by"].choices = _names(people, blank="—")  # type: ignore[attr-defined]


MODES = [("", "—"), *ConsentMode.choices]


class JointMeetingForm(ActForm):
    """Who came, what the household says."""

    on = PastDateField(label="Rencontre du")
    landlord_present: Any = forms.ModelChoiceField(label="Pour le bailleur", queryset=None, required=False)
    association_present: Any = forms.ModelChoiceField(label="Pour l'association", queryset=None, required=False)
    others_present = forms.CharField(
        label="Autres présents",
        max_length=120,
        required=False,
        help_text="Par exemple : assistante sociale de secteur.",
    )
    answer = forms.ChoiceField(
        label="Ce que dit le ménage", choices=JointMeeting.Answer.choices, widget=forms.RadioSelect,
        help_text="Sans un oui, pas d'accompagnement. Un non n'a aucune conséquence sur le bail.",
    )  # fmt: skip
    mode = forms.ChoiceField(label="Forme de l'accord", choices=MODES, required=False, help_text="Pour un oui.")
    think_until = DateField(label="Réfléchit jusqu'au", required=False, help_text="Pour « Veut réfléchir ».")

    def __init__(self, *args: Any, landlord: QuerySet, association: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "landlord_present", landlord)
        choose(self, "association_present", association)


class HouseholdAnswerForm(ActForm):
    """After having thought."""

    answer = forms.ChoiceField(
        label="Réponse du ménage", widget=forms.RadioSelect,
        choices=[one for one in JointMeeting.Answer.choices if one[0] in ("yes", "no")],
        help_text="Un non n'a aucune conséquence sur le bail.",
    )  # fmt: skip
    on = PastDateField(label="Réponse du")
    mode = forms.ChoiceField(label="Forme de l'accord", choices=MODES, required=False, help_text="Pour un oui.")


class RetentionOutcomeForm(ActForm):
    kind = forms.ChoiceField(
        label="Où en est l'occupation", choices=RetentionOutcome.Kind.choices, widget=forms.RadioSelect
    )
    on = PastDateField(label="Constaté le")
