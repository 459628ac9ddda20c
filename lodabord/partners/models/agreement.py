"""The agreement (convention) that binds a landlord and an association, and its dated parameters."""

import uuid
from datetime import date, time
from decimal import ROUND_DOWN, Decimal

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from lodabord.partners.models.organisation import Organisation, Territory


class Programme(models.Model):
    """A project under which agreements are signed (R-45, R-59)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=120, unique=True)
    reinforced = models.BooleanField(
        "confidentialité renforcée par défaut",
        default=False,
        help_text="Par exemple pour des femmes victimes de violence (décision 12).",
    )

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A landlord and an association work together on a territory."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField("code", max_length=20, unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements", verbose_name="programme")
    landlord = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements_as_landlord", verbose_name="bailleur"
    )
    association = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements_as_association", verbose_name="association"
    )
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="agreements", verbose_name="territoire")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)
    team_reads_all = models.BooleanField(
        "l'équipe lit tous les dossiers",
        default=True,
        help_text="Sinon chaque référent ne lit que ses dossiers et ceux qu'il supplée.",
    )

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="Une convention finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} — {self.landlord} et {self.association}"

    def terms_on(self, day: date) -> "Terms":
        """The parameters in force that day (the first ones for a day before them)."""
        dated = list(self.terms.all())
        in_force = [terms for terms in dated if terms.applies_from <= day]
        return in_force[-1] if in_force else dated[0]

    def plan_funding(self, *, year: int, budget: int, shares: dict[Organisation, Decimal]) -> None:
        """Write the year's funding plan: amounts in whole euros, the remainder on the last line."""
        with transaction.atomic():
            self.funding_lines.filter(year=year).delete()
            left = budget
            for rank, (funder, share) in enumerate(shares.items(), start=1):
                rounded = int((budget * share / 100).to_integral_value(ROUND_DOWN))
                amount = left if rank == len(shares) else rounded
                FundingLine.objects.create(agreement=self, year=year, funder=funder, share=share, amount=amount)
                left -= amount


PERCENTAGES = ("target_occupation", "target_visits", "target_halfday", "target_day", "target_retention")


class Terms(models.Model):
    """The agreement's parameters from a day on; partners may change them, never the past."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="terms", verbose_name="convention")
    applies_from = models.DateField("applicable à partir du")
    capacity_access = models.PositiveSmallIntegerField("places en accès", default=16)
    capacity_retention = models.PositiveSmallIntegerField("places en maintien", default=4)
    prep_months = models.PositiveSmallIntegerField("durée de la préparation (mois)", default=3)
    precal_every_days = models.PositiveSmallIntegerField("rythme des pré-CAL (jours)", default=14)
    visits_per_week = models.PositiveSmallIntegerField("visites par semaine", default=1)
    halfday_minutes = models.PositiveSmallIntegerField("demi-journée (minutes ouvrées)", default=240)
    day_minutes = models.PositiveSmallIntegerField("journée (minutes ouvrées)", default=480)
    copil_every_months = models.PositiveSmallIntegerField("rythme des COPIL (mois)", default=3)
    offer_reply_days = models.PositiveSmallIntegerField(
        "délai de réponse à une offre (jours)",
        default=10,
        validators=[MinValueValidator(10)],
        help_text="Dix jours au moins (CCH R441-10) ; une convention ne peut qu'allonger.",
    )
    cal_within_days = models.PositiveSmallIntegerField("présentation en CAL sous (jours)", default=30)
    precal_quorum = models.BooleanField(
        "quorum des deux partenaires en pré-CAL",
        default=False,
        help_text="Sinon la présence est notée et les deux visas suffisent.",
    )
    attachments_enabled = models.BooleanField(
        "pièces jointes permises",
        default=False,
        help_text="Le bailleur a déjà les pièces au SNE : leur état suffit le plus souvent.",
    )
    effort_rate_attention = models.PositiveSmallIntegerField("taux d'effort à regarder de près (%)", default=33)
    landlord_answer_days = models.PositiveSmallIntegerField("réponse aux demandes entre partenaires (jours)", default=5)
    sliding_review_months = models.PositiveSmallIntegerField("examen d'un bail glissant tous les (mois)", default=6)
    taken_days = models.PositiveSmallIntegerField("orientation ou repérage à prendre sous (jours)", default=7)
    prediagnosis_days = models.PositiveSmallIntegerField("pré-diagnostic sous (jours)", default=21)
    precal_days = models.PositiveSmallIntegerField("pré-CAL sous (jours)", default=28)
    entry_days = models.PositiveSmallIntegerField("entrée en mesure sous (jours)", default=30)
    cal_decision_days = models.PositiveSmallIntegerField("décision de CAL sous (jours)", default=45)
    move_in_days = models.PositiveSmallIntegerField("entrée dans le logement sous (jours)", default=45)
    assessment_days = models.PositiveSmallIntegerField("évaluation du pôle social sous (jours)", default=15)
    arbitration_days = models.PositiveSmallIntegerField("arbitrage sous (jours)", default=15)
    suspension_review_weeks = models.PositiveSmallIntegerField("revue d'une suspension sous (semaines)", default=6)
    suspension_backdating_days = models.PositiveSmallIntegerField(
        "suspension notée au plus tard après (jours)", default=31
    )
    review_every_months = models.PositiveSmallIntegerField("bilan individuel tous les (mois)", default=3)
    report_late_days = models.PositiveSmallIntegerField("compte rendu en retard après (jours)", default=7)
    unclaimed_minutes = models.PositiveSmallIntegerField("demande signalée à tous après (minutes ouvrées)", default=30)
    door_closed_streak = models.PositiveSmallIntegerField("portes closes de suite à signaler", default=3)
    contact_attempts = models.PositiveSmallIntegerField("tentatives tracées avant « perdu de vue »", default=3)
    cover_after_minutes = models.PositiveSmallIntegerField("page couverte sans activité après (minutes)", default=15)
    draft_days = models.PositiveSmallIntegerField("brouillon gardé (jours)", default=14)
    caseload_ceiling = models.PositiveSmallIntegerField("ménages par référent (plafond)", default=10)
    target_households = models.PositiveSmallIntegerField(
        "objectif : ménages accompagnés dans l'année", null=True, blank=True, default=20
    )
    target_occupation = models.PositiveSmallIntegerField(
        "objectif : occupation moyenne des places (%)", null=True, blank=True
    )
    target_visits = models.PositiveSmallIntegerField("objectif : semaines dues visitées (%)", null=True, blank=True)
    target_halfday = models.PositiveSmallIntegerField(
        "objectif : demandes traitées dans la demi-journée (%)", null=True, blank=True
    )
    target_day = models.PositiveSmallIntegerField(
        "objectif : demandes traitées dans la journée (%)", null=True, blank=True
    )
    target_retention = models.PositiveSmallIntegerField(
        "objectif : maintien dans le logement (%)", null=True, blank=True
    )
    morning_opens = models.TimeField("ouverture du matin", default=time(8, 30))
    morning_closes = models.TimeField("fermeture du matin", default=time(12, 30))
    afternoon_opens = models.TimeField("ouverture de l'après-midi", default=time(13, 30))
    afternoon_closes = models.TimeField("fermeture de l'après-midi", default=time(17, 30))
    small_cell = models.PositiveSmallIntegerField("seuil de masquage", default=5)
    small_cell_sensitive = models.PositiveSmallIntegerField("seuil de masquage (santé, violences)", default=11)
    health_data_enabled = models.BooleanField("données de santé permises (hébergement HDS)", default=False)

    class Meta:
        verbose_name = "paramètres de la convention"
        verbose_name_plural = "paramètres des conventions"
        ordering = ["agreement", "applies_from"]
        constraints = [
            models.UniqueConstraint(
                name="terms_once_per_day",
                fields=["agreement", "applies_from"],
                violation_error_message="Des paramètres commencent déjà ce jour-là.",
            ),
            models.CheckConstraint(
                name="terms_offer_reply_at_least_ten_days",
                condition=Q(offer_reply_days__gte=10),
                violation_error_message="Le délai de réponse à une offre est d'au moins dix jours (CCH R441-10).",
            ),
            models.CheckConstraint(
                name="terms_objectives_are_percentages",
                condition=Q(*((f"{name}__lte", 100) for name in PERCENTAGES)),
                violation_error_message="Un objectif en pourcentage ne dépasse pas 100 %%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code}, à partir du {self.applies_from:%d/%m/%Y}"

    @property
    def opening_hours(self) -> tuple[tuple[time, time], tuple[time, time]]:
        """Morning and afternoon, for the clock of working minutes."""
        return (self.morning_opens, self.morning_closes), (self.afternoon_opens, self.afternoon_closes)

    def capacity(self, track: str) -> int:
        """Places of one track ("access" or "retention")."""
        return self.capacity_access if track == "access" else self.capacity_retention


class FundingLine(models.Model):
    """What a funder brings in a year: a share of the budget, in euros, and what was spent of it.

    The shares of a year sum to 100 %: the database checks it when the transaction ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="funding_lines", verbose_name="convention")
    year = models.PositiveSmallIntegerField("année")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="funding_lines", verbose_name="financeur")
    share = models.DecimalField("part (%)", max_digits=5, decimal_places=2)
    amount = models.PositiveIntegerField("montant prévu (€)")
    spent = models.PositiveIntegerField("montant dépensé (€)", null=True, blank=True)

    class Meta:
        verbose_name = "ligne de financement"
        verbose_name_plural = "lignes de financement"
        ordering = ["year", "-amount", "funder__name"]
        constraints = [
            models.UniqueConstraint(
                name="funding_line_once_per_funder_and_year",
                fields=["agreement", "year", "funder"],
                violation_error_message="Ce financeur a déjà une ligne cette année-là.",
            ),
            models.CheckConstraint(
                name="funding_line_share_is_a_percentage",
                condition=Q(share__gt=0, share__lte=100),
                violation_error_message="Une part est comprise entre 0 et 100 %%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} {self.year} — {self.funder}"


class Closure(models.Model):
    """Days on which an agreement's partners do not meet: summer break, closing of a site."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="closures", verbose_name="convention")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    reason = models.CharField("motif", max_length=120)

    class Meta:
        verbose_name = "fermeture"
        verbose_name_plural = "fermetures"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une fermeture finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.starts_on:%d/%m/%Y})"
