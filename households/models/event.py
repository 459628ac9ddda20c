"""What happened, and what was read: two journals that nobody can rewrite."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from households.confidentiality import CLOSED_TO_COVER, DataClass, classes_read_by
from households.visibility import OfCaseQuerySet, standing_rule
from lodabord.kernel.clock import instant
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class EventQuerySet(OfCaseQuerySet):
    """An event is as confidential as the record it is about."""

    def visible_to(self, membership: "Membership | None") -> Self:
        rule = standing_rule(membership, "case__") if membership else None
        if membership is None or rule is None:
            return self.none()
        own = standing_rule(membership, "case__", covering=False)
        told = ~Q(record_class__in=CLOSED_TO_COVER) | (own or Q())
        return self.filter(rule & told, record_class__in=classes_read_by(membership.role))


class Event(models.Model):
    """A dated act on a case, by somebody. Appended in the act's own transaction, never changed."""

    data_class = DataClass.PROCESS
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("households.Case", models.PROTECT, related_name="events", verbose_name="dossier")
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey("partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="par")
    action = models.CharField("acte", max_length=60)
    record_class = EnumField("classe", choices=DataClass)
    record_id = models.UUIDField("objet")
    facts = models.JSONField("dates et codes", default=dict, encoder=DjangoJSONEncoder)
    """Dates, codes and counts only: never a text that somebody wrote."""

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        ordering = ["-at"]
        indexes = [models.Index(fields=["case", "-at"], name="event_case_at")]

    def __str__(self) -> str:
        return self.action

    @classmethod
    def record(cls, record: Any, action: str, *, by: "Professional | None", facts: dict[str, Any]) -> "Event":
        """Append the event of an act on a record of a case (or on the case itself)."""
        case_id = getattr(record, "case_id", None) or record.pk
        told = {name: _plain(value) for name, value in facts.items()}
        return cls.objects.create(
            case_id=case_id,
            at=instant(),
            by=by,
            action=action,
            record_class=getattr(record, "event_class", record.data_class),
            record_id=record.pk,
            facts=told,
        )


def _plain(value: Any) -> Any:
    """A record mentioned in the facts is told by its identifier."""
    return str(value.pk) if isinstance(value, models.Model) else value


class Reading(models.Model):
    """Somebody opened a record: what and when, never its content (invariant 11)."""

    data_class = DataClass.READING
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("households.Case", models.PROTECT, related_name="readings", verbose_name="dossier")
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="par")
    model = models.CharField("nature", max_length=60)
    record_id = models.UUIDField("objet")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "lecture"
        verbose_name_plural = "lectures"
        ordering = ["-at"]
        indexes = [models.Index(fields=["case", "-at"], name="reading_case_at")]

    def __str__(self) -> str:
        return f"{self.model} {self.at:%d/%m/%Y %H:%M}"
