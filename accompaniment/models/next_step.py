"""What comes next with a household: who does what, for when; ticked when done."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accompaniment.models.visit import Visit
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class NextStepQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.filter(done_on__isnull=True)

    def of_professional(self, professional: "Professional") -> Self:
        """What somebody must do, and what she must see that others do with the households she follows."""
        hers = Q(professional=professional)
        watched = Q(case__referent=professional) | Q(case__deputy=professional)
        return self.filter(hers | (watched & ~Q(who=NextStep.Who.PROFESSIONAL)))


class NextStep(CaseRecord):
    """One thing to do, decided during a visit or apart. It stays with the association."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Who(models.TextChoices):
        PROFESSIONAL = "professionnel", "Un membre de l'équipe"
        HOUSEHOLD = "menage", "Le ménage"
        PARTNER = "partenaire", "Un partenaire"

    case = models.ForeignKey("households.Case", models.PROTECT, related_name="next_steps", verbose_name="dossier")
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name="décidée pendant"
    )
    what = models.CharField("quoi", max_length=200)
    who = EnumField("qui", choices=Who)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="professionnel"
    )
    partner = models.CharField("quel partenaire", max_length=80, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, editable=False)
    done_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="notée faite par",
        editable=False,
    )

    objects = NextStepQuerySet.as_manager()

    class Meta:
        verbose_name = "suite à donner"
        verbose_name_plural = "suites à donner"
        ordering = [models.F("due_on").asc(nulls_last=True), "created_at"]
        indexes = [models.Index(fields=["case", "done_on", "due_on"], name="next_step_open")]
        constraints = [
            models.CheckConstraint(
                name="next_step_names_who",
                condition=Q(who="professionnel", professional__isnull=False) | (
                    ~Q(who="professionnel") & Q(professional__isnull=True)
                ),
                violation_error_message="Une suite confiée à l'équipe dit à qui.",
            ),
            models.CheckConstraint(
                name="next_step_says_what",
                condition=~Q(what=""),
                violation_error_message="Indiquez ce qu'il y a à faire.",
            ),
            models.CheckConstraint(
                name="next_step_done_says_by_whom",
                condition=Q(done_on__isnull=True, done_by__isnull=True) | Q(done_on__isnull=False, done_by__isnull=False),
                violation_error_message="Une suite faite dit qui l'a notée.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what

    @property
    def who_told(self) -> str:
        """« Leïla », « le ménage », « CAF »."""
        if self.professional is not None:
            return str(self.professional)
        if self.who == self.Who.PARTNER and self.partner:
            return self.partner
        return self.get_who_display().lower()

    @classmethod
    def decide(
        cls, case: "Case", *, what: str, by: "Professional", professional_id: Any = None,
        partner: str = "", with_partner: bool = False, due_on: date | None = None, visit: Visit | None = None,
    ) -> "NextStep":  # fmt: skip
        """Somebody of the team when `professional_id` is given, a partner, else the household itself."""
        who = cls.Who.PROFESSIONAL if professional_id else cls.Who.PARTNER if with_partner else cls.Who.HOUSEHOLD
        told = {"what": what, "who": who, "professional_id": professional_id, "partner": partner, "due_on": due_on}
        step = cls.objects.create(case=case, visit=visit, created_by=by, **told)
        Event.record(step, "nextstep.decided", by=by, facts={"who": who, "due_on": due_on})
        return step

    def tick(self, *, on: date, by: "Professional") -> None:
        """Done. The second of two people who tick at once is told."""
        if not NextStep.objects.open().filter(pk=self.pk).update(done_on=on, done_by=by):
            raise MoveRefused("Cette suite est déjà notée comme faite.")
        self.done_on, self.done_by = on, by
        Event.record(self, "nextstep.done", by=by, facts={"on": on})

    def untick(self, *, by: "Professional") -> None:
        """Ticked by mistake: it waits again."""
        if not NextStep.objects.filter(pk=self.pk, done_on__isnull=False).update(done_on=None, done_by=None):
            raise MoveRefused("Cette suite est déjà à faire.")
        self.done_on, self.done_by = None, None
        Event.record(self, "nextstep.reopened", by=by, facts={})
