"""The pré-diagnostic: a grid agreed by both partners, the answers by criterion, a conclusion (R-15, R-16).

The result by criterion is shared; the notes that support it are the association's and live in
`accompaniment`. There is no score, and nothing is refused by itself (R-52, GDPR article 22).
"""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class GridVersion(models.Model):
    """A version of the grid: proposed by the association, in force once the landlord's pilot agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="grids", verbose_name="convention")
    number = models.PositiveSmallIntegerField("version")
    criteria = models.JSONField("critères")
    """[{"block": "Pouvoir louer", "criteria": [{"code": "…", "label": "…"}]}]"""
    proposed_on = models.DateField("proposée le")
    agreed_on = models.DateField("convenue le", null=True, blank=True)

    class Meta:
        verbose_name = "version de la grille"
        verbose_name_plural = "versions de la grille"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(name="grid_version_once", fields=["agreement", "number"]),
        ]

    def __str__(self) -> str:
        return f"Grille version {self.number}"

    @property
    def codes(self) -> list[str]:
        return [criterion["code"] for block in self.criteria for criterion in block["criteria"]]


class PreDiagnosis(CaseRecord):
    """One assessment of a household on one version of the grid."""

    data_class = DataClass.ASSESSMENT

    class Level(models.TextChoices):
        TO_BUILD = "0", "À construire"
        UNDER_WAY = "1", "En cours"
        ACQUIRED = "2", "Acquis"
        UNKNOWN = "nr", "Non renseigné"

    class Conclusion(models.TextChoices):
        FAVOURABLE = "favourable", "Favorable"
        RESERVED = "reserved", "Réservé"
        REDIRECT = "redirect", "Réorientation"

    grid = models.ForeignKey(
        GridVersion, models.PROTECT, null=True, related_name="assessments", verbose_name="version de la grille"
    )
    evaluator = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="évaluateur"
    )
    answers = models.JSONField("réponses par critère", default=dict)
    assessed_on = models.DateField("réalisé le", null=True, editable=False)
    conclusion = EnumField("conclusion", choices=Conclusion, blank=True, editable=False)
    to_prepare = models.TextField("ce que la préparation doit couvrir", max_length=1000, blank=True)

    class Meta:
        verbose_name = "pré-diagnostic"
        verbose_name_plural = "pré-diagnostics"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="prediagnosis_one_under_way",
                fields=["case"],
                condition=Q(assessed_on__isnull=True),
                violation_error_message="Un pré-diagnostic est déjà en cours pour ce ménage.",
            ),
            models.CheckConstraint(
                name="prediagnosis_concluded_with_its_date",
                condition=Q(assessed_on__isnull=True, conclusion="")
                | (Q(assessed_on__isnull=False) & ~Q(conclusion="")),
                violation_error_message="Un pré-diagnostic réalisé porte sa date et sa conclusion.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pré-diagnostic de {self.case.household.code}"

    @property
    def missing(self) -> list[str]:
        """Criteria of the grid nobody answered yet; « non renseigné » is an answer."""
        return [code for code in (self.grid.codes if self.grid else []) if code not in self.answers]

    @property
    def result(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Block by block, each criterion and its level in words."""
        levels = dict(self.Level.choices)
        blocks: list[Any] = self.grid.criteria if self.grid else []
        return [
            (block["block"], [(one["label"], levels[self.answers.get(one["code"], "nr")]) for one in block["criteria"]])
            for block in blocks
        ]

    def answer(self, answers: dict[str, str], *, to_prepare: str) -> None:
        """Keep what has been answered so far."""
        self.answers, self.to_prepare = answers, to_prepare
        self.save(update_fields=["answers", "to_prepare"])

    def conclude(self, conclusion: str, *, on: date, by: "Professional") -> None:
        """The grid is complete: the candidature waits for the pré-CAL. A redirection is closed by the head."""
        if self.missing:
            raise MoveRefused(
                f"Il reste {len(self.missing)} critère(s) sans réponse. « Non renseigné » est une réponse possible."
            )
        self.assessed_on, self.conclusion = on, conclusion
        self.save(update_fields=["assessed_on", "conclusion"])
        Event.record(self, "prediagnosis.concluded", by=by, facts={"on": on, "conclusion": conclusion})
        if conclusion == self.Conclusion.REDIRECT:
            type(self.case).objects.filter(pk=self.case_id).update(prediagnosed_on=on)
            self.case.prediagnosed_on = on
        else:
            self.case.conclude_prediagnosis(on=on, by=by)
