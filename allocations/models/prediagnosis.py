"""The pré-diagnostic: the answers by criterion on an agreed grid, and a conclusion (R-15, R-16).

The result by criterion is shared; the notes that support it are the association's and live in
`accompaniment`. There is no score, and nothing is refused by itself (R-52, GDPR article 22).
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from allocations.models.grid_version import GridVersion
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stages import State
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import ASSOCIATION

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

NOT_AGAIN = frozenset({State.ORIENTATION_RECEIVED, State.CLOSED})
"""Stages at which no further assessment is made: too early, or over."""


class PreDiagnosisQuerySet(OfCaseQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Outside the association, only what is concluded: nobody reads over the evaluator's shoulder."""
        seen = super().visible_to(membership)
        if membership is None or membership.role in ASSOCIATION:
            return seen
        return seen.concluded()

    def concluded(self) -> Self:
        return self.filter(assessed_on__isnull=False)


class PreDiagnosis(CaseRecord):
    """One assessment of a household on one version of the grid, which it keeps."""

    data_class = DataClass.ASSESSMENT
    outside_reads_when = "assessed_on IS NOT NULL"

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

    objects = PreDiagnosisQuerySet.as_manager()

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

    # --- reading ---------------------------------------------------------------------------------

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

    @staticmethod
    def may_be_made(case: Case) -> bool:
        """The first one while it is under way; another one later, as long as the household is accompanied."""
        return case.is_access and case.state not in NOT_AGAIN

    # --- verbs -----------------------------------------------------------------------------------

    def answer(self, answers: dict[str, str], *, to_prepare: str) -> None:
        """Keep what has been answered so far."""
        self._require_under_way()
        self.answers, self.to_prepare = answers, to_prepare
        self.save(update_fields=["answers", "to_prepare"])

    def conclude(self, conclusion: str, *, on: date, by: "Professional") -> None:
        """The grid is complete. The first time, the candidature waits for the pré-CAL; later, nothing else moves."""
        self._require_under_way()
        if self.missing:
            raise MoveRefused(
                f"Il reste {len(self.missing)} critère(s) sans réponse. « Non renseigné » est une réponse possible."
            )
        self.assessed_on, self.conclusion = on, conclusion
        self.save(update_fields=["assessed_on", "conclusion"])
        Event.record(self, "prediagnosis.concluded", by=by, facts={"on": on, "conclusion": conclusion})
        if self.case.state == State.PREDIAGNOSIS:
            self._move_case(conclusion, on=on, by=by)

    def _move_case(self, conclusion: str, *, on: date, by: "Professional") -> None:
        """A redirection is closed by the head."""
        if conclusion == self.Conclusion.REDIRECT:
            type(self.case).objects.filter(pk=self.case_id).update(prediagnosed_on=on)
            self.case.prediagnosed_on = on
        else:
            self.case.conclude_prediagnosis(on=on, by=by)

    def _require_under_way(self) -> None:
        if self.assessed_on is not None:
            raise MoveRefused("Ce pré-diagnostic est déjà conclu : faites-en un nouveau, les deux se compareront.")
        if not self.may_be_made(self.case):
            raise MoveRefused("Aucun pré-diagnostic ne se fait à cette étape.")
