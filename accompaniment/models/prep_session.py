"""A session of the preparation: one module or several, for one household or a group (R-19)."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.models.gathering import Gathering
from accompaniment.models.preparation import Format, PrepAttendance, PrepModule
from accompaniment.models.presence import Noted
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PrepSession(Gathering):
    """When, where, which modules, who animates. Who came is in each household's `PrepAttendance`."""

    path = "session"

    modules = ArrayField(models.SlugField("module", max_length=40), verbose_name="modules travaillés")
    """Codes of `PrepModule`: an array, since no session is ever looked for by its module."""
    format = EnumField("format", choices=Format, default=Format.COLLECTIVE)

    class Meta:
        verbose_name = "séance de préparation"
        verbose_name_plural = "séances de préparation"
        ordering = ["on", "at"]
        constraints = [
            *Gathering.Meta.constraints,
            models.CheckConstraint(
                name="prep_session_has_a_module",
                condition=Q(modules__len__gt=0),
                violation_error_message="Une séance porte sur un module au moins.",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "on"], name="prep_session_agreement_on")]

    def __str__(self) -> str:
        return f"Séance du {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("accompaniment:prep_session", args=[self.pk])

    @classmethod
    def attendance_model(cls) -> Any:
        return PrepAttendance

    @property
    def module_list(self) -> list[PrepModule]:
        """The modules worked on, in their order; read once for a whole list by `with_modules`."""
        if not hasattr(self, "_modules"):
            self._modules = list(PrepModule.objects.filter(code__in=self.modules))
        return self._modules

    @property
    def title_words(self) -> str:
        return " ; ".join(one.label for one in self.module_list)

    @property
    def is_collective(self) -> bool:
        return self.format == Format.COLLECTIVE

    def noted(self) -> dict[UUID, Noted]:
        by_case: dict[UUID, list[PrepAttendance]] = {}
        for row in self.rows.select_related("noted_by"):
            by_case.setdefault(row.case_id, []).append(row)
        return {
            case: Noted(
                outcome=rows[0].outcome,
                acquired=frozenset(row.module_id for row in rows if row.acquired),
                word=rows[0].word,
                revision=sum(row.revision for row in rows),
                by=rows[0].noted_by,
            )
            for case, rows in by_case.items()
        }

    def blank_rows(self, case: Case, *, by: "Professional") -> list[PrepAttendance]:
        made: dict[str, Any] = {"case": case, "session": self, "on": self.on, "format": self.format}
        return [PrepAttendance(module=one, present=None, created_by=by, **made) for one in self.module_list]

    def write(self, case: Case, told: Noted, *, today: date, by: "Professional") -> None:
        if told.acquired and not told.was_there:
            raise MoveRefused("Un module acquis suppose une présence : décochez « acquis », ou notez la présence.")
        rows = list(self.rows.filter(case=case).select_related("module"))
        if not rows:
            self.require_welcome(case)
        for row in rows or self.blank_rows(case, by=by):
            row.write(told.outcome, acquired=row.module_id in told.acquired, word=told.word, by=by)

    def require_welcome(self, case: Case) -> None:
        super().require_welcome(case)
        if not self.is_collective and self.rows.exclude(case=case).exists():
            raise MoveRefused("Une séance individuelle ne concerne qu'un ménage : prévoyez une autre séance.")


def with_modules(sessions: list[PrepSession]) -> list[PrepSession]:
    """The same sessions, their modules read in one query."""
    modules = {one.code: one for one in PrepModule.objects.all()}
    for session in sessions:
        kept = [modules[code] for code in session.modules if code in modules]
        session._modules = sorted(kept, key=lambda one: one.number)
    return sessions
