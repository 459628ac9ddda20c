"""A dwelling of the landlord: its facts, and where it stands, moved by acts and never typed."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from allocations.models.dwelling_move import Act, DwellingMove
from allocations.models.quota import Quota
from allocations.suitability import euros
from households.confidentiality import READERS, DataClass
from households.stateful import MoveRefused, Stateful
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.clock import instant
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agency, Agreement

if TYPE_CHECKING:
    from allocations.models.offer import Offer
    from allocations.models.tenancy import Tenancy
    from households.models import Case
    from lodabord.partners.models import Membership, Professional


class DwellingQuerySet(models.QuerySet["Dwelling"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is None or membership.role not in READERS[DataClass.TENANCY]:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])

    def open_to_households(self) -> Self:
        """Those that may be proposed now."""
        return self.filter(state=Dwelling.State.ACCEPTING)


class Dwelling(Stateful):
    """What the landlord may let; who lives there is told by `Tenancy` only. Rents in euros a month."""

    read_by_sides = frozenset({"association", "landlord"})
    written_by_sides = frozenset({"landlord"})

    class State(models.TextChoices):
        VACANT = "vacant", "Vacant"
        ACCEPTING = "accepting", "Ouvert au programme"
        OFFERED = "offered", "Proposé à un ménage"
        OCCUPIED = "occupied", "Occupé"
        WITHDRAWN = "withdrawn", "Retiré"

    MOVES = {
        State.VACANT: frozenset({State.ACCEPTING, State.OFFERED, State.OCCUPIED, State.WITHDRAWN}),
        State.ACCEPTING: frozenset({State.VACANT, State.OFFERED, State.OCCUPIED, State.WITHDRAWN}),
        State.OFFERED: frozenset({State.ACCEPTING, State.OCCUPIED}),
        State.OCCUPIED: frozenset({State.VACANT}),
        State.WITHDRAWN: frozenset({State.VACANT}),
    }

    class Financing(models.TextChoices):
        PLAI = "PLAI", "PLAI"
        PLAIA = "PLAIA", "PLAI adapté"
        PLUS = "PLUS", "PLUS"
        PLS = "PLS", "PLS"
        OTHER = "autre", "Autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dwellings", verbose_name="convention")
    reference = models.CharField("référence", max_length=40)
    state = EnumField("état", choices=State, default=State.VACANT, editable=False)
    withdrawal_reason = models.CharField("motif du retrait", max_length=200, blank=True, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="dwellings", verbose_name="agence"
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)
    sector = models.CharField("quartier ou secteur", max_length=80, blank=True)
    typology = EnumField("typologie", choices=[(f"T{n}", f"T{n}") for n in range(1, 7)], blank=True)
    surface = models.PositiveSmallIntegerField("surface (m²)", null=True, blank=True)
    financing = EnumField("financement", choices=Financing, blank=True)
    quota = EnumField("contingent", choices=Quota, default=Quota.UNKNOWN)
    rent = models.DecimalField("loyer (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    charges = models.DecimalField("charges (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    energy_class = EnumField("classe énergie", choices=[(one, one) for one in "ABCDEFG"], blank=True)
    floor = models.SmallIntegerField("étage", null=True, blank=True)
    has_lift = models.BooleanField("ascenseur", default=False)
    accessible = models.BooleanField("accessible (mobilité réduite)", null=True, blank=True)
    available_on = models.DateField("libre le", null=True, blank=True)

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ["reference"]
        indexes = [models.Index(fields=["agreement", "state"], name="dwelling_agreement_state")]
        constraints = [
            models.UniqueConstraint(
                name="dwelling_reference_once",
                fields=["agreement", "reference"],
                violation_error_message="Un logement porte déjà cette référence.",
            ),
            models.CheckConstraint(
                name="dwelling_withdrawn_says_why",
                condition=(Q(state="withdrawn") & ~Q(withdrawal_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawal_reason="")),
                violation_error_message="Un logement retiré indique son motif, et lui seul.",
            ),
            models.CheckConstraint(
                name="dwelling_amounts_not_negative",
                condition=(Q(rent__isnull=True) | Q(rent__gte=0)) & (Q(charges__isnull=True) | Q(charges__gte=0)),
                violation_error_message="Un loyer ou des charges ne peuvent pas être négatifs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.typology}, {self.commune})" if self.commune else self.reference

    def get_absolute_url(self) -> str:
        return reverse("allocations:dwelling_page", args=[self.pk])

    # --- reading ---------------------------------------------------------------------------------

    @property
    def monthly_cost(self) -> Any:
        """Rent and charges, when both are known."""
        return self.rent + self.charges if self.rent is not None and self.charges is not None else None

    @property
    def cost_in_words(self) -> str:
        """« 312,50 € + 65 € »."""
        return f"{euros(self.rent)} + {euros(self.charges)}" if self.rent is not None else "loyer non renseigné"

    @property
    def has_an_offer_under_way(self) -> bool:
        """Answered by the programme itself, yes or no: under reinforced confidentiality the offer is read by few."""
        from allocations.models.offer import Offer

        accepted = Q(state=Offer.State.ACCEPTED, case__state="move_in_pending")
        with acting_as(SYSTEM):
            return Offer.objects.filter(Q(state=Offer.State.OPEN) | accepted, presentation__dwelling=self).exists()

    # --- acts of the landlord --------------------------------------------------------------------

    def register(self, *, by: "Professional | None", on: date) -> None:
        """Known to the programme from that day, and vacant."""
        with transaction.atomic():
            self.save(force_insert=True)
            self._tell(Act.REGISTERED, by=by, on=on, from_state="")

    def open_to_programme(self, *, by: "Professional", on: date) -> None:
        """May be proposed to a household of the programme."""
        self._require(self.State.VACANT)
        self._go(self.State.ACCEPTING, Act.OPENED, by=by, on=on)

    def close_to_programme(self, *, by: "Professional", on: date) -> None:
        """Vacant still, but kept for others."""
        self._require(self.State.ACCEPTING)
        self._go(self.State.VACANT, Act.CLOSED, by=by, on=on)

    def withdraw(self, *, reason: str, by: "Professional", on: date) -> None:
        """Not to let for now: works, sale, destruction."""
        self._go(self.State.WITHDRAWN, Act.WITHDRAWN, by=by, on=on, reason=reason, withdrawal_reason=reason)

    def put_back(self, *, by: "Professional", on: date) -> None:
        """To let again."""
        self._require(self.State.WITHDRAWN)
        self._go(self.State.VACANT, Act.PUT_BACK, by=by, on=on, withdrawal_reason="")

    def release(self, *, by: "Professional", on: date) -> None:
        """An accepted offer came to nothing before the lease: the dwelling may be proposed again."""
        self._require(self.State.OFFERED)
        if self.has_an_offer_under_way:
            raise MoveRefused("Une offre en cours ou acceptée porte sur ce logement : elle doit d'abord tomber.")
        self._go(self.State.ACCEPTING, Act.FREED, by=by, on=on)

    # --- what follows the acts on an offer or a tenancy -------------------------------------------

    @classmethod
    def follow_offer(cls, offer: "Offer", *, by: "Professional") -> None:
        """Notified, the dwelling is offered; refused, silent or lapsed, it may be proposed again.

        Two households cannot be offered one dwelling: the second act waits for the row, then is refused.
        """
        dwelling = cls._locked(offer.presentation.dwelling_id if offer.presentation else None)
        if dwelling is None:
            return
        on = offer.replied_on or _today()
        if offer.state == offer.State.OPEN:
            if dwelling.state not in (cls.State.VACANT, cls.State.ACCEPTING):
                raise MoveRefused(
                    OFFERED_ELSEWHERE.get(cls.State(dwelling.state), TAKEN).format(reference=dwelling.reference)
                )
            dwelling._go(cls.State.OFFERED, Act.OFFERED, by=by, on=offer.notified_on, case=offer.case)
        elif offer.state != offer.State.ACCEPTED and dwelling.state == cls.State.OFFERED:
            dwelling._go(cls.State.ACCEPTING, Act.FREED, by=by, on=on, case=offer.case)

    @classmethod
    def follow_tenancy(cls, lease: "Tenancy", *, by: "Professional") -> None:
        """Signed, the dwelling is occupied; ended, it is vacant, free from that day."""
        dwelling = cls._locked(lease.dwelling_id)
        if dwelling is None:
            return
        if lease.ends_on is None:
            if dwelling.state == cls.State.OCCUPIED and dwelling._has_tenancy(case=lease.case, beside=lease):
                return  # the same household goes on there under another status
            if dwelling.state in (cls.State.OCCUPIED, cls.State.WITHDRAWN):
                raise MoveRefused(TAKEN.format(reference=dwelling.reference))
            on = lease.lease_signed_on or lease.starts_on
            dwelling._go(cls.State.OCCUPIED, Act.LEASED, by=by, on=on, case=lease.case, available_on=None)
        elif dwelling.state == cls.State.OCCUPIED and not dwelling._has_tenancy(ends_on__isnull=True, beside=lease):
            on = lease.ends_on
            dwelling._go(cls.State.VACANT, Act.ENDED, by=by, on=on, case=lease.case, available_on=on)

    @classmethod
    def _locked(cls, pk: Any) -> "Dwelling | None":
        return cls._base_manager.select_for_update().filter(pk=pk).first() if pk else None

    def _has_tenancy(self, *, beside: "Tenancy", **lookup: Any) -> bool:
        """Another tenancy here; asked by the programme, for the reader may not see it."""
        with acting_as(SYSTEM):
            return self.tenancies.exclude(pk=beside.pk).filter(**lookup).exists()

    def _require(self, state: str) -> None:
        if self.state != state:
            raise MoveRefused(f"Ce logement est « {self.get_state_display()} » : rechargez la page.")

    def _go(self, to: str, act: str, *, by: "Professional | None", on: date, reason: str = "", case: "Case | None" = None,
            **facts: Any) -> None:  # fmt: skip
        """One move with its line of history, in one transaction."""
        before = self.state
        with transaction.atomic():
            self._move(to, by=by, **facts)
            self._tell(act, by=by, on=on, from_state=before, reason=reason, case=case)

    def _move(self, to: str, *, by: "Professional | None", **facts: Any) -> None:
        """Compare and swap, as for every state; a dwelling is about no case, so its history is its own."""
        if not self.can_move(to):
            wanted = self.State(to).label.lower()
            raise MoveRefused(f"Ce logement est « {self.get_state_display()} » : il ne peut pas devenir « {wanted} ».")
        here = type(self)._base_manager.filter(pk=self.pk, state=self.state)
        if not here.update(state=to, **facts):
            raise MoveRefused("Un collègue vient de modifier ce logement. Rechargez la page.")
        self.state = to
        for name, value in facts.items():
            setattr(self, name, value)

    def _tell(self, act: str, *, by: "Professional | None", on: date, from_state: str, reason: str = "",
              case: "Case | None" = None) -> None:  # fmt: skip
        DwellingMove.objects.create(
            dwelling=self, agreement=self.agreement, act=act, from_state=from_state, to_state=self.state, on=on,
            at=instant(), by=by, reason=reason, case=case,
        )  # fmt: skip


def _today() -> date:
    return timezone.localdate(instant())


TAKEN = "Le logement {reference} n'est pas à louer : regardez son état, et choisissez-en un autre."
OFFERED_ELSEWHERE = {
    Dwelling.State.OFFERED: "Le logement {reference} est déjà proposé à un autre ménage : attendez sa réponse, "
    "ou choisissez un autre logement.",
    Dwelling.State.OCCUPIED: "Le logement {reference} est occupé : choisissez-en un autre.",
}
