"""Who may open which page, and the one door to a record."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.shortcuts import get_object_or_404  # noqa: TID251 - this is the one door

from households.confidentiality import READERS, WRITERS, DataClass
from households.models import Case, Reading
from lodabord.kernel.access import Rule
from lodabord.partners.roles import Role


def roles(allowed: Iterable[Role]) -> Rule:
    """Open to the current membership when its role is one of these."""
    allowed = frozenset(allowed)

    def rule(request: HttpRequest) -> bool:
        membership = getattr(request, "membership", None)
        return membership is not None and membership.role in allowed

    rule.roles = allowed  # type: ignore[attr-defined]
    return rule


def readers(data_class: DataClass) -> Rule:
    """Open to the roles that read this class of data (the matrix)."""
    return roles(READERS[data_class])


def writers(data_class: DataClass) -> Rule:
    """Open to the roles that write this class of data (the matrix)."""
    return roles(WRITERS[data_class])


def writers_of(model: Any) -> Rule:
    """Open to the roles that write this model: its own narrower list, or its class's."""
    return roles(getattr(model, "writers", WRITERS[model.data_class]))


def open_or_404(request: HttpRequest, records: Any, **lookup: Any) -> Any:
    """The record, if the current membership stands on it; the reading is journalled.

    Outside one's standing the answer is the very one given for what does not exist: that a
    household is known here is itself confidential.
    """
    queryset = getattr(records, "visible_to", None) or records.all().visible_to
    record = get_object_or_404(queryset(request.membership), **lookup)  # type: ignore[attr-defined]
    journal_reading(request, record)
    return record


def journal_reading(request: HttpRequest, record: models.Model) -> None:
    """One line: who opened what, when. Never the content (invariant 11)."""
    case_id = record.pk if isinstance(record, Case) else getattr(record, "case_id", None)
    if case_id:
        Reading.objects.create(
            case_id=case_id,
            by_id=request.membership.professional_id,  # type: ignore[attr-defined]
            model=str(record._meta.label_lower),
            record_id=record.pk,
        )


def journal_list(request: HttpRequest, record: models.Model, cases: Iterable[Case]) -> None:
    """One line for each household a list named to its reader: which list, when. Never the content."""
    Reading.objects.bulk_create(
        Reading(
            case=case,
            by_id=request.membership.professional_id,  # type: ignore[attr-defined]
            model=str(record._meta.label_lower),
            record_id=record.pk,
        )
        for case in dict.fromkeys(cases)
    )
