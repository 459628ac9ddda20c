"""What the records need of the agreement and of the reference lists, read once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accompaniment.models import RelayKind
from allocations.models import Dwelling
from households.models import ExitReason, HousingRequest, PriorityPublic, RefusalReason
from lodabord.partners.models import Agreement, Membership, PrescriberType, Professional
from lodabord.partners.roles import ASSOCIATION
from reporting.workbook.kinds import plain


@dataclass
class Setting:
    """Under which agreement, by whom and when; the lists; what is noticed on the way."""

    agreement: Agreement
    by: Professional | None
    at: datetime
    today: date
    exits: dict[str, ExitReason] = field(default_factory=dict)
    refusals: dict[str, RefusalReason] = field(default_factory=dict)
    prescribers: frozenset[str] = frozenset()
    publics: dict[str, PriorityPublic] = field(default_factory=dict)
    relays: dict[str, RelayKind] = field(default_factory=dict)
    referents: dict[str, Professional | None] = field(default_factory=dict)
    """By name and by address; None when two people bear the name."""
    dwellings: dict[str, Dwelling] = field(default_factory=dict)
    taken_numbers: frozenset[str] = frozenset()
    health: bool = False
    notices: dict[str, int] = field(default_factory=dict)

    def notice(self, told: str) -> None:
        """Something of the workbook is not kept, and why: said in the summary, with how many times."""
        self.notices[told] = self.notices.get(told, 0) + 1

    @property
    def made(self) -> dict[str, Any]:
        """What every record taken over carries."""
        return {"created_by": self.by, "created_at": self.at, "taken_over": True}


def setting_of(
    agreement: Agreement, *, by: Professional | None, at: datetime, today: date, numbers: list[str]
) -> Setting:
    """Read the lists. `numbers`: the unique numbers of the workbook, to know those that another household has."""
    mine = RefusalReason.objects.filter(kind=RefusalReason.Kind.PRECAL)
    publics = PriorityPublic.objects.filter(territory__in=[agreement.territory_id]) | PriorityPublic.objects.filter(
        territory=None
    )
    return Setting(
        agreement, by, at, today,
        exits=ExitReason.objects.in_bulk(),
        refusals={plain(word): one for one in mine for word in (one.code, one.label)},
        prescribers=frozenset(PrescriberType.objects.values_list("code", flat=True)),
        publics={plain(one.code): one for one in publics},
        relays={plain(word): one for one in RelayKind.objects.all() for word in (one.label, one.code)},
        referents=_referents(agreement),
        dwellings={one.reference.casefold(): one for one in Dwelling.objects.filter(agreement=agreement)},
        taken_numbers=frozenset(
            HousingRequest.objects.filter(number__in=numbers).values_list("number", flat=True)
        ),
        health=agreement.terms_on(today).health_data_enabled,
    )  # fmt: skip


def _referents(agreement: Agreement) -> dict[str, Professional | None]:
    """The association's people, by name and by address."""
    members = Membership.objects.filter(organisation=agreement.association_id, role__in=ASSOCIATION)
    people = {one.professional_id: one.professional for one in members.select_related("professional")}
    told: dict[str, Professional | None] = {}
    for person in people.values():
        told[person.email.casefold()] = person
        name = plain(person.get_full_name())
        told[name] = None if name in told else person
    return told
