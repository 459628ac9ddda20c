"""« Point locatif »: what the landlord tells the referent about the tenancy. It gets « vu le », « traité le », nothing else."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stages import State as Stage
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel import working_days
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class RentalPointQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.exclude(state=RentalPoint.State.DEALT_WITH)


class RentalPoint(Stateful, CaseRecord):
    """Short facts of the tenancy, for the referent and the deputy."""

    data_class = DataClass.DAILY

    class Kind(models.TextChoices):
        UNPAID = "impaye", "Impayé du mois"
        MISSED_APPOINTMENT = "rendez_vous_manque", "Rendez-vous technique manqué"
        REACTIVATION = "reactivation", "Demande de réactivation de l'accompagnement"

    class State(models.TextChoices):
        RAISED = "adresse", "Adressé à l'association"
        SEEN = "vu", "Vu"
        DEALT_WITH = "traite", "Traité"

    MOVES = {
        State.RAISED: frozenset({State.SEEN, State.DEALT_WITH}),
        State.SEEN: frozenset({State.DEALT_WITH}),
    }

    kind = EnumField("objet", choices=Kind)
    facts = models.CharField("faits", max_length=400, blank=True)
    raised_on = models.DateField("adressé le")
    due_on = models.DateField("à voir au plus tard le", editable=False, db_index=True)
    state = EnumField("état", choices=State, default=State.RAISED, editable=False)
    seen_on = models.DateField("vu le", null=True, editable=False)
    dealt_on = models.DateField("traité le", null=True, editable=False)

    objects = RentalPointQuerySet.as_manager()

    class Meta:
        verbose_name = "point locatif"
        verbose_name_plural = "points locatifs"
        ordering = ["-raised_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="rental_point_one_open_by_kind",
                fields=["case", "kind"],
                condition=~Q(state="traite"),
                violation_error_message="Un point de même objet attend déjà l'association pour ce ménage.",
            ),
            models.CheckConstraint(
                name="rental_point_dates_follow",
                condition=(Q(seen_on__isnull=True) | Q(seen_on__gte=F("raised_on")))
                & (Q(dealt_on__isnull=True) | Q(dealt_on__gte=F("raised_on"))),
                violation_error_message="Un point est vu, puis traité, après avoir été adressé.",
            ),
            models.CheckConstraint(
                name="rental_point_dealt_with_its_date",
                condition=Q(state="traite", dealt_on__isnull=False) | (~Q(state="traite") & Q(dealt_on__isnull=True)),
                violation_error_message="Un point traité porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"

    @property
    def is_about_reactivation(self) -> bool:
        return self.kind == self.Kind.REACTIVATION

    def see(self, *, on: date, by: "Professional") -> None:
        """The association has read it."""
        self._move(self.State.SEEN, by=by, seen_on=on)

    def deal_with(self, *, on: date, by: "Professional | None") -> None:
        """Done on the association's side; how is not told."""
        self._move(self.State.DEALT_WITH, by=by, seen_on=self.seen_on or on, dealt_on=on)


def raise_rental_point(case: Case, kind: str, *, on: date, by: "Professional | None", facts: str = "") -> RentalPoint:
    """Tell the referent. The same object still open is not told twice: that one is returned.

    For other rooms of this floor too (the first unpaid month). A reactivation is asked for a suspended
    accompaniment only; before a measure or after its end nobody would read the point.
    """
    if case.state not in (Stage.FOLLOW_UP, Stage.SUSPENDED):
        raise MoveRefused("Ce ménage n'est pas accompagné en ce moment : il n'y a pas de référent pour lire ce point.")
    if kind == RentalPoint.Kind.REACTIVATION and case.state != Stage.SUSPENDED:
        raise MoveRefused("L'accompagnement n'est pas suspendu : il n'y a rien à réactiver.")
    with transaction.atomic():
        hold(f"rental_point:{case.pk}:{kind}")
        waiting = RentalPoint.objects.open().filter(case=case, kind=kind).first()
        if waiting is not None:
            return waiting
        due = working_days.working_days_later(on, case.agreement.terms_on(on).landlord_answer_days)
        point = RentalPoint.objects.create(
            case=case, kind=kind, facts=facts.strip()[:400], raised_on=on, due_on=due, created_by=by
        )
        Event.record(point, "rentalpoint.raised", by=by, facts={"kind": kind, "on": on})
        return point
