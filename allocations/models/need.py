"""« Besoin de logement à venir »: what a household in preparation will need, said without saying who it is.

The allocation officer reads it months before the CAL, by agreement and state, although the case and
the household are still closed to her (decision 19): the row carries the household's code, places and
figures, and has no room for a name, a note, a reason or an address.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from allocations.communes import places
from allocations.models.need_change import NeedChange
from allocations.models.quota import Quota
from allocations.suitability import euros
from households.confidentiality import READERS, DataClass
from households.models import Case, CaseRecord, Event
from households.stages import State as Stage
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from allocations.models.dwelling import Dwelling
    from lodabord.partners.models import Membership, Professional

TYPOLOGIES = [f"T{number}" for number in range(1, 7)]
NOT_A_PLACE = r"[0-9@:;/\\?!\"()\n]"
"""No number, no sentence: neither an address, nor a telephone, nor a reason fits in a list of places."""
LONGEST_PLACE = 40
PROPOSED_AT = frozenset({
    Stage.PRECAL_ACCEPTED, Stage.PREPARATION, Stage.CAL_READY, Stage.CAL_SCHEDULED, Stage.CAL_AWARDED,
})  # fmt: skip
IDENTITY_OPEN_AT = frozenset({Stage.CAL_READY, Stage.CAL_SCHEDULED, Stage.CAL_AWARDED, Stage.MOVE_IN_PENDING})
OVER_AT = frozenset({Stage.FOLLOW_UP, Stage.SUSPENDED, Stage.CLOSED})


class HousingNeedQuerySet(OfCaseQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """The officer by agreement and state; the others through the case, as for everything else."""
        if membership is None or membership.role not in READERS[DataClass.HOUSING_NEED]:
            return self.none()
        if membership.role == Role.LANDLORD_ALLOC:
            return self.current().filter(agreement__in=[one.pk for one in membership.agreements])
        return super().visible_to(membership)

    def current(self) -> Self:
        return self.exclude(state=HousingNeed.State.WITHDRAWN)

    def with_what_is_foreseen(self) -> Self:
        """The dwelling the officer has in mind, for readers who may know it."""
        from allocations.models.foreseen import ForeseenDwelling

        current = ForeseenDwelling.objects.filter(withdrawn_on__isnull=True).select_related("dwelling")
        return self.prefetch_related(models.Prefetch("foreseen", current, to_attr="in_mind"))


class HousingNeed(Stateful, CaseRecord):
    """What is looked for, for whom by code, and when. Written by the association, read by the officer."""

    data_class = DataClass.HOUSING_NEED

    class State(models.TextChoices):
        OPEN = "open", "À venir"
        IDENTIFIED = "identified", "Identité ouverte"
        WITHDRAWN = "withdrawn", "Retiré"

    MOVES = {
        State.OPEN: frozenset({State.IDENTIFIED, State.WITHDRAWN}),
        State.IDENTIFIED: frozenset({State.WITHDRAWN}),
    }
    TOLD = (
        "typologies", "people", "communes", "excluded", "max_cost", "max_floor_without_lift", "needs_lift",
        "needs_accessible", "quota", "priority", "ready_on",
    )  # fmt: skip
    """What the association says, and what the history compares."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="housing_needs", verbose_name="dossier")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    code = models.CharField("code du ménage", max_length=20, editable=False)
    state = EnumField("état", choices=State, default=State.OPEN, editable=False)
    reinforced = models.BooleanField("confidentialité renforcée", default=False, editable=False)
    typologies = ArrayField(models.CharField(max_length=4), verbose_name="typologies qui conviennent", size=6)
    people = models.PositiveSmallIntegerField("nombre de personnes")
    communes = models.CharField("communes souhaitées", max_length=300, blank=True)
    excluded = models.CharField("secteurs exclus", max_length=300, blank=True)
    max_cost = models.DecimalField(
        "loyer et charges, au plus (€)", max_digits=7, decimal_places=2, null=True, blank=True
    )
    max_floor_without_lift = models.PositiveSmallIntegerField(
        "étage le plus haut sans ascenseur", null=True, blank=True
    )
    needs_lift = models.BooleanField("ascenseur indispensable dès le premier étage", default=False)
    needs_accessible = models.BooleanField("logement accessible (mobilité réduite)", default=False)
    quota = EnumField("contingent", choices=Quota, default=Quota.UNKNOWN)
    priority = models.BooleanField("public prioritaire (L441-1)", default=False)
    ready_on = models.DateField("prêt pour la CAL vers le")
    proposed_on = models.DateField("noté le", editable=False)
    reviewed_on = models.DateField("relu le", editable=False)
    withdrawn_on = models.DateField("retiré le", null=True, editable=False)

    objects = HousingNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin de logement"
        verbose_name_plural = "besoins de logement"
        ordering = ["ready_on", "code"]
        indexes = [models.Index(fields=["agreement", "state", "ready_on"], name="need_agreement_ready")]
        constraints = [
            models.UniqueConstraint(
                name="need_one_current_per_case",
                fields=["case"],
                condition=~Q(state="withdrawn"),
                violation_error_message="Le besoin de ce ménage est déjà noté : mettez-le à jour.",
            ),
            models.CheckConstraint(
                name="need_typologies_of_the_list",
                condition=Q(typologies__len__gt=0) & Q(typologies__contained_by=TYPOLOGIES),
                violation_error_message="Choisissez au moins une typologie, de T1 à T6.",
            ),
            models.CheckConstraint(
                name="need_names_places_only",
                condition=~Q(communes__regex=NOT_A_PLACE)
                & ~Q(excluded__regex=NOT_A_PLACE)
                & ~Q(communes__regex=rf"[^,]{{{LONGEST_PLACE + 1}}}")
                & ~Q(excluded__regex=rf"[^,]{{{LONGEST_PLACE + 1}}}"),
                violation_error_message="Écrivez des noms de communes ou de quartiers, séparés par des virgules : "
                "ni adresse, ni chiffre, ni motif.",
            ),
            models.CheckConstraint(
                name="need_figures_make_sense",
                condition=Q(people__gte=1) & (Q(max_cost__isnull=True) | Q(max_cost__gt=0)),
                violation_error_message="Indiquez au moins une personne, et un montant positif.",
            ),
            models.CheckConstraint(
                name="need_withdrawn_with_its_date",
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                violation_error_message="Un besoin retiré porte la date de son retrait.",
            ),
            models.CheckConstraint(
                name="need_reviewed_after_proposed",
                condition=Q(reviewed_on__gte=F("proposed_on")),
                violation_error_message="Un besoin se relit après avoir été noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"Besoin de {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("allocations:need", args=[self.pk])

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import housing_need

        return housing_need()

    # --- reading ---------------------------------------------------------------------------------

    @property
    def commune_list(self) -> list[str]:
        return places(self.communes)

    @property
    def excluded_list(self) -> list[str]:
        return places(self.excluded)

    @property
    def most_in_words(self) -> str:
        """« 420 € », or a dash."""
        return euros(self.max_cost) if self.max_cost else "—"

    @property
    def foreseen_dwelling(self) -> Any:
        """The one in mind, once `with_what_is_foreseen` has looked."""
        return next(iter(getattr(self, "in_mind", [])), None)

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def propose(cls, case: Case, *, on: date, by: "Professional", **told: Any) -> "HousingNeed":
        """Said for the first time. Once the household is ready for the CAL, its identity is open at once."""
        if not case.is_access or case.state not in PROPOSED_AT:
            raise MoveRefused("Un besoin se note une fois le ménage retenu en pré-CAL, et jusqu'à l'attribution.")
        state = cls.State.IDENTIFIED if case.state in IDENTITY_OPEN_AT else cls.State.OPEN
        with transaction.atomic():
            need = cls.objects.create(
                case=case, agreement=case.agreement, code=case.household.code, reinforced=case.reinforced, state=state,
                proposed_on=on, reviewed_on=on, created_by=by, **cls._tidy(told),
            )  # fmt: skip
            Event.record(need, "housingneed.proposed", by=by, facts={"on": on, "ready_on": need.ready_on})
            return need

    def revise(self, *, on: date, by: "Professional", **told: Any) -> bool:
        """Something changed: the need follows, its history keeps what it was. Returns whether anything did."""
        self._require_current()
        tidy = self._tidy(told)
        changed = {name: [getattr(self, name), value] for name, value in tidy.items() if getattr(self, name) != value}
        with transaction.atomic():
            if not changed:
                self.review(on=on, by=by)
                return False
            here = type(self).objects.current().filter(pk=self.pk, **{name: was for name, (was, _) in changed.items()})
            if not here.update(
                reviewed_on=max(on, self.proposed_on), **{name: now for name, (_, now) in changed.items()}
            ):
                raise MoveRefused("Un collègue vient de modifier ce besoin. Rechargez la page.")
            NeedChange.objects.create(need=self, on=on, by=by, changed=changed)
            Event.record(self, "housingneed.revised", by=by, facts={"on": on, "fields": sorted(changed)})
        self.refresh_from_db()
        return True

    def review(self, *, on: date, by: "Professional") -> None:
        """Read again with the person: nothing changed."""
        self._require_current()
        self.reviewed_on = max(on, self.reviewed_on)
        self.save(update_fields=["reviewed_on"])
        Event.record(self, "housingneed.reviewed", by=by, facts={"on": on})

    def open_identity(self, *, by: "Professional | None") -> None:
        """The household is ready for the CAL: its file may be opened from the need."""
        self._move(self.State.IDENTIFIED, by=by)

    def withdraw(self, *, on: date, by: "Professional | None") -> None:
        """Housed, or the accompaniment is over."""
        self._move(self.State.WITHDRAWN, by=by, withdrawn_on=max(on, self.proposed_on))

    def foresee(self, dwelling: "Dwelling", *, on: date, by: "Professional") -> None:
        """« Logement pressenti »: the officer has one in mind. It binds nobody."""
        from allocations.models.foreseen import ForeseenDwelling

        self._require_current()
        if dwelling.state in (dwelling.State.OCCUPIED, dwelling.State.WITHDRAWN):
            raise MoveRefused(f"Le logement {dwelling.reference} est « {dwelling.get_state_display()} ».")
        with transaction.atomic():
            self.forget_dwelling(on=on)
            ForeseenDwelling.objects.create(need=self, dwelling=dwelling, on=on, noted_by=by)

    def forget_dwelling(self, *, on: date) -> int:
        """No longer in mind."""
        return self.foreseen.filter(withdrawn_on__isnull=True).update(withdrawn_on=on)

    @staticmethod
    def _tidy(told: dict[str, Any]) -> dict[str, Any]:
        """Places once each and typologies in order, so that the history tells true changes only."""
        tidy = dict(told)
        for name in ("communes", "excluded"):
            if name in tidy:
                tidy[name] = ", ".join(places(tidy[name]))
        if "typologies" in tidy:
            tidy["typologies"] = sorted(set(tidy["typologies"]))
        return tidy

    def _require_current(self) -> None:
        if self.state == self.State.WITHDRAWN:
            raise MoveRefused("Ce besoin est retiré : le ménage est logé, ou son accompagnement est terminé.")
