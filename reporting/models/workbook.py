"""A workbook being taken over, and the journal of those that were."""

import hashlib
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from lodabord.partners.roles import Role
from reporting.models.scope import OfAgreementsQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class WorkbookImportQuerySet(models.QuerySet["WorkbookImport"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """One's own only: what is quoted from a file may be anything."""
        if membership is None or membership.role != Role.ASSO_HEAD:
            return self.none()
        within = self.filter(agreement__in=[one.pk for one in membership.agreements])
        return within.filter(created_by=membership.professional_id)

    def to_do(self) -> Self:
        """What a worker has to read or to write."""
        return self.filter(state__in=[WorkbookImport.State.READING, WorkbookImport.State.WAITING])


class WorkbookImport(models.Model):
    """A workbook that somebody sent: read away from the page, checked, then written once she confirms.

    The file itself is kept only until it is refused, dropped or taken over.
    """

    class State(models.TextChoices):
        READING = "reading", "Lecture en cours"
        REFUSED = "refused", "À corriger"
        CHECKED = "checked", "À confirmer"
        WAITING = "waiting", "Reprise en cours"
        DONE = "done", "Repris"
        FAILED = "failed", "Échec"
        DROPPED = "dropped", "Abandonné"

    UNDER_WAY = frozenset({State.READING, State.WAITING})
    MOVES = {
        State.READING: frozenset({State.REFUSED, State.CHECKED, State.FAILED}),
        State.CHECKED: frozenset({State.WAITING, State.DROPPED}),
        State.WAITING: frozenset({State.DONE, State.REFUSED, State.FAILED}),
    }
    KEEPS_THE_FILE = frozenset({State.READING, State.CHECKED, State.WAITING})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    created_by = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="envoyé par")
    created_at = models.DateTimeField("envoyé le")
    name = models.CharField("fichier", max_length=120)
    sha256 = models.CharField("empreinte du fichier", max_length=64, editable=False)
    content = models.BinaryField("contenu", null=True, editable=False)
    state = EnumField("état", choices=State, default=State.READING, editable=False)
    problems = models.JSONField("erreurs", default=list, editable=False)
    """[{"sheet": "visites", "row": 12, "column": "date", "told": "…"}]"""
    counts = models.JSONField("ce qui sera repris", default=dict, editable=False)
    notices = models.JSONField("ce qui ne l'est pas", default=list, editable=False)
    absent = models.JSONField("feuilles et colonnes absentes", default=list, editable=False)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        verbose_name = "classeur envoyé"
        verbose_name_plural = "classeurs envoyés"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="workbook_import_keeps_its_file_while_needed",
                condition=Q(content__isnull=True) | Q(state__in=["reading", "checked", "waiting"]),
                violation_error_message="Un classeur refusé, abandonné ou repris n'est plus gardé.",
            )
        ]

    def __str__(self) -> str:
        return f"Classeur du {self.created_at:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from households.wall import AGREEMENTS, ME, ROLE, Right

        mine = f"created_by_id = {ME} AND agreement_id = {AGREEMENTS} AND {ROLE} = 'asso_head'"
        return {"association": Right(frozenset({"SELECT", "INSERT", "UPDATE"}), mine, mine)}

    @classmethod
    def send(
        cls, agreement: Agreement, *, name: str, content: bytes, by: "Professional", at: datetime
    ) -> "WorkbookImport":
        """Receive a file; what the same person left unconfirmed is dropped."""
        for left in cls.objects.filter(agreement=agreement, created_by=by, state=cls.State.CHECKED):
            left.drop()
        sent = cls.objects.create(
            agreement=agreement, created_by=by, created_at=at, name=name[-120:], content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        WorkbookProgress.objects.create(upload=sent, agreement=agreement)
        return sent

    def confirm(self) -> None:
        """Take it over: a worker writes it."""
        self._move(self.State.WAITING)

    def drop(self) -> None:
        """Give up: nothing is kept of the file."""
        self._move(self.State.DROPPED)

    def _move(self, to: str, **told: Any) -> None:
        """Compare and swap: confirmed twice, it is written once."""
        if to not in self.MOVES.get(self.State(self.state), frozenset()):
            raise MoveRefused(f"Ce classeur est déjà « {self.get_state_display().lower()} » : rechargez la page.")
        told = {**told, "state": to}
        if to not in self.KEEPS_THE_FILE:
            told["content"] = None
        if not WorkbookImport.objects.filter(pk=self.pk, state=self.state).update(**told):
            raise MoveRefused("Ce classeur vient de changer d'état : rechargez la page.")
        for field, value in told.items():
            setattr(self, field, value)

    def settle(self, to: str, **told: Any) -> None:
        """What the worker found."""
        self._move(to, **told)


class WorkbookProgress(models.Model):
    """How far the work on a workbook is: written apart from it, so that it shows while all the rest waits."""

    upload = models.OneToOneField(
        WorkbookImport, models.CASCADE, primary_key=True, related_name="progress", verbose_name="classeur"
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    step = models.CharField("étape en cours", max_length=120, blank=True)
    done = models.PositiveIntegerField("lignes faites", default=0)
    total = models.PositiveIntegerField("lignes à faire", default=0)

    class Meta:
        verbose_name = "avancement d'un classeur"
        verbose_name_plural = "avancements des classeurs"

    def __str__(self) -> str:
        return self.step

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from households.wall import AGREEMENTS, Right

        mine = f"agreement_id = {AGREEMENTS} AND upload_id IN (SELECT id FROM reporting_workbookimport)"
        return {"association": Right(frozenset({"SELECT", "INSERT"}), mine, mine)}

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class TakenOverWorkbook(models.Model):
    """The journal: a workbook was taken over, by whom, when, which file, how much; never what it said."""

    read_by_sides = frozenset({"association", "landlord"})
    written_by_sides = frozenset({"system"})
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="workbooks", verbose_name="convention")
    at = models.DateTimeField("repris le")
    by = models.ForeignKey("partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="par")
    """None: by the operator, at the command line."""
    sha256 = models.CharField("empreinte du fichier", max_length=64)
    counts = models.JSONField("ce qui a été repris", default=dict)
    notices = models.JSONField("ce qui ne l'a pas été", default=list)
    absent = models.JSONField("feuilles et colonnes absentes", default=list)
    until = models.DateField("dit ce qui s'est passé jusqu'au")

    objects = OfAgreementsQuerySet.as_manager()

    class Meta:
        verbose_name = "classeur repris"
        verbose_name_plural = "classeurs repris"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Classeur repris le {self.at:%d/%m/%Y}"
