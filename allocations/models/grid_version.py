"""The pré-diagnostic grid: versions that one partner proposes and the other agrees (decision 4; sheet 06 §6.2)."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from allocations.grid_changes import Criteria, changes, codes_of
from allocations.grid_rules import reasons_against
from households.confidentiality import READERS, DataClass
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement
from lodabord.partners.roles import ASSOCIATION

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

ELSEWHERE = "Un collègue vient de modifier cette proposition. Rechargez la page : rien n'a été perdu de son travail."


class GridVersionQuerySet(models.QuerySet["GridVersion"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Both partners; a draft is the association's until it is submitted."""
        if membership is None or membership.role not in READERS[DataClass.ASSESSMENT]:
            return self.none()
        within = self.filter(agreement__in=[one.pk for one in membership.agreements])
        return within if membership.role in ASSOCIATION else within.filter(proposed_on__isnull=False)

    def agreed(self) -> Self:
        return self.filter(agreed_on__isnull=False)

    def open(self) -> Self:
        """A draft, or a proposal awaiting the other partner's answer."""
        return self.filter(agreed_on__isnull=True, abandoned_on__isnull=True)

    def in_force(self, agreement: Agreement) -> "GridVersion | None":
        """The last one both partners agreed."""
        return self.agreed().filter(agreement=agreement).order_by("-number").first()


class GridVersion(models.Model):
    """A version of the grid: proposed by the association, in force once the landlord's pilot agreed."""

    class Status(models.TextChoices):
        """Told by the dates of the record."""

        DRAFT = "draft", "Brouillon de l'association"
        SUBMITTED = "submitted", "Proposée, attend l'accord du bailleur"
        SENT_BACK = "sent_back", "Renvoyée par le bailleur"
        AGREED = "agreed", "Convenue"
        ABANDONED = "abandoned", "Abandonnée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="grids", verbose_name="convention")
    number = models.PositiveSmallIntegerField("version")
    criteria = models.JSONField("critères")
    """[{"block": "Pouvoir louer", "criteria": [{"code": "…", "label": "…"}]}]"""
    revision = models.PositiveIntegerField("révision du brouillon", default=0, editable=False)
    proposed_on = models.DateField("proposée le", null=True, blank=True)
    proposed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="proposée par"
    )
    why = models.CharField("pourquoi ce changement", max_length=300, blank=True)
    agreed_on = models.DateField("convenue le", null=True, blank=True)
    agreed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="convenue par"
    )
    sent_back_on = models.DateField("renvoyée le", null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="renvoyée par"
    )
    sent_back_because = models.CharField("motif du renvoi", max_length=300, blank=True)
    abandoned_on = models.DateField("abandonnée le", null=True, blank=True)

    objects = GridVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version de la grille"
        verbose_name_plural = "versions de la grille"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                name="grid_version_once",
                fields=["agreement", "number"],
                violation_error_message="Cette version existe déjà : rechargez la page.",
            ),
            models.UniqueConstraint(
                name="grid_version_one_open_proposal",
                fields=["agreement"],
                condition=Q(agreed_on__isnull=True, abandoned_on__isnull=True),
                violation_error_message="Une proposition de grille est déjà ouverte pour cette convention.",
            ),
            models.CheckConstraint(
                name="grid_version_agreed_after_proposed",
                condition=Q(agreed_on__isnull=True) | Q(proposed_on__isnull=False, agreed_on__gte=F("proposed_on")),
                violation_error_message="Une version est convenue après avoir été proposée.",
            ),
            models.CheckConstraint(
                name="grid_version_sent_back_says_why",
                condition=Q(sent_back_on__isnull=True) | ~Q(sent_back_because=""),
                violation_error_message="Un renvoi dit pourquoi, en une phrase.",
            ),
            models.CheckConstraint(
                name="grid_version_agreed_or_abandoned",
                condition=Q(agreed_on__isnull=True) | Q(abandoned_on__isnull=True, sent_back_on__isnull=True),
                violation_error_message="Une version convenue n'est ni abandonnée ni renvoyée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Grille version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("allocations:grid", args=[self.pk])

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import grid_version

        return grid_version()

    # --- reading ---------------------------------------------------------------------------------

    @property
    def codes(self) -> list[str]:
        return codes_of(self.criteria)

    @property
    def status(self) -> "GridVersion.Status":
        if self.agreed_on:
            return self.Status.AGREED
        if self.abandoned_on:
            return self.Status.ABANDONED
        if self.sent_back_on:
            return self.Status.SENT_BACK
        return self.Status.SUBMITTED if self.proposed_on else self.Status.DRAFT

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.SENT_BACK)

    @property
    def lines(self) -> Iterator[tuple[str, str, str]]:
        """(block, code, label) of each criterion, in order."""
        return ((block["block"], one["code"], one["label"]) for block in self.criteria for one in block["criteria"])

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def draft(cls, agreement: Agreement) -> "GridVersion":
        """A new proposal, starting from the version in force. One at a time."""
        hold(f"grid:{agreement.pk}")
        versions = cls.objects.filter(agreement=agreement)
        if versions.open().exists():
            raise MoveRefused("Une proposition est déjà ouverte : terminez-la, ou abandonnez-la d'abord.")
        current, last = versions.in_force(agreement), versions.order_by("-number").first()
        return cls.objects.create(
            agreement=agreement,
            number=last.number + 1 if last else 1,
            criteria=current.criteria if current else [],
        )

    def rewrite(self, criteria: Criteria, *, revision: int) -> None:
        """Keep the draft as it now reads. Of two people writing at once the second is told."""
        self._require_editable()
        here = GridVersion.objects.filter(pk=self.pk, revision=revision, agreed_on__isnull=True)
        if not here.update(criteria=criteria, revision=revision + 1):
            raise MoveRefused(ELSEWHERE)
        self.criteria, self.revision = criteria, revision + 1

    def submit(self, *, why: str, on: date, by: "Professional") -> None:
        """Before the landlord's pilot: complete, changed, and within R-52."""
        self._require_editable()
        if refused := self.objections():
            raise MoveRefused(" ".join(refused))
        self._change(proposed_on=on, proposed_by=by, why=why, sent_back_on=None, sent_back_by=None)

    def agree(self, *, on: date, by: "Professional") -> None:
        """In force from now on; files already assessed keep their version."""
        self._require_submitted()
        self._change(agreed_on=on, agreed_by=by)

    def send_back(self, *, because: str, on: date, by: "Professional") -> None:
        """Back to the association, with what should change."""
        self._require_submitted()
        self._change(sent_back_on=on, sent_back_by=by, sent_back_because=because)

    def abandon(self, *, on: date) -> None:
        """The association gives the proposal up; the version in force stays."""
        if self.agreed_on or self.abandoned_on:
            raise MoveRefused(f"Cette version est « {self.status.label} » : elle ne s'abandonne plus.")
        self._change(abandoned_on=on)

    def objections(self) -> list[str]:
        """Why it cannot be submitted as it is; empty when it can."""
        current = GridVersion.objects.in_force(self.agreement)
        told = reasons_against(self.criteria)
        if not told and current and not changes(current.criteria, self.criteria):
            told.append(f"Rien ne change par rapport à la version {current.number} : il n'y a rien à proposer.")
        return told

    def _require_editable(self) -> None:
        if not self.is_editable:
            raise MoveRefused(f"Cette version est « {self.status.label} » : elle ne se modifie plus.")

    def _require_submitted(self) -> None:
        if self.status != self.Status.SUBMITTED:
            raise MoveRefused(f"Cette version est « {self.status.label} » : il n'y a pas de réponse à donner.")

    def _change(self, **facts: Any) -> None:
        """Compare and swap on what one has read: dates, and the draft's revision."""
        seen = {name: getattr(self, name) for name in ("revision", "proposed_on", "agreed_on", "sent_back_on",
                                                       "abandoned_on")}  # fmt: skip
        known = {name: value for name, value in seen.items() if value is not None}
        blank = {f"{name}__isnull": True for name, value in seen.items() if value is None}
        if not GridVersion.objects.filter(pk=self.pk, **known, **blank).update(**facts):
            raise MoveRefused(ELSEWHERE)
        for name, value in facts.items():
            setattr(self, name, value)
