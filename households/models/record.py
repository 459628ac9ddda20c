"""What every record about a case has in common."""

import uuid

from django.db import models
from django.utils import timezone

from households.models.case import Case
from households.visibility import OfCaseQuerySet


class CaseRecord(models.Model):
    """A record about a case: its own identifier, who wrote it and when. Says its `data_class`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)ss", verbose_name="dossier")
    created_at = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="saisi par", editable=False
    )
    taken_over = models.BooleanField("repris", default=False, editable=False)
    """Taken over from an earlier follow-up: some details may be missing (interfaces §5)."""

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        abstract = True
