"""The end-of-measure report: where the household stands when the accompaniment ends (sheet 06 §6.6)."""

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accompaniment.models.exit import Exit
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class EndReport(CaseRecord):
    """Written with the end itself: its reason and destination are the exit's; the rest is here. One per end."""

    data_class = DataClass.SOCIAL

    class Lease(models.TextChoices):
        KEPT = "garde", "Bail en cours, logement gardé"
        MOVED = "autre_bail", "Bail signé pour un autre logement"
        NOTICE = "conge", "Congé donné par le ménage"
        ENDED = "perdu", "Bail perdu ou résilié"
        NONE = "sans", "Pas de bail"

    class Debt(models.TextChoices):
        NONE = "aucune", "Pas de dette de loyer"
        PLAN = "plan_respecte", "Dette, plan d'apurement respecté"
        PLAN_BROKEN = "plan_non_respecte", "Dette, plan d'apurement non respecté"
        DEBT = "dette", "Dette sans plan"
        UNKNOWN = "inconnue", "Situation non connue"

    exit = models.OneToOneField(Exit, models.PROTECT, related_name="report", verbose_name="fin d'accompagnement")
    lease = EnumField("bail", choices=Lease)
    debt = EnumField("loyer", choices=Debt)
    person_says = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    summary = models.TextField("ce qui a été fait ensemble", max_length=3000, blank=True)
    facts = models.JSONField("les faits de l'accompagnement", default=dict, encoder=DjangoJSONEncoder, editable=False)

    class Meta:
        verbose_name = "bilan de fin"
        verbose_name_plural = "bilans de fin"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Bilan de fin du {self.exit.closed_on:%d/%m/%Y}"

    def complete(self, *, by: "Professional", **content: Any) -> None:
        """Say more, or say it better: the end itself does not change."""
        with transaction.atomic():
            for name in ("lease", "debt", "person_says", "summary"):
                setattr(self, name, content.get(name, getattr(self, name)))
            self.save(update_fields=["lease", "debt", "person_says", "summary"])
            Event.record(self, "endreport.completed", by=by, facts={})
