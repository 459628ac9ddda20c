"""What the pages of sessions and activities share: words, addresses, the list over a period, the invitation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accompaniment.certificate import length
from accompaniment.forms.gatherings import GroupActivityForm, PrepSessionForm
from accompaniment.models import GroupActivity, PrepSession
from accompaniment.models.prep_session import with_modules
from lodabord.templatetags.lodabord import day, hour


@dataclass(frozen=True)
class Kind:
    """One of the two kinds of gatherings, in words."""

    slug: str
    plural: str
    """The names of its pages: those of one, and of the list."""
    title: str
    new: str
    form: Any
    empty: str

    @property
    def list_url(self) -> str:
        return reverse(f"accompaniment:{self.plural}")

    @property
    def new_url(self) -> str:
        return reverse(f"accompaniment:new_{self.slug}")


KINDS: dict[Any, Kind] = {
    PrepSession: Kind(
        "prep_session", "prep_sessions", "Ateliers de préparation", "Nouvelle séance de préparation", PrepSessionForm,
        "Les séances de préparation apparaîtront ici : une seule page suffit pour noter qui est venu.",
    ),
    GroupActivity: Kind(
        "group_activity", "group_activities", "Activités collectives", "Nouvelle activité collective", GroupActivityForm,
        "Les activités proposées à plusieurs ménages apparaîtront ici ; chaque participation devient un contact du ménage.",
    ),
}  # fmt: skip
PAGES = ("attendance", "sign_up", "revision", "move", "cancel", "invitation", "letters", "sheet")


def kind_of(model: Any) -> Kind:
    return KINDS[model]


def addresses(gathering: Any) -> dict[str, str]:
    """The pages of one gathering."""
    slug = kind_of(type(gathering)).slug
    return {page: reverse(f"accompaniment:{slug}_{page}", args=[gathering.pk]) for page in PAGES}


@dataclass(frozen=True)
class Period:
    """From one day to another, both counted."""

    start: date
    end: date

    @classmethod
    def asked(cls, query: Mapping[str, str], start: date, end: date) -> "Period":
        """The one of the address; what is not a date is left aside."""
        return cls(_day(query.get("du"), start), _day(query.get("au"), end))


def _day(told: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(told or "")
    except ValueError:
        return otherwise


def listed(seen: Any, period: Period, today: date) -> dict[str, Any]:
    """To note, to come, past ones of the period; and what the period adds up to."""
    counted = seen.select_related("animator", "second_animator").annotate(
        expected=Count("attendances__case", filter=Q(attendances__present__isnull=True), distinct=True),
        came=Count("attendances__case", filter=Q(attendances__present=True), distinct=True),
        missed=Count("attendances__case", filter=Q(attendances__present=False), distinct=True),
    )
    to_note, coming = (
        list(counted.to_note(today)),
        list(counted.filter(on__gte=today).exclude(state="held").order_by("on", "at")),
    )
    past = list(counted.filter(on__range=(period.start, period.end), on__lte=today).order_by("-on", "-at"))
    if seen.model is PrepSession:
        with_modules([*to_note, *coming, *past])
    waiting = {one.pk for one in to_note}
    coming = [one for one in coming if one.pk not in waiting]
    shown = waiting | {one.pk for one in coming}
    held = seen.filter(state="held", on__range=(period.start, period.end))
    totals = held.aggregate(
        sessions=Count("pk", distinct=True),
        households=Count("attendances__case", filter=Q(attendances__present=True), distinct=True),
    )
    return {
        "to_note": to_note,
        "coming": coming,
        "past": [one for one in past if one.pk not in shown],
        "period": period,
        "totals": {**totals, "presences": sum(one.came for one in past)},
    }


@dataclass(frozen=True)
class Invitation:
    """What is told to those invited: a time, a place, a subject. Nothing that says why they are invited."""

    paragraphs: tuple[str, ...]
    signature: str

    @property
    def text(self) -> str:
        """The whole, to copy into a message."""
        return "\n".join(["Bonjour,", *self.paragraphs, self.signature])


def invitation_of(gathering: Any) -> Invitation:
    """The same words in the message and in the letter."""
    subject = gathering.title_words
    partner = f" {gathering.partner} sera avec nous." if gathering.partner else ""
    phone = gathering.animator.phone or "au numéro de l'association"
    return Invitation(
        (
            f"Vous êtes invité le {day(gathering.on)} à {hour(gathering.at)}.",
            f"Lieu : {gathering.place}. Durée : {length(gathering.duration_minutes)}.",
            f"Sujet : {subject}.{partner}",
            f"Si vous ne pouvez pas venir, ou pour toute question, appelez {gathering.animator} : {phone}.",
        ),
        str(gathering.agreement.association),
    )
