"""Who is on duty, half-day by half-day: the one who answers when nobody took the call."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from households.stateful import MoveRefused
from lodabord.kernel import working_days
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement, Terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from lodabord.partners.models import Professional


class Half(models.TextChoices):
    """The two openings of a day."""

    MORNING = "matin", "Matin"
    AFTERNOON = "apres_midi", "Après-midi"


class DutyShiftQuerySet(models.QuerySet):
    def at(self, instant: datetime, terms: Terms) -> Self:
        """Of the half-day that runs at that instant, or of the next one when it is closed."""
        day, half = half_day_of(instant, terms)
        return self.filter(on=day, half=half)


class DutyShift(models.Model):
    """One person answers for one half-day, under one agreement."""

    read_by_sides = frozenset({"association"})
    written_by_sides = frozenset({"association"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+", verbose_name="convention")
    on = models.DateField("jour")
    half = EnumField("demi-journée", choices=Half)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="de permanence"
    )

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "permanence"
        verbose_name_plural = "permanences"
        ordering = ["on", "-half"]
        constraints = [
            models.UniqueConstraint(
                name="duty_shift_one_person_a_half_day",
                fields=["agreement", "on", "half"],
                violation_error_message="Quelqu'un est déjà de permanence cette demi-journée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.get_half_display().lower()}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """The association of the agreement keeps its roster; nobody else reads it."""
        from households.wall import AGREEMENTS, Right

        rows = f"agreement_id = {AGREEMENTS}"
        return {"association": Right(frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}), rows, rows)}

    @classmethod
    def put(cls, agreement: Agreement, day: date, half: str, who: "Professional | None") -> None:
        """Somebody answers that half-day, in place of whoever did; nobody when `who` is None."""
        if not working_days.is_working_day(day):
            raise MoveRefused(f"Le {day:%d/%m/%Y} est un jour fermé : il n'y a pas de permanence.")
        kept: dict[str, Any] = {"agreement": agreement, "on": day, "half": half}
        with transaction.atomic():
            if who is None:
                cls.objects.filter(**kept).delete()
            else:
                cls.objects.update_or_create(**kept, defaults={"professional": who})

    @classmethod
    def fill(
        cls, agreement: Agreement, days: list[date], people: "list[Professional]",
        away: "Callable[[Professional, date], bool]" = lambda who, day: False,
    ) -> int:  # fmt: skip
        """Each in turn over the half-days that nobody holds yet. Returns how many were filled.

        Somebody `away` that day lets the next one pass; nobody is put when all are. An even number of people
        would give each the same half of every day: each round starts one person later.
        """
        if not people:
            raise MoveRefused("Choisissez au moins une personne.")
        held = set(cls.objects.filter(agreement=agreement, on__in=days).values_list("on", "half"))
        free = [(day, half) for day in days if working_days.is_working_day(day) for half in Half.values]
        free = [one for one in free if one not in held]
        later = 1 - len(people) % 2
        told: list[Any] = []
        for turn, (day, half) in enumerate(free):
            first = turn + later * (turn // len(people))
            order = [people[(first + step) % len(people)] for step in range(len(people))]
            present = next((one for one in order if not away(one, day)), None)
            if present is not None:
                told.append(cls(agreement=agreement, on=day, half=half, professional=present))
        cls.objects.bulk_create(told, ignore_conflicts=True)
        return len(told)


def half_day_of(instant: datetime, terms: Terms) -> tuple[date, str]:
    """The opening that runs at that instant, or the next one: a call of the evening is the morning's."""
    opens = working_days.effective_receipt(instant, terms.opening_hours).astimezone(working_days.PARIS)
    morning = opens.time() < terms.morning_closes
    return opens.date(), Half.MORNING if morning else Half.AFTERNOON
