"""How to reach a household: by which safe channel, with which neutral words, and where it lives for who may know.

Nothing is sent by the server: these are links that the telephone opens. A channel that the person
did not call safe is not offered, and the page says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from accompaniment.models import Channel, ContactPreference, Visit
from allocations.models import Tenancy
from households.models import Case, ReportedDwelling
from lodabord.templatetags.lodabord import DAYS, MONTHS

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

NO_NUMBER = "aucun numéro n'est noté"


@dataclass(frozen=True)
class Reach:
    """What a line needs to call, write or go. Empty links are not offered."""

    case: Case
    number: str = ""
    number_of: str = ""
    preference: ContactPreference | None = None
    address: str = ""
    words: str = ""
    """The SMS, ready to be sent by the person who holds the telephone."""

    @property
    def tel(self) -> str:
        return "" if self.why_no_call else f"tel:{_dialled(self.number)}"

    @property
    def sms(self) -> str:
        return "" if self.why_no_sms else f"sms:{_dialled(self.number)}?&body={quote(self.words)}"

    @property
    def way(self) -> str:
        """Opens the map of the telephone; no site is asked."""
        return f"geo:0,0?q={quote(self.address)}" if self.address else ""

    @property
    def why_no_call(self) -> str:
        return self._why_not(Channel.CALL, "appeler")

    @property
    def why_no_sms(self) -> str:
        return self._why_not(Channel.SMS, "écrire")

    @property
    def voicemail_is_safe(self) -> bool | None:
        """None: nobody asked the person yet."""
        return Channel.VOICEMAIL in self.preference.channels if self.preference else None

    @property
    def earlier_words(self) -> str:
        """What was noted with the identity, before the person was asked."""
        holder = self.case.household.holder
        return holder.safe_contact if holder and self.preference is None else ""

    def _why_not(self, channel: str, act: str) -> str:
        if self.preference is not None and channel not in self.preference.channels:
            return f"Ne pas {act} : la personne ne l'a pas dit sûr."
        return f"Impossible d'{act} : {NO_NUMBER}." if not self.number else ""


def reaches(
    member: "Membership", cases: Iterable[Case], *, today: date, meetings: dict[UUID, Visit] | None = None
) -> dict[UUID, Reach]:
    """For each case (its persons prefetched), in three queries. `meetings`: the visit that the SMS speaks of."""
    found = {case.pk: case for case in cases}
    mine = ContactPreference.objects.visible_to(member).filter(case__in=found)
    preferences = {one.case_id: one for one in mine}
    addresses = _addresses(member, list(found), today)
    told = {}
    for pk, case in found.items():
        preference, holder = preferences.get(pk), case.household.holder
        own = holder.phone if holder else ""
        other = preference.number if preference else ""
        told[pk] = Reach(
            case=case, number=other or own, number_of=preference.number_of if preference and other else "",
            preference=preference, address=addresses.get(pk, ""),
            words=neutral_words(member.professional.first_name, (meetings or {}).get(pk)),
        )  # fmt: skip
    return told


def neutral_words(first_name: str, meeting: Visit | None) -> str:
    """« Bonjour, c'est Leïla. On se voit mardi 12 mai à 14 h. »: no organisation, no reason."""
    if meeting is None:
        return f"Bonjour, c'est {first_name}. Pouvez-vous me rappeler ?"
    number = "1er" if meeting.on.day == 1 else str(meeting.on.day)
    when = f"{DAYS[meeting.on.weekday()]} {number} {MONTHS[meeting.on.month - 1]}"
    return f"Bonjour, c'est {first_name}. On se voit {when}{_at(meeting.at)}."


def _at(hour: time | None) -> str:
    if hour is None:
        return ""
    return f" à {hour.hour} h {hour:%M}" if hour.minute else f" à {hour.hour} h"


def _dialled(number: str) -> str:
    """Digits and the international sign only, as a telephone dials."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _addresses(member: "Membership", cases: list[UUID], today: date) -> dict[UUID, str]:
    """Where each lives, for who may know it (decision 12): the lease, else what the landlord told."""
    reported = ReportedDwelling.objects.visible_to(member).filter(case__in=cases)
    told = {one.case_id: one.told for one in reported}
    leases = Tenancy.objects.visible_to(member).running(today).filter(case__in=cases, dwelling__isnull=False)
    for lease in leases.select_related("dwelling").order_by("starts_on"):
        home = lease.dwelling
        place = ", ".join(part for part in (home.address, home.commune) if part) if home else ""
        if lease.starts_on <= today and place:
            told[lease.case_id] = place
    return told
