"""A text that is edited keeps what it said before: the earlier versions, in words, never overwritten."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import CaseRecord
from households.stateful import MoveRefused, Outdated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lodabord.partners.models import Professional


class Rewritable(models.Model):
    """A record whose texts may be written again. `revision` counts; each earlier text is kept."""

    TEXTS: ClassVar[dict[str, str]] = {}
    """Field → label of what is kept."""

    revision = models.PositiveIntegerField("version", default=1, editable=False)

    if TYPE_CHECKING:
        case_id: Any
        earlier_texts: Any
        created_by_id: Any

    class Meta:
        abstract = True

    def texts(self) -> dict[str, str]:
        """Label → what it says now."""
        return {label: getattr(self, name) for name, label in self.TEXTS.items()}

    def earlier(self) -> "Iterable[Any]":
        """The versions before this one, the latest first."""
        return self.earlier_texts.select_related("created_by")

    def take_turn(self, *, by: "Professional", revision: int | None, **told: Any) -> int:
        """Lock the row and keep what the new texts replace. Returns the number of the new version.

        `revision`: the version its author read; when it is no longer the last one, both texts are shown to her.
        """
        now = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if revision not in (None, now.revision):
            raise Outdated(who=now._last_editor(by), theirs=now.texts(), revision=now.revision)
        changed = any(name in told and told[name] != getattr(now, name) for name in self.TEXTS)
        if changed and any(now.texts().values()):
            now._keep(by)
        return now.revision + 1

    def _keep(self, by: "Professional") -> None:
        self.earlier_texts.create(case_id=self.case_id, revision=self.revision, texts=self.texts(), created_by=by)

    def _last_editor(self, by: "Professional") -> str:
        last = self.earlier_texts.order_by("-revision").first()
        if last is None or last.created_by is None:
            return "Un collègue a modifié"
        return "Vous avez modifié" if last.created_by == by else f"{last.created_by} a modifié"

    def require_author(self, by: "Professional") -> None:
        """A note is rewritten by whoever wrote it; somebody else writes her own."""
        if self.created_by_id != by.pk:
            raise MoveRefused("Seule la personne qui a écrit cette note la modifie : écrivez la vôtre.")


class EarlierText(CaseRecord):
    """What a visit's report or a note said before. `created_by` and `created_at`: who replaced it, and when."""

    data_class = DataClass.SOCIAL
    append_only = True

    visit = models.ForeignKey(
        "accompaniment.Visit", models.PROTECT, null=True, related_name="earlier_texts", verbose_name="visite"
    )
    note = models.ForeignKey(
        "accompaniment.Note", models.PROTECT, null=True, related_name="earlier_texts", verbose_name="note"
    )
    revision = models.PositiveIntegerField("version")
    texts = models.JSONField("textes")
    """Label → text."""

    class Meta:
        verbose_name = "version antérieure"
        verbose_name_plural = "versions antérieures"
        ordering = ["-revision"]
        constraints = [
            models.CheckConstraint(
                name="earlier_text_of_one_record",
                condition=Q(visit__isnull=True, note__isnull=False) | Q(visit__isnull=False, note__isnull=True),
                violation_error_message="Une version est celle d'une visite ou d'une note.",
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.revision}"


class EarlierPsychologistText(CaseRecord):
    """What a psychologist's note said before: hers alone, even when the note as it is now is shared."""

    data_class = DataClass.PSYCHOLOGIST_NOTE
    append_only = True

    note = models.ForeignKey(
        "accompaniment.PsychologistNote", models.PROTECT, related_name="earlier_texts", verbose_name="note"
    )
    revision = models.PositiveIntegerField("version")
    texts = models.JSONField("textes")

    class Meta:
        verbose_name = "version antérieure d'une note de la psychologue"
        verbose_name_plural = "versions antérieures des notes de la psychologue"
        ordering = ["-revision"]

    def __str__(self) -> str:
        return f"Version {self.revision}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """Its author, on a case she still reads."""
        from households.wall import CASES, ME, ROLE, Right

        hers = f"{ROLE} = 'asso_psy' AND created_by_id = {ME} AND case_id IN ({CASES})"
        return {"association": Right(frozenset({"SELECT", "INSERT"}), hers, hers)}
