"""The first unpaid month after the move-in or the start of the measure: told at once to both partners, once."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from allocations.models.arrears import SOCIAL_TEAM, ArrearsSnapshot
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class FirstUnpaidQuerySet(OfCaseQuerySet):
    def standing(self) -> Self:
        """Those that no correction of the account made void."""
        return self.filter(void=False)

    def unseen_by(self, side: str) -> Self:
        """Those that nobody of that side has acknowledged."""
        return self.standing().exclude(seen__side=side)


class FirstUnpaid(CaseRecord):
    """The alert itself, written in the very transaction that wrote the account."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM

    case = models.ForeignKey(Case, models.PROTECT, related_name="first_unpaids", verbose_name="dossier")
    snapshot = models.ForeignKey(
        ArrearsSnapshot, models.PROTECT, related_name="first_unpaids", verbose_name="situation locative"
    )
    on = models.DateField("premier impayé au")
    void = models.BooleanField("sans objet après correction", default=False, editable=False)

    objects = FirstUnpaidQuerySet.as_manager()

    class Meta:
        verbose_name = "premier impayé"
        verbose_name_plural = "premiers impayés"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                name="first_unpaid_once",
                fields=["case"],
                condition=Q(void=False),
                violation_error_message="Le premier impayé de ce ménage est déjà signalé.",
            )
        ]

    def __str__(self) -> str:
        return f"Premier impayé au {self.on:%d/%m/%Y}"

    @classmethod
    def review(cls, case: Case, *, by: "Professional | None") -> "FirstUnpaid | None":
        """Read the account again: raise the alert it deserves, or void the one it no longer does. Returns a new alert."""
        hold(f"first-unpaid:{case.pk}")
        held = cls.objects.standing().filter(case=case).select_related("snapshot").first()
        first = _first_unpaid_snapshot(case)
        if held and (first is None or held.snapshot.debt == 0):
            cls.objects.filter(pk=held.pk).update(void=True)
            Event.record(held, "firstunpaid.void", by=by, facts={"on": held.on})
            held = None
        if held or first is None:
            return None
        raised = cls.objects.create(case=case, snapshot=first, on=first.on, created_by=by)
        Event.record(raised, "firstunpaid.raised", by=by, facts={"on": first.on})
        return raised

    def acknowledge(self, membership: "Membership", *, by: "Professional") -> None:
        """Somebody of one side has seen it: it leaves « À faire » of that side, and no reminder goes out any more."""
        if not self.void and self.seen.filter(side=membership.side).exists():
            raise MoveRefused("Un collègue en a déjà pris connaissance.")
        seen = UnpaidSeen.objects.create(
            case=self.case, notice=self, side=membership.side, created_by=by, created_at=instant()
        )
        Event.record(seen, "firstunpaid.seen", by=by, facts={"side": membership.side})


def _first_unpaid_snapshot(case: Case) -> ArrearsSnapshot | None:
    """The first account with a debt since the household moved in, or since its measure started."""
    if case.housed_from is None:
        return None
    return ArrearsSnapshot.objects.filter(case=case, on__gte=case.housed_from, debt__gt=0).order_by("on").first()


class UnpaidSeen(CaseRecord):
    """Who took note of a first unpaid month, for which side. The only word of the association on the account."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM | {Role.ASSO_WORKER, Role.ASSO_HEAD}
    append_only = True

    class Side(models.TextChoices):
        ASSOCIATION = "association", "Association"
        LANDLORD = "landlord", "Bailleur"

    notice = models.ForeignKey(FirstUnpaid, models.PROTECT, related_name="seen", verbose_name="premier impayé")
    side = EnumField("pour", choices=Side)

    class Meta:
        verbose_name = "prise de connaissance"
        verbose_name_plural = "prises de connaissance"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="unpaid_seen_once_per_side",
                fields=["notice", "side"],
                violation_error_message="Un collègue en a déjà pris connaissance.",
            )
        ]

    def __str__(self) -> str:
        return f"Vu : {self.get_side_display()}"
