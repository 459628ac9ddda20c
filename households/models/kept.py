"""What is being typed, kept on the server until it is sent; and what was sent, once per key (decision 0017).

Both belong to whoever typed: not even the head of service reads another's draft.
"""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction

from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

SENT_KEPT = timedelta(days=30)
"""How long a form sent is remembered: past that, a page left open sends again as a new one."""
TYPED_AT_MOST = 60_000
"""Characters of one draft: ten times the longest field there is."""


class Conflict(MoveRefused):
    """Another tab saved the same draft since: `kept` is what it holds now."""

    def __init__(self, kept: "Draft") -> None:
        super().__init__("Ce brouillon a aussi été modifié dans un autre onglet.")
        self.kept = kept


class AlreadySent(MoveRefused):
    """The form of that key was sent: nothing more is kept of it."""


class OwnQuerySet(models.QuerySet[Any]):
    def of(self, professional: "Professional") -> Self:
        return self.filter(author=professional)


class OfItsAuthor(models.Model):
    """Something only its author reads and writes, by the database's own rule."""

    key = models.UUIDField("clé", primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="auteur")

    objects = OwnQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """The author, from whichever side; nobody else of that side, whatever the role."""
        from households.wall import ME, Right

        mine = f"author_id = {ME}"
        right = Right(frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}), mine, mine)
        return dict.fromkeys(("association", "landlord", "steering", "prescriber", "technical"), right)


class DraftQuerySet(OwnQuerySet):
    def forgotten(self, now: datetime, days: int) -> Self:
        """Not touched for that long."""
        return self.filter(saved_at__lt=now - timedelta(days=days))


class Draft(OfItsAuthor):
    """A form being filled: where, and what is in its fields."""

    path = models.CharField("page", max_length=300)
    title = models.CharField("acte", max_length=120)
    content = models.JSONField("saisie")
    """Field name → the values it holds, as the browser would send them."""
    revision = models.PositiveIntegerField("version", default=1)
    saved_at = models.DateTimeField("enregistré le")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["author", "path"], name="draft_author_path")]

    def __str__(self) -> str:
        return f"{self.title}, brouillon du {self.saved_at:%d/%m/%Y}"

    @property
    def resume_url(self) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}brouillon={self.key}"

    @classmethod
    def save_typed(
        cls, key: uuid.UUID, *, by: "Professional", revision: int, at: datetime, path: str, title: str, content: Any
    ) -> "Draft":
        """Keep what is typed. `revision` is the one this tab last saw, 0 for a form never saved."""
        with transaction.atomic():
            if SentForm.objects.filter(key=key).exists():
                raise AlreadySent("Ce formulaire est déjà enregistré.")
            typed = {"path": path, "title": title, "content": content, "saved_at": at}
            kept, new = cls.objects.get_or_create(key=key, defaults={"author": by, **typed})
            if new:
                return kept
            here = cls.objects.filter(key=key, revision=revision)
            if not here.update(revision=revision + 1, **typed):
                kept.refresh_from_db()
                raise Conflict(kept)
            kept.refresh_from_db()
        return kept


class SentForm(OfItsAuthor):
    """A form sent, once: its key was drawn with the page, so sending it twice writes once."""

    sent_at = models.DateTimeField("envoyé le")
    to = models.CharField("mène à", max_length=300)
    fingerprint = models.CharField("empreinte de la saisie", max_length=64)
    """Of what was typed: sent again unchanged it is the same send; changed, it is another one."""

    class Meta:
        verbose_name = "formulaire envoyé"
        verbose_name_plural = "formulaires envoyés"
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["sent_at"], name="sentform_sent_at")]

    def __str__(self) -> str:
        return f"envoyé le {self.sent_at:%d/%m/%Y}"
