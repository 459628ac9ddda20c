"""The accompaniment contract and its amendments: what the person and the association commit to (sheet 06 §6.3)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Max, Q

from accompaniment.models.measure import MeasurePeriod
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

CONTENT = (
    "reason", "applies_from", "objectives", "intensity", "rhythm", "person_commits", "association_commits", "phone",
)  # fmt: skip
"""What is written, and agreed by both signatures."""


class ContractQuerySet(OfCaseQuerySet):
    def drafts(self) -> Self:
        return self.filter(signed_on__isnull=True)

    def signed(self) -> Self:
        return self.filter(signed_on__isnull=False)

    def in_force(self, day: date) -> Self:
        """The version that holds on that day comes first."""
        started = Q(applies_from__isnull=True) | Q(applies_from__lte=day)
        return self.signed().filter(started, signed_on__lte=day).order_by("-number")


class Contract(CaseRecord):
    """Number one is the contract, the next ones its amendments. A draft until both have signed, then unchangeable.

    The person may stop at any time. What it was signed on (delays, hours, people) is kept with it.
    """

    data_class = DataClass.SOCIAL

    number = models.PositiveSmallIntegerField("numéro", default=0, editable=False)
    """Given by `save`; nought only for the time of a migration, on contracts older than their numbers."""
    reason = models.CharField("ce que change l'avenant", max_length=300, blank=True)
    applies_from = models.DateField("s'applique à partir du", null=True, blank=True)
    objectives = models.TextField("objectifs, dans les mots de la personne", max_length=1500, blank=True)
    intensity = EnumField("rythme des visites", choices=MeasurePeriod.Intensity, default=MeasurePeriod.Intensity.WEEKLY)
    rhythm = models.CharField("précision sur le rythme", max_length=200, blank=True)
    person_commits = models.TextField("ce à quoi la personne s'engage", max_length=1000, blank=True)
    association_commits = models.TextField("ce à quoi nous nous engageons", max_length=1000, blank=True)
    phone = models.CharField("téléphone à appeler", max_length=30, blank=True)
    person_signed_on = models.DateField("signé par la personne le", null=True, blank=True, editable=False)
    association_signed_on = models.DateField("signé par l'association le", null=True, blank=True, editable=False)
    association_signed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="signé pour l'association par",
        editable=False,
    )  # fmt: skip
    signed_on = models.DateField("signé le", null=True, blank=True)
    """When the second of the two signed: from then on nothing of it changes."""
    frozen = models.JSONField(
        "conditions au jour de la signature", default=dict, encoder=DjangoJSONEncoder, editable=False
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat d'accompagnement"
        verbose_name_plural = "contrats d'accompagnement"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="contract_number_once",
                fields=["case", "number"],
                condition=Q(number__gt=0),
                violation_error_message="Un collègue vient d'écrire cette version du contrat. Rechargez la page.",
            ),
            models.UniqueConstraint(
                name="contract_one_draft",
                fields=["case"],
                condition=Q(signed_on__isnull=True),
                violation_error_message="Une version du contrat est déjà en brouillon : signez-la ou abandonnez-la.",
            ),
            models.CheckConstraint(
                name="contract_signed_by_both",
                condition=Q(signed_on__isnull=True)
                | Q(person_signed_on__isnull=False, association_signed_on__isnull=False)
                | Q(number=0),
                violation_error_message="Un contrat signé porte la signature de la personne et celle de l'association.",
            ),
            models.CheckConstraint(
                name="contract_amendment_says_what_changes",
                condition=Q(number__lte=1) | ~Q(reason="") | Q(taken_over=True),
                violation_error_message="Un avenant dit ce qu'il change.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} du {self.signed_on:%d/%m/%Y}" if self.signed_on else f"{self.title} (brouillon)"

    @property
    def is_amendment(self) -> bool:
        return self.number > 1

    @property
    def title(self) -> str:
        return f"Avenant n° {self.number - 1}" if self.is_amendment else "Contrat d'accompagnement"

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    @property
    def half_signed(self) -> bool:
        """One of the two has signed, the other has not."""
        return not self.is_signed and bool(self.person_signed_on or self.association_signed_on)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A contract written as already signed was signed by both that day; it keeps what it was signed on."""
        if not self.number:
            last = Contract.objects.filter(case=self.case_id).aggregate(last=Max("number"))["last"] or 0
            self.number = last + 1
            if self.is_amendment and not self.reason:
                self.reason = "Nouvel accompagnement."
        if self.signed_on and not self.frozen:
            self.person_signed_on = self.person_signed_on or self.signed_on
            self.association_signed_on = self.association_signed_on or self.signed_on
            self.association_signed_by = self.association_signed_by or self.created_by
            self.frozen = conditions(self.case, self.signed_on)
        super().save(*args, **kwargs)

    # --- writing ---------------------------------------------------------------------------------

    @classmethod
    def draft(cls, case: Case, *, by: "Professional", **content: Any) -> "Contract":
        """The next version: the contract, or an amendment that starts from what is in force."""
        if cls.objects.filter(case=case).drafts().exists():
            raise MoveRefused("Une version du contrat est déjà en brouillon : signez-la ou abandonnez-la.")
        last = cls.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
        if last and not str(content.get("reason", "")).strip():
            raise MoveRefused("Un contrat est déjà signé : dites ce que change cet avenant.")
        with transaction.atomic():
            made = cls.objects.create(case=case, number=last + 1, created_by=by, **content)
            Event.record(made, "contract.drafted", by=by, facts={"number": made.number})
            return made

    def write(self, *, by: "Professional", **content: Any) -> None:
        """Change the draft. A signature already given falls: it was given on other words."""
        told = {name: value for name, value in content.items() if name in CONTENT}
        changed = [name for name, value in told.items() if getattr(self, name) != value]
        if not changed:
            return
        dropped = {"person_signed_on": None, "association_signed_on": None, "association_signed_by": None}
        here = Contract.objects.filter(pk=self.pk, signed_on__isnull=True)
        with transaction.atomic():
            if not here.update(**told, **dropped):
                raise MoveRefused("Ce contrat est signé : il ne change plus. Préparez plutôt un avenant.")
            Event.record(self, "contract.written", by=by, facts={"number": self.number})
        self.refresh_from_db()

    def abandon(self, *, by: "Professional") -> None:
        """A draft that nobody will sign."""
        with transaction.atomic():
            Event.record(self, "contract.abandoned", by=by, facts={"number": self.number})
            if not Contract.objects.filter(pk=self.pk, signed_on__isnull=True).delete()[0]:
                raise MoveRefused("Ce contrat est signé : il ne s'abandonne plus. Préparez plutôt un avenant.")

    # --- signing ---------------------------------------------------------------------------------

    def sign(self, *, person_on: date | None, association_on: date | None, today: date, by: "Professional") -> bool:
        """Note the signature of one, of the other, or of both. True when the second completed it."""
        days = [day for day in (person_on, association_on) if day]
        if not days:
            raise MoveRefused("Indiquez qui a signé, et le jour.")
        if max(days) > today:
            raise MoveRefused("Une signature ne se note pas à l'avance : vérifiez la date.")
        with transaction.atomic():
            mine = Contract.objects.select_for_update().get(pk=self.pk)
            if mine.is_signed:
                raise MoveRefused("Ce contrat est déjà signé par les deux.")
            mine.person_signed_on = person_on or mine.person_signed_on
            if association_on:
                mine.association_signed_on, mine.association_signed_by = association_on, by
            if mine.person_signed_on and mine.association_signed_on:
                mine.signed_on = max(mine.person_signed_on, mine.association_signed_on)
            mine.save()
            action = "contract.signed" if mine.is_signed else "contract.half_signed"
            facts = {"number": mine.number, "person_on": mine.person_signed_on, "by_us_on": mine.association_signed_on}
            Event.record(mine, action, by=by, facts=facts)
        self.refresh_from_db()
        return self.is_signed

    @classmethod
    def signed_at_start(cls, case: Case, *, on: date, objectives: str, by: "Professional") -> "Contract":
        """A measure begins on a signed contract: the draft there is, or the very one typed with the act."""
        draft = cls.objects.filter(case=case).drafts().first()
        if draft is None:
            made = cls.objects.create(case=case, signed_on=on, objectives=objectives, created_by=by)
            Event.record(made, "contract.signed", by=by, facts={"number": made.number, "person_on": on, "by_us_on": on})
            return made
        if objectives.strip():
            draft.write(by=by, objectives=objectives)
        person_on, ours_on = draft.person_signed_on or on, draft.association_signed_on or on
        draft.sign(person_on=person_on, association_on=ours_on, today=max(person_on, ours_on), by=by)
        return draft


def conditions(case: Case, day: date) -> dict[str, Any]:
    """What the contract rests on, on a day: the people, the delays, the hours."""
    terms = case.agreement.terms_on(day)
    holder = case.household.holder
    return {
        "on": day,
        "person": f"{holder.get_civility_display()} {holder}".strip() if holder else case.household.code,
        "landlord": str(case.agreement.landlord),
        "association": str(case.agreement.association),
        "programme": str(case.agreement.programme),
        "track": case.track,
        "referent": str(case.referent) if case.referent else "",
        "referent_phone": case.referent.phone if case.referent else "",
        "deputy": str(case.deputy) if case.deputy else "",
        "deputy_phone": case.deputy.phone if case.deputy else "",
        "prep_months": terms.prep_months,
        "review_every_months": terms.review_every_months,
        "suspension_review_weeks": terms.suspension_review_weeks,
        "halfday_hours": terms.halfday_minutes / 60,
        "day_hours": terms.day_minutes / 60,
        "hours": [[f"{one:%H:%M}" for one in span] for span in terms.opening_hours],
    }
