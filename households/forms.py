"""One form per act of this room. Labels and help; the rules are on the models."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from households.models import (
    Case,
    ClosingReason,
    Consent,
    Household,
    HouseholdPriority,
    HousingRequest,
    Person,
    PriorityPublic,
    ReminderPreference,
    ResidentialSituation,
    Resources,
)
from households.models.assignment import Assignment
from households.models.referral import ConsentMode, Referral
from households.models.reinforcement import REASONS_TO_LIFT, REASONS_TO_REINFORCE
from households.stages import ORDER, State, Track
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, FactsField, PastDateField
from lodabord.partners.models import Agreement, Membership, Organisation, PrescriberType, Professional
from lodabord.partners.roles import ASSOCIATION, LANDLORD, Role

OTHER_SIDES = {
    Assignment.Capacity.REFERENT: {Role.ASSO_WORKER},
    Assignment.Capacity.DEPUTY: {Role.ASSO_WORKER, Role.ASSO_HEAD},
    Assignment.Capacity.PSYCHOLOGIST: {Role.ASSO_PSY},
}


class IdentityFields(ActForm):
    """Who the holder is, and with whom: common to a referral and to a report."""

    civility = forms.ChoiceField(label="Civilité", choices=Person.Civility.choices)
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    birth_date = DateField(label="Date de naissance", required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    composition = forms.ChoiceField(label="Composition du ménage", choices=Household.Composition.choices)
    dependants = forms.IntegerField(label="Enfants à charge", min_value=0, max_value=15, initial=0)

    def household(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("composition", "dependants")}

    def holder(self) -> dict[str, Any]:
        names = ("civility", "first_name", "last_name", "birth_date", "phone")
        return {name: self.cleaned_data[name] for name in names}


class ReferralForm(IdentityFields):
    """A household is referred (sheet 04 §4.4)."""

    situation = forms.ChoiceField(label="Où vit la personne aujourd'hui", choices=ResidentialSituation.Kind.choices)
    prescriber_type = forms.ModelChoiceField(
        label="Type de prescripteur", queryset=PrescriberType.objects.all(), required=False
    )
    contact_name = forms.CharField(label="Professionnel à joindre", max_length=120, required=False)
    contact_phone = forms.CharField(label="Son téléphone", max_length=20, required=False)
    referred_on = PastDateField(label="Date de l'orientation")
    reason = FactsField(label="Pourquoi cette orientation", max_length=1000, required=False)
    person_agreed_on = PastDateField(
        label="La personne a donné son accord le", help_text="Sans son accord, une orientation n'est pas reçue."
    )
    agreement_mode = forms.ChoiceField(label="Forme de l'accord", choices=ConsentMode.choices)
    urgent = forms.BooleanField(label="Situation urgente", required=False)

    def __init__(self, *args: Any, today: date, prescriber: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referred_on"].initial = self.fields["person_agreed_on"].initial = today
        self.prescriber = prescriber
        if prescriber is not None:
            del self.fields["prescriber_type"]

    def referral(self) -> dict[str, Any]:
        names = (
            "contact_name",
            "contact_phone",
            "referred_on",
            "reason",
            "person_agreed_on",
            "agreement_mode",
            "urgent",
        )
        told = {name: self.cleaned_data[name] for name in names}
        kind = self.prescriber.prescriber_type if self.prescriber else self.cleaned_data["prescriber_type"]
        channel = Referral.Channel.FORM if self.prescriber else Referral.Channel.PHONE
        return {**told, "prescriber": self.prescriber, "prescriber_type": kind, "channel": channel}


class ClosingForm(ActForm):
    """Close a candidature before any measure."""

    reason = forms.ChoiceField(label="Motif", choices=[one for one in ClosingReason.choices if one[0] != "non_retenu"])
    on = PastDateField(label="Date")


class SkipForm(ActForm):
    """Jump over stages, for urgency."""

    state = forms.ChoiceField(label="Aller directement à l'étape")
    on = PastDateField(label="Date")
    reason = forms.CharField(label="Motif de l'urgence", max_length=300)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = ORDER[Track(case.track)]
        here = order.index(State(case.state)) if case.state in order else len(order)
        choices = [(one.value, one.label) for one in order[here + 2 :] if one in SKIPPABLE]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


SKIPPABLE = {State.PRECAL_QUEUE, State.PRECAL_ACCEPTED, State.CAL_READY, State.ARBITRATION, State.ACCEPTED_WAITING}
"""Waiting stages only: a measure, an award or a tenancy always asks for its own act."""


class AssignmentForm(ActForm):
    """Who follows the household."""

    capacity = forms.ChoiceField(label="En qualité de", choices=Assignment.Capacity.choices)
    professional = forms.ModelChoiceField(label="Professionnel", queryset=Professional.objects.none())
    on = DateField(label="À partir du")

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Membership.objects.current(today).under(agreement).filter(role__in=ASSOCIATION)
        self.roles = {one.professional_id: one.role for one in team}
        self.fields["professional"].queryset = Professional.objects.filter(pk__in=self.roles)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        person, capacity = told.get("professional"), told.get("capacity")
        if person and capacity and self.roles[person.pk] not in OTHER_SIDES[Assignment.Capacity(capacity)]:
            self.add_error("professional", "Cette personne n'exerce pas ce métier dans la convention.")
        return told


class ReminderPreferenceForm(ActModelForm):
    """How one wants to be told."""

    class Meta:
        model = ReminderPreference
        fields = ("delivery",)
        widgets = {"delivery": forms.RadioSelect}


class ContactForm(ActForm):
    """The one person at the landlord's who may know where the household lives."""

    landlord_contact = forms.ModelChoiceField(
        label="Interlocuteur nommé chez le bailleur", queryset=Professional.objects.none(), required=False,
        empty_label="Personne pour l'instant",
        help_text="Chez le bailleur, cette personne seule lit et écrit où vit le ménage.",
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Membership.objects.current(today).under(agreement).filter(role__in=LANDLORD)
        self.fields["landlord_contact"].queryset = Professional.objects.filter(  # type: ignore[attr-defined]
            pk__in=staff.values("professional")
        )


class ReinforcementForm(ContactForm):
    """Why, and who at the landlord's."""

    reason = forms.ChoiceField(
        label="Pourquoi", choices=[(one, one.label) for one in REASONS_TO_REINFORCE], widget=forms.RadioSelect,
        help_text="Lu de l'association seulement. Aucun détail n'est demandé.",
    )  # fmt: skip
    field_order = ("reason", "landlord_contact")


class LiftingForm(ActForm):
    reason = forms.ChoiceField(
        label="Pourquoi", choices=[(one, one.label) for one in REASONS_TO_LIFT], widget=forms.RadioSelect
    )


class PersonForm(ActModelForm):
    class Meta:
        model = Person
        fields = (
            "civility", "first_name", "last_name", "birth_date", "gender", "phone", "email", "safe_contact",
            "interpreter_language",
        )  # fmt: skip


class SituationForm(ActModelForm):
    class Meta:
        model = ResidentialSituation
        fields = ("kind", "since")


class ResourcesForm(ActModelForm):
    class Meta:
        model = Resources
        fields = ("kind", "monthly_amount", "since")


class HousingRequestForm(ActModelForm):
    """The number is checked softly: an unusual one is accepted, and said."""

    class Meta:
        model = HousingRequest
        fields = (
            "number", "first_filed_on", "expires_on", "wanted_types", "wanted_communes", "priority_public", "dalo_status",
            "dalo_recognised_on", "syplo_labelled_on",
        )  # fmt: skip


class PriorityForm(ActModelForm):
    class Meta:
        model = HouseholdPriority
        fields = ("public", "declared_on")

    def __init__(self, *args: Any, today: date, territory: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(territory__isnull=True) | Q(territory=territory)
        current = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        publics = PriorityPublic.objects.filter(here, current, valid_from__lte=today)
        self.fields["public"].queryset = publics  # type: ignore[attr-defined]


class ConsentForm(ActModelForm):
    class Meta:
        model = Consent
        fields = ("purpose", "recipients", "given_on", "mode")


class WithdrawalForm(ActForm):
    on = PastDateField(label="Accord retiré le")
