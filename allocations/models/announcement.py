"""What a household must be told of its passage before the CAL: by whom, and whether it was."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class AnnouncementQuerySet(OfCaseQuerySet):
    def waiting(self) -> Self:
        """Not told yet; a household whose case is closed is no longer told."""
        return self.filter(announced_on__isnull=True).exclude(case__state="closed")

    def concerning(self, professional_id: Any) -> Self:
        """Mine to tell, or about a household I follow."""
        return self.filter(
            Q(announcer=professional_id) | Q(case__referent=professional_id) | Q(case__deputy=professional_id)
        )


class Announcement(CaseRecord):
    """Owed to the household as soon as a result is recorded; ticked, dated, by whoever told it."""

    data_class = DataClass.PROCESS

    class What(models.TextChoices):
        DECISION = "decision", "Décision de la CAL"
        EFFECT = "effect", "L'attribution devient effective"
        NO_EFFECT = "no_effect", "L'attribution reste sans effet"
        WITHDRAWN = "withdrawn", "Dossier retiré de l'ordre du jour"
        LAPSED = "lapsed", "Offre caduque"

    case = models.ForeignKey(Case, models.PROTECT, related_name="announcements", verbose_name="dossier")
    presentation = models.ForeignKey(
        "allocations.CalPresentation", models.PROTECT, related_name="announcements", verbose_name="passage en CAL"
    )
    what = EnumField("à annoncer", choices=What, default=What.DECISION)
    announcer = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annoncé par"
    )
    announced_on = models.DateField("annoncé le", null=True, editable=False)
    announced_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="coché par", editable=False
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "annonce au ménage"
        verbose_name_plural = "annonces au ménage"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="announcement_once",
                fields=["presentation", "what"],
                violation_error_message="Cette annonce est déjà prévue.",
            ),
            models.CheckConstraint(
                name="announcement_told_by_somebody",
                condition=Q(announced_on__isnull=True, announced_by__isnull=True)
                | Q(announced_on__isnull=False, announced_by__isnull=False),
                violation_error_message="Une annonce faite dit quand, et par qui.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, à annoncer au ménage par {self.told_by}"

    @property
    def told_by(self) -> str:
        """Who announces: the named person, or the association as long as nobody is."""
        return str(self.announcer or self.case.referent or "l'association")

    @classmethod
    def owe(cls, presentation: Any, what: str, *, by: "Professional") -> "Announcement":
        """From now on somebody has to tell the household: its referent, unless another is named."""
        case = presentation.case
        return cls.objects.create(
            case=case, presentation=presentation, what=what, announcer_id=case.referent_id, created_by=by
        )

    def entrust(self, to: "Professional", *, by: "Professional") -> None:
        """Somebody else will tell them."""
        self._require_waiting()
        self.announcer = to
        self.save(update_fields=["announcer"])
        Event.record(self, "announcement.entrusted", by=by, facts={"to": to})

    def tick(self, *, on: date, by: "Professional") -> None:
        """The household knows. Of two people ticking at once, the second is told that it was done."""
        self._require_waiting()
        if on < self.presentation.cal_on and self.what != self.What.WITHDRAWN:
            raise MoveRefused(f"La commission s'est réunie le {self.presentation.cal_on:%d/%m/%Y} : vérifiez la date.")
        waiting = type(self)._base_manager.filter(pk=self.pk, announced_on__isnull=True)
        if not waiting.update(announced_on=on, announced_by=by):
            raise MoveRefused("Un collègue vient de noter cette annonce. Rechargez la page.")
        self.announced_on, self.announced_by = on, by
        Event.record(self, "announcement.made", by=by, facts={"on": on, "what": self.what})

    def _require_waiting(self) -> None:
        if self.announced_on is not None:
            raise MoveRefused(f"Le ménage le sait depuis le {self.announced_on:%d/%m/%Y}.")
