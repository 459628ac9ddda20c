"""The records of an import, kept until all are known to be right, then written by thousands."""

from collections import defaultdict
from typing import Any

from django.db.models import Model

from reporting.workbook.rows import Tell

BY_THOUSANDS = 1_000


class Batch:
    """Records by model, in the order in which the models came: what others point at is added first."""

    def __init__(self) -> None:
        self.made: dict[type[Model], list[Any]] = defaultdict(list)

    def add(self, record: Any) -> Any:
        self.made[type(record)].append(record)
        return record

    def of(self, model: type[Model]) -> list[Any]:
        return self.made.get(model, [])

    def counts(self) -> dict[str, int]:
        """How many of each, by name."""
        return {str(model._meta.verbose_name_plural): len(records) for model, records in self.made.items() if records}

    def write(self, order: list[type[Model]], tell: Tell, done: int = 0) -> int:
        """Those models, in that order. Returns how many records were written since the beginning."""
        for model in order:
            records = self.made.get(model, [])
            for start in range(0, len(records), BY_THOUSANDS):
                part = records[start : start + BY_THOUSANDS]
                model._base_manager.bulk_create(part)  # nothing is sent nor moved: the past is told
                done += len(part)
                tell(f"Écriture : {model._meta.verbose_name_plural}", done)
        return done
