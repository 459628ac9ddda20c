"""Health, as little as possible: a need for support, never a diagnosis (decision 6, sheet 03 §3.6)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.earlier_text import Rewritable
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.clock import instant

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class HealthNeed(CaseRecord):
    """Whether the household belongs to the second public (R-03), and how much health support it needs."""

    data_class = DataClass.HEALTH

    class Level(models.IntegerChoices):
        NONE = 0, "Aucun"
        OCCASIONAL = 1, "Ponctuel"
        SUSTAINED = 2, "Soutenu"

    case = models.OneToOneField(Case, models.PROTECT, related_name="health_need", verbose_name="dossier")
    second_public = models.BooleanField("souffrance psychique (vide : question non posée)", null=True, blank=True)
    level = models.PositiveSmallIntegerField("besoin d'étayage santé", choices=Level, null=True, blank=True)

    class Meta:
        verbose_name = "besoin d'étayage santé"
        verbose_name_plural = "besoins d'étayage santé"
        constraints = [
            models.CheckConstraint(
                name="health_need_level_known",
                condition=Q(level__isnull=True) | Q(level__in=[0, 1, 2]),
                violation_error_message="Le besoin d'étayage va de 0 à 2.",
            )
        ]

    def __str__(self) -> str:
        return "Besoin d'étayage santé"


class PsychologistNoteQuerySet(OfCaseQuerySet):
    """Her own notes; for the others, those she shares with the team."""

    def visible_to(self, membership: "Membership | None") -> Self:
        seen = super().visible_to(membership)
        if membership is None:
            return seen
        return seen.filter(Q(shared_with_team=True) | Q(created_by_id=membership.professional_id))


class PsychologistNote(Rewritable, CaseRecord):
    """A psychologist's note: hers alone unless she shares it (R-29)."""

    data_class = DataClass.PSYCHOLOGIST_NOTE
    own_unless_shared = True
    written_by_author = True
    TEXTS = {"text": "Note"}

    on = models.DateField("entretien du")
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    text = models.TextField("note", max_length=6000)
    shared_with_team = models.BooleanField("partagée avec l'équipe", default=False)

    objects = PsychologistNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note de la psychologue"
        verbose_name_plural = "notes de la psychologue"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"Note du {self.on:%d/%m/%Y}"

    @classmethod
    def write(
        cls, case: Case, *, by: "Professional", shared_with_team: bool = False, **told: Any
    ) -> "PsychologistNote":
        """Hers; shared at once only if she says so."""
        with transaction.atomic():
            note = cls.objects.create(case=case, created_by=by, **told)
            if shared_with_team:
                note.share(by=by)
            return note

    def rewrite(
        self, *, by: "Professional", revision: int | None, shared_with_team: bool | None = None, **told: Any
    ) -> None:
        """Write it again; what it said stays hers alone, even if she shares it now."""
        self.require_author(by)
        with transaction.atomic():
            self.revision = self.take_turn(by=by, revision=revision, **told)
            for name, value in told.items():
                setattr(self, name, value)
            self.save(update_fields=["revision", *told])
            Event.record(self, "psychologistnote.rewritten", by=by, facts={"revision": self.revision})
            if shared_with_team is not None and shared_with_team != self.shared_with_team:
                self._set_shared(shared_with_team, by=by)

    def share(self, *, by: "Professional") -> None:
        """The team reads it from now on, as it is now; never its earlier versions."""
        self.require_author(by)
        self._set_shared(True, by=by)

    def unshare(self, *, by: "Professional") -> None:
        """Hers alone again; that it was shared, and when, stays written."""
        self.require_author(by)
        self._set_shared(False, by=by)

    def _set_shared(self, shared: bool, *, by: "Professional") -> None:
        with transaction.atomic():
            if (
                not PsychologistNote.objects.filter(pk=self.pk)
                .exclude(shared_with_team=shared)
                .update(shared_with_team=shared)
            ):
                raise MoveRefused(f"Cette note est déjà {'partagée' if shared else 'à vous seule'}.")
            self.shared_with_team = shared
            PsychologistNoteSharing.objects.create(
                case_id=self.case_id, note=self, shared=shared, created_by=by, created_at=instant()
            )


class PsychologistNoteSharing(CaseRecord):
    """When a note was shared with the team, or taken back. What was read meanwhile was read: the trace stays."""

    data_class = DataClass.PSYCHOLOGIST_NOTE
    append_only = True

    note = models.ForeignKey(PsychologistNote, models.PROTECT, related_name="sharings", verbose_name="note")
    shared = models.BooleanField("partagée")

    class Meta:
        verbose_name = "partage d'une note de la psychologue"
        verbose_name_plural = "partages des notes de la psychologue"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{'Partagée' if self.shared else 'Reprise'} le {self.created_at:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """Written by the note's author; read by whoever reads the case in the association."""
        from households.wall import CASES, ME, ROLE, Right

        seen = f"case_id IN ({CASES})"
        hers = f"{ROLE} = 'asso_psy' AND created_by_id = {ME} AND {seen}"
        notes = "note_id IN (SELECT id FROM accompaniment_psychologistnote)"
        return {"association": Right(frozenset({"SELECT", "INSERT"}), seen, f"{hers} AND {notes}")}
