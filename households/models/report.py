"""How a household arrives on the retention track: the landlord's staff spot a tenant in difficulty."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models.case import Case
from households.models.event import Event
from households.models.household import Person, ResidentialSituation, register_household
from households.models.record import CaseRecord
from households.models.referral import new_case
from households.models.rent_account import RentAccount, open_case_with, plain_reference
from households.stages import Track
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Report(CaseRecord):
    """A tenant in difficulty, spotted by the landlord's staff: facts of the tenancy only (R-25)."""

    data_class = DataClass.REPORTED

    class Motive(models.TextChoices):
        ARREARS = "arrears", "Impayés de loyer"
        DISTURBANCE = "disturbance", "Troubles de voisinage"
        UPKEEP = "upkeep", "Défaut d'entretien du logement"
        ISOLATION = "isolation", "Ne répond plus, plus de contact (faits)"
        OTHER = "other", "Autre fait"

    case = models.OneToOneField(Case, models.PROTECT, related_name="report", verbose_name="dossier")
    reported_on = models.DateField("repéré le")
    agency = models.ForeignKey(
        "partners.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agence"
    )
    motives = ArrayField(models.CharField(max_length=20, choices=Motive), verbose_name="motifs")
    facts = models.TextField("faits constatés, datés", max_length=1000, blank=True)
    already_tried = models.TextField("démarches déjà faites", max_length=1000, blank=True)
    tenant_ref = models.CharField("référence locataire", max_length=40, blank=True)
    lease_date = models.DateField("date du bail", null=True, blank=True)
    debt_months = models.DecimalField(
        "dette en mois de loyer net", max_digits=4, decimal_places=1, null=True, blank=True
    )
    household_informed = models.BooleanField("ménage informé de cette démarche", default=False)
    urgent = models.BooleanField("situation urgente", default=False)
    landlord_summary = models.TextField("synthèse du pôle social", max_length=2000, blank=True)
    submission = models.UUIDField("envoi", null=True, unique=True, editable=False)
    """Given by the form's page: the same page sent twice makes one report."""

    class Meta:
        verbose_name = "fiche de repérage"
        verbose_name_plural = "fiches de repérage"
        ordering = ["-reported_on"]
        constraints = [
            models.CheckConstraint(
                name="report_with_a_motive",
                condition=Q(motives__len__gt=0) | Q(taken_over=True),
                violation_error_message="Indiquez au moins un motif.",
            )
        ]

    def __str__(self) -> str:
        return f"Repérage de {self.case.household.code}"

    @property
    def motive_labels(self) -> list[str]:
        return [str(Report.Motive(motive).label) for motive in self.motives]


class ReportedDwelling(CaseRecord):
    """Where the reported tenant lives, in the landlord's words. Apart from the report: it obeys decision 12."""

    data_class = DataClass.TENANCY
    tells_where = True

    case = models.OneToOneField(Case, models.PROTECT, related_name="reported_dwelling", verbose_name="dossier")
    told = models.CharField("logement (adresse ou référence)", max_length=160)

    class Meta:
        verbose_name = "logement repéré"
        verbose_name_plural = "logements repérés"
        ordering = ["created_at"]

    def __str__(self) -> str:
        return "Logement du ménage repéré"


def report_tenant(
    agreement: Agreement,
    *,
    household: dict[str, Any],
    holder: dict[str, Any],
    report: dict[str, Any],
    by: "Professional",
    dwelling: str = "",
    submission: uuid.UUID | None = None,
) -> Report:
    """The landlord's staff report a tenant: the landlord knows the case from the start. Sent twice, it is one report."""
    on = report["reported_on"]
    with transaction.atomic():
        if submission:
            hold(f"report:{submission}")
            sent = Report.objects.filter(submission=submission, created_by=by).first()
            if sent:
                return sent
        tenant = register_household(track=Track.RETENTION, on_year=on.year, by=by, **household)
        case = new_case(agreement, Track.RETENTION, tenant, on, reported_by=by, landlord_from=on)
        Person.objects.create(household=tenant, role=Person.Role.HOLDER, **holder)
        ResidentialSituation.objects.create(
            household=tenant, kind=ResidentialSituation.Kind.TENANT_SOCIAL, since=on, at_entry=True
        )
        made = Report.objects.create(case=case, created_by=by, submission=submission, **report)
        _tie_to_the_lease(made, dwelling)
        Event.record(made, "report.received", by=by, facts={"on": on})
        return made


def _tie_to_the_lease(report: Report, dwelling: str) -> None:
    """The lease reference, unless another open case has it (the social team settles that); the dwelling, if it may be told."""
    case, reference = report.case, plain_reference(report.tenant_ref)
    if reference:
        hold(f"rent-account:{case.agreement_id}:{reference}")
        if not open_case_with(case.agreement, reference):
            RentAccount.attach(case, reference, by=report.created_by)
    if dwelling and not case.reinforced:
        ReportedDwelling.objects.create(case=case, told=dwelling, created_by=report.created_by)
