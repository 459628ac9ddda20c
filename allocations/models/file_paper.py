"""The state of each paper of a CAL file: where it is, until when it holds, who must get it. Never the paper itself."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.papers import PaperKind
from households.stages import State as Stage
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

RENEWAL_NOTICE = timedelta(days=60)
"""How long before its date a paper that will expire is told « à renouveler », like the request itself."""
BLOCKING = frozenset({PaperKind.IDENTITY, PaperKind.RESOURCES, PaperKind.TAX_NOTICE})
"""Without these no candidature is examined, unless the allocation officer says otherwise for one household."""
DERIVED = frozenset({PaperKind.REQUEST})
"""Read from the housing request itself: nobody types its state."""
OPEN_FROM = (
    Stage.PREPARATION,
    Stage.CAL_READY,
    Stage.CAL_SCHEDULED,
    Stage.CAL_AWARDED,
    Stage.MOVE_IN_PENDING,
)


class FilePaperQuerySet(OfCaseQuerySet):
    def to_get(self) -> Self:
        """Told missing, or to renew: somebody has to get them."""
        return self.filter(state__in=[FilePaper.State.MISSING, FilePaper.State.TO_RENEW])

    def of_side(self, membership: "Membership") -> Self:
        """Those this person must get: named, or her side's when nobody is named."""
        side = SIDE_OF_ROLE.get(Role(membership.role), "")
        return self.filter(Q(holder=membership.professional_id) | Q(holder__isnull=True, side=side))


class FilePaper(Stateful, CaseRecord):
    """One paper of a household's file. The association and the landlord's officers keep it up to date together."""

    data_class = DataClass.PROCESS

    class State(models.TextChoices):
        MISSING = "missing", "Manquante"
        IN_REGISTRY = "in_registry", "Au SNE"
        ORIGINAL_SEEN = "original_seen", "Original vu"
        TO_RENEW = "to_renew", "À renouveler"
        NOT_NEEDED = "not_needed", "Sans objet"

    class Side(models.TextChoices):
        ASSOCIATION = "association", "L'association"
        SOCIAL = "social", "Le pôle social du bailleur"
        ALLOCATION = "allocation", "Le service attribution"

    FOUND = frozenset({State.IN_REGISTRY, State.ORIGINAL_SEEN})
    MOVES = dict.fromkeys(State, frozenset(State))
    """From any state to any other: papers are found, expire, are asked again. The verbs say which."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="file_papers", verbose_name="dossier")
    kind = EnumField("pièce", choices=PaperKind)
    label = models.CharField("laquelle", max_length=80, blank=True)
    state = EnumField("état", choices=State, default=State.MISSING, editable=False)
    checked_on = models.DateField("constatée le", null=True, editable=False)
    renew_by = models.DateField("à renouveler avant le", null=True, blank=True)
    side = EnumField("à obtenir par", choices=Side, default=Side.ASSOCIATION)
    holder = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="personne chargée",
    )
    due_on = models.DateField("à obtenir avant le", null=True, blank=True)
    blocking = models.BooleanField("bloque l'inscription en CAL", default=False)

    objects = FilePaperQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce du dossier CAL"
        verbose_name_plural = "pièces du dossier CAL"
        ordering = ["kind", "label"]
        constraints = [
            models.UniqueConstraint(
                name="file_paper_once",
                fields=["case", "kind", "label"],
                violation_error_message="Cette pièce est déjà sur la liste de ce ménage.",
            ),
            models.CheckConstraint(
                name="file_paper_named_when_other",
                condition=Q(kind="autre") & ~Q(label="") | ~Q(kind="autre") & Q(label=""),
                violation_error_message="Une autre pièce demandée par le bailleur se nomme.",
            ),
            models.CheckConstraint(
                name="file_paper_request_is_read_not_typed",
                condition=~Q(kind="attestation_demande"),
                violation_error_message="L'état de la demande se lit dans la demande elle-même.",
            ),
            models.CheckConstraint(
                name="file_paper_found_with_its_date",
                condition=~Q(state__in=["in_registry", "original_seen"]) | Q(checked_on__isnull=False),
                violation_error_message="Une pièce constatée porte la date où elle l'a été.",
            ),
            models.CheckConstraint(
                name="file_paper_to_get_by_a_date",
                condition=~Q(state__in=["missing", "to_renew"]) | Q(due_on__isnull=False),
                violation_error_message="Une pièce à obtenir porte la date avant laquelle il la faut.",
            ),
            models.CheckConstraint(
                name="file_paper_renewal_with_its_date",
                condition=~Q(state="to_renew") | Q(renew_by__isnull=False),
                violation_error_message="Une pièce à renouveler indique avant quelle date.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()

    # --- reading ---------------------------------------------------------------------------------

    def state_on(self, day: date) -> "FilePaper.State":
        """Where it stands that day: a paper seen comes « à renouveler », then is missing again, by itself."""
        state = self.State(self.state)
        if self.renew_by is None or state in (self.State.MISSING, self.State.NOT_NEEDED):
            return state
        if self.renew_by <= day:
            return self.State.MISSING
        near = self.renew_by <= day + RENEWAL_NOTICE
        return self.State.TO_RENEW if near else state

    def good_on(self, day: date) -> bool:
        """Nothing to get before that day; « à renouveler » still holds until its date."""
        return self.state_on(day) != self.State.MISSING

    @property
    def got_by(self) -> str:
        """Who must get it: the named person, or the side."""
        if self.holder_id:
            return str(self.holder)
        if self.side == self.Side.ASSOCIATION and self.case.referent_id:
            return str(self.case.referent)
        return self.get_side_display()

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def on_the_list(cls, case: Case, kind: str, *, label: str = "") -> "FilePaper":
        """The household's line for that paper, kept or not yet kept: nothing is written by reading it."""
        found = cls.objects.filter(case=case, kind=kind, label=label).select_related("holder", "case__referent").first()
        return found or cls(case=case, kind=kind, label=label, blocking=kind in BLOCKING)

    def find(self, state: str, *, on: date, by: "Professional", renew_by: date | None = None) -> None:
        """It is there: in the registry, or its original was shown. Nobody asks again before `renew_by`."""
        if renew_by is not None and renew_by <= on:
            raise MoveRefused("La date de renouvellement est déjà passée : cette pièce est à redemander.")
        self._tell(state, by=by, checked_on=on, renew_by=renew_by, due_on=None, holder=None)

    def ask(
        self,
        *,
        side: str,
        due_on: date,
        on: date,
        by: "Professional",
        holder: "Professional | None" = None,
        mistaken: bool = False,
    ) -> None:
        """Somebody must get it. What was seen is not asked again before it expires, unless noted by mistake."""
        held = self._is_kept and self.state in (*self.FOUND, self.State.TO_RENEW) and self.good_on(on)
        near = held and self.state_on(on) == self.State.TO_RENEW
        if held and not near and not mistaken:
            until = f" avant le {self.renew_by - RENEWAL_NOTICE:%d/%m/%Y}" if self.renew_by else ""
            raise MoveRefused(
                f"« {self} » : {self.get_state_display().lower()} le {self.checked_on:%d/%m/%Y}. Elle ne se redemande "
                f"pas au ménage{until}. Si c'était une erreur de saisie, cochez-le."
            )
        keeps = near and not mistaken
        self._tell(
            self.State.TO_RENEW if keeps else self.State.MISSING,
            by=by,
            side=side,
            holder=holder,
            due_on=due_on,
            renew_by=self.renew_by if keeps else None,
            checked_on=self.checked_on if keeps else None,
        )

    def set_aside(self, *, by: "Professional") -> None:
        """Not needed for this household."""
        self._tell(self.State.NOT_NEEDED, by=by, due_on=None, holder=None, renew_by=None, checked_on=None)

    def let_block(self, blocking: bool, *, by: "Professional") -> None:
        """The allocation officer says whether the inscription waits for it."""
        with transaction.atomic():
            self.blocking = blocking
            if not self._is_kept:
                self.due_on = self.due_on or self.case.prep_planned_end or self.case.prep_started_on
                self.created_by = by
            self.save()
            Event.record(self, "filepaper.blocking", by=by, facts={"kind": self.kind, "blocking": blocking})

    @property
    def _is_kept(self) -> bool:
        return not self._state.adding

    def _tell(self, state: str, *, by: "Professional", **facts: object) -> None:
        """The first word about it, or a new one: the second of two people writing at once gets a sentence."""
        if self.case.state not in OPEN_FROM:
            raise MoveRefused("La liste des pièces se tient du début de la préparation à l'entrée dans le logement.")
        with transaction.atomic():
            if self._is_kept:
                self._move(state, by=by, kind=self.kind, **facts)
                return
            self.state, self.created_by = state, by
            for name, value in facts.items():
                setattr(self, name, value)
            self.save(force_insert=True)
            Event.record(self, f"filepaper.{state}", by=by, facts={"kind": self.kind, **facts})


SIDE_OF_ROLE = {
    Role.ASSO_WORKER: FilePaper.Side.ASSOCIATION,
    Role.ASSO_HEAD: FilePaper.Side.ASSOCIATION,
    Role.LANDLORD_SOCIAL: FilePaper.Side.SOCIAL,
    Role.LANDLORD_PILOT: FilePaper.Side.SOCIAL,
    Role.LANDLORD_ALLOC: FilePaper.Side.ALLOCATION,
}
"""Whose work a paper is when nobody is named."""


def note_rest_in_registry(case: Case, *, on: date, by: "Professional") -> int:
    """One act for the officer who has the registry in front of her: every paper nobody spoke of is there."""
    spoken = set(FilePaper.objects.filter(case=case).values_list("kind", flat=True))
    left = [kind for kind in PaperKind if kind not in spoken | DERIVED | {PaperKind.OTHER, PaperKind.CERTIFICATE}]
    with transaction.atomic():
        for kind in left:
            FilePaper.on_the_list(case, kind).find(FilePaper.State.IN_REGISTRY, on=on, by=by)
    return len(left)
