"""Who came, and how: what a session of the preparation and a collective activity note of each household."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import CaseRecord
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Outcome(models.TextChoices):
    """What became of a household's coming, once it is noted."""

    PRESENT = "present", "Présence"
    LATE = "en_cours", "Arrivée en cours"
    EXCUSED = "excuse", "Absence excusée"
    ABSENT = "absent", "Absence"


@dataclass(frozen=True)
class Noted:
    """What is noted, or typed, of one household at one gathering. `outcome` is empty while nothing is noted."""

    outcome: str = ""
    acquired: frozenset[str] = frozenset()
    """Codes of the modules acquired."""
    word: str = ""
    revision: int = 0
    """How many times it was noted: what two people typing at once are told apart by."""
    by: "Professional | None" = None

    @property
    def content(self) -> tuple[str, frozenset[str], str]:
        return self.outcome, self.acquired, self.word

    @property
    def was_there(self) -> bool:
        return self.outcome in (Outcome.PRESENT, Outcome.LATE)


class PresenceQuerySet(OfCaseQuerySet):
    def to_come(self) -> Self:
        """Signed up, not noted yet; a household whose accompaniment is over is no longer expected."""
        return self.filter(present__isnull=True, case__closed_on__isnull=True)

    def came(self) -> Self:
        return self.filter(present=True)


class Presence(CaseRecord):
    """One household's own attendance, on its own file: signed up, then there or not. Nobody else's is told with it."""

    data_class = DataClass.SOCIAL

    class Nuance(models.TextChoices):
        """What « présent » or « absent » does not say."""

        LATE = "en_cours", "Arrivée en cours"
        EXCUSED = "excuse", "Excusée"

    on = models.DateField("le")
    present = models.BooleanField("présent", null=True, default=True)
    """None while the household is only signed up."""
    nuance = EnumField("précision", choices=Nuance, blank=True)
    word = models.CharField("un mot", max_length=300, blank=True)
    revision = models.PositiveSmallIntegerField("notée combien de fois", default=0, editable=False)
    noted_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="noté par", editable=False
    )

    objects = PresenceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_nuance_fits",
                condition=Q(nuance="")
                | Q(nuance="en_cours", present__isnull=False, present=True)
                | Q(nuance="excuse", present__isnull=False, present=False),
                violation_error_message="« Arrivée en cours » suppose une présence, « excusée » une absence.",
            ),
        ]

    @property
    def outcome(self) -> str:
        """The outcome noted, or nothing while the household is only signed up."""
        if self.present is None:
            return ""
        if self.nuance:
            return str(self.nuance)
        return Outcome.PRESENT if self.present else Outcome.ABSENT

    @property
    def outcome_label(self) -> str:
        return Outcome(self.outcome).label if self.outcome else "Inscription"

    def note(self, outcome: str, word: str, *, by: "Professional") -> None:
        """Set what was noted; not saved, not journalled."""
        self.present = None if not outcome else outcome in (Outcome.PRESENT, Outcome.LATE)
        self.nuance = outcome if outcome in self.Nuance.values else ""
        self.word, self.noted_by, self.revision = word, by, self.revision + 1
