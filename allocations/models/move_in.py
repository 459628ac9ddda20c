"""An entry into a dwelling, and its steps: one list shared by the association, the landlord and the household."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Count, F, Q

from allocations.models.move_in_kinds import AgreedStep, agreed_steps
from allocations.models.move_in_step import MoveInStep
from allocations.move_in_dates import due_day
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stages import State
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet

if TYPE_CHECKING:
    from allocations.models.offer import Offer
    from allocations.models.tenancy import Tenancy
    from lodabord.partners.models import Professional

UNDER_WAY = [State.CAL_AWARDED, State.MOVE_IN_PENDING, State.FOLLOW_UP, State.SUSPENDED]
"""An entry lives while a dwelling is offered, accepted or lived in; an offer refused takes the case elsewhere."""


class MoveInQuerySet(OfCaseQuerySet):
    def current(self) -> Self:
        """Those that somebody still has to carry through."""
        return self.filter(closed_on__isnull=True, case__state__in=UNDER_WAY)

    def with_progress(self) -> Self:
        """With `done` and `whole`: steps done over steps that apply."""
        applies = ~Q(steps__state="na")
        return self.annotate(whole=Count("steps", filter=applies), done=Count("steps", filter=Q(steps__state="done")))


class MoveIn(CaseRecord):
    """The entry of a household into one dwelling: the days on which its steps hang, planned then true.

    It says nothing of the place: reinforced confidentiality does not hide it.
    """

    data_class = DataClass.PROCESS

    offered_on = models.DateField("offre notifiée le", null=True, blank=True, editable=False)
    reply_by = models.DateField("réponse attendue au plus tard le", null=True, blank=True, editable=False)
    accepted_on = models.DateField("offre acceptée le", null=True, blank=True, editable=False)
    signature_on = models.DateField("signature du bail le", null=True, blank=True)
    keys_on = models.DateField("remise des clés le", null=True, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True, editable=False)

    objects = MoveInQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée dans le logement"
        verbose_name_plural = "entrées dans le logement"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="move_in_one_open_per_case",
                fields=["case"],
                condition=Q(closed_on__isnull=True),
                violation_error_message="Une entrée est déjà en préparation pour ce ménage.",
            ),
            models.CheckConstraint(
                name="move_in_keys_after_signature",
                condition=Q(keys_on__isnull=True) | Q(signature_on__isnull=True) | Q(keys_on__gte=F("signature_on")),
                violation_error_message="Les clés sont remises au plus tôt à la signature du bail.",
            ),
        ]

    def __str__(self) -> str:
        return f"Entrée de {self.case.household.code}"

    # --- opening: by the offer, or by a mutation ---------------------------------------------------

    @classmethod
    def open_for(cls, offer: "Offer", *, by: "Professional | None") -> "MoveIn":
        """The offer is notified: what precedes the reply exists at once (the visit of the dwelling)."""
        return cls._open(
            offer.case, by=by, on=offer.notified_on, offered_on=offer.notified_on, reply_by=offer.reply_deadline
        )

    @classmethod
    def accepted(cls, offer: "Offer", *, by: "Professional | None") -> None:
        """The household said yes: the rest of the list."""
        entry = cls.objects.filter(case=offer.case, closed_on__isnull=True).first() or cls.open_for(offer, by=by)
        entry._set(accepted_on=offer.replied_on)
        entry._add_steps(by=by)

    @classmethod
    def open_for_transfer(cls, case: Case, *, signature_on: date, keys_on: date, by: "Professional") -> "MoveIn":
        """Another dwelling for a household already followed: no offer before a commission, the same steps after."""
        return cls._open(case, by=by, on=signature_on, signature_on=signature_on, keys_on=keys_on)

    @classmethod
    def _open(cls, case: Case, *, by: "Professional | None", on: date, **days: date | None) -> "MoveIn":
        with transaction.atomic():
            cls.objects.filter(case=case, closed_on__isnull=True).update(closed_on=on)
            entry = cls.objects.create(case=case, created_by=by, **days)
            Event.record(entry, "movein.opened", by=by, facts=days)
            entry._add_steps(by=by)
            return entry

    def _add_steps(self, *, by: "Professional | None") -> None:
        """The steps of this moment that are not there yet."""
        here = set(self.steps.values_list("kind_id", flat=True))  # type: ignore[attr-defined]
        missing = [one for one in agreed_steps(self.case.agreement_id) if one.kind.pk not in here and self._wants(one)]
        MoveInStep.objects.bulk_create(
            MoveInStep(
                case_id=self.case_id, move_in=self, kind=one.kind, offset_days=one.offset_days, amount=one.amount,
                due_on=due_day(getattr(self, one.kind.anchor), one.offset_days, month_end=one.kind.month_end),
                created_by=by,
            )
            for one in missing
        )  # fmt: skip

    def _wants(self, step: AgreedStep) -> bool:
        if step.left_out or (step.kind.for_children and not self.case.household.dependants):
            return False
        answered = self.accepted_on or self.signature_on
        return bool(self.reply_by) if step.kind.before_the_reply else bool(answered)

    # --- the days, and what happens on them --------------------------------------------------------

    def plan(self, *, signature_on: date | None, keys_on: date | None, by: "Professional") -> None:
        """The days the partners agree on; once the lease is signed, its own page moves the day of the keys."""
        if self.steps.filter(kind="signature", state="done").exists():  # type: ignore[attr-defined]
            raise MoveRefused("Le bail est signé : le jour des clés se change sur la page du bail, par le bailleur.")
        with transaction.atomic():
            self._set(signature_on=signature_on, keys_on=keys_on)
            Event.record(self, "movein.planned", by=by, facts={"signature": signature_on, "keys": keys_on})

    @classmethod
    def signed(cls, lease: "Tenancy", *, by: "Professional") -> None:
        """The lease says the true days. A tenant already in place (retention) has no entry to prepare."""
        entry = cls.objects.filter(case=lease.case_id, closed_on__isnull=True).first()
        if entry is None or lease.lease_signed_on is None:
            return
        entry._set(signature_on=lease.lease_signed_on, keys_on=lease.starts_on)
        entry._add_steps(by=by)
        entry.note("signature", on=lease.lease_signed_on, by=by)

    @classmethod
    def keys_moved(cls, lease: "Tenancy", *, by: "Professional") -> None:
        entry = cls.objects.filter(case=lease.case_id, closed_on__isnull=True).first()
        if entry is None:
            return
        if entry.steps.filter(kind="keys", state="done").exists():  # type: ignore[attr-defined]
            raise MoveRefused("Les clés sont notées comme remises : reprenez d'abord cette étape.")
        entry._set(keys_on=lease.starts_on)

    @classmethod
    def entered(cls, case: Case, *, on: date, by: "Professional") -> None:
        """The association notes the move-in: keys in hand."""
        entry = cls.objects.filter(case=case, closed_on__isnull=True).first()
        if entry is not None:
            entry._set(keys_on=on)
            entry.note("keys", on=on, by=by)

    def note(self, code: str, *, on: date, by: "Professional") -> None:
        """What an act of the file tells is not asked again: the step is done, if it was still to do."""
        step = self.steps.filter(kind=code, state="todo").first()  # type: ignore[attr-defined]
        if step is not None:
            step.do(on=on, by=by)

    def _set(self, **days: date | None) -> None:
        """New days: every step still to do that hangs on one of them gets its own again."""
        MoveIn.objects.filter(pk=self.pk).update(**days)
        for name, value in days.items():
            setattr(self, name, value)
        moved: Iterable[MoveInStep] = self.steps.select_related("kind").filter(kind__anchor__in=days)  # type: ignore[attr-defined]
        for step in moved:
            due = due_day(getattr(self, step.kind.anchor), step.offset_days, month_end=step.kind.month_end)
            MoveInStep.objects.filter(pk=step.pk).update(due_on=due)

    def close_if_over(self, *, on: date) -> None:
        """Nothing left to do after the keys: the list closes by itself."""
        left = self.steps.filter(state="todo").exists()  # type: ignore[attr-defined]
        keys = self.steps.filter(kind="keys").exclude(state="todo").exists()  # type: ignore[attr-defined]
        closed = on if keys and not left else None
        MoveIn.objects.filter(pk=self.pk).exclude(closed_on=closed).update(closed_on=closed)
        self.closed_on = closed
