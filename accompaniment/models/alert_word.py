"""Words that have no place in a note for the CAL: a list the partners can change, loaded by a data migration."""

from django.db import models
from django.db.models import Q

from lodabord.kernel.fields import EnumField


class AlertWord(models.Model):
    """A word that often tells what a note must not: why it is pointed out, and a better wording."""

    class Kind(models.TextChoices):
        HEALTH = "health", "Santé"
        OFFENCE = "offence", "Infraction, justice"
        JUDGEMENT = "judgement", "Jugement"
        ORIGIN = "origin", "Origine"
        RELIGION = "religion", "Religion"
        THIRD_PARTY = "third_party", "Autre personne"

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(
        "mot",
        max_length=60,
        unique=True,
        help_text="Sans majuscule. Avec « * » à la fin, tous les mots qui commencent ainsi.",
    )
    kind = EnumField("touche à", choices=Kind)
    reason = models.CharField("pourquoi", max_length=200)
    better = models.CharField("à dire plutôt", max_length=200, blank=True)
    active = models.BooleanField("signalé", default=True)

    class Meta:
        verbose_name = "mot signalé dans la note"
        verbose_name_plural = "mots signalés dans la note"
        ordering = ["kind", "word"]
        constraints = [
            models.CheckConstraint(
                name="alert_word_is_not_a_star",
                condition=~Q(word__in=["", "*"]),
                violation_error_message="Indiquez un mot.",
            )
        ]

    def __str__(self) -> str:
        return self.word
