"""What is of no household: sessions of the partners, dwellings, money."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allocations.models import CalSitting, Dwelling, DwellingMove, Meeting
from allocations.models.dwelling_move import Act
from lodabord.partners.models import FundingLine, Organisation
from reporting.workbook.batch import Batch
from reporting.workbook.rows import Content
from reporting.workbook.setting import Setting

MOVED = "Séance déplacée (reprise du suivi)"
CANCELLED = "Séance annulée (reprise du suivi)"
INFERRED = "séance de pré-CAL absente de « seances », déduite de ses décisions"
REPLACED = "plan de financement d'une année déjà saisi : remplacé par celui du classeur"


@dataclass
class Sessions:
    """The meetings of the workbook: the pré-CAL held, by day, and those that were on the calendar already."""

    precal: dict[date, Meeting] = field(default_factory=dict)
    known: list[Meeting] = field(default_factory=list)

    def close(self, setting: Setting) -> None:
        """Once their decisions are written, the pré-CAL held are locked as any closed session is."""
        for meeting in self.precal.values():
            if meeting.closed_at is None:
                meeting.closed_at, meeting.closed_by = setting.at, setting.by
        changed = {meeting.pk: meeting for meeting in [*self.precal.values(), *self.known]}
        Meeting.objects.bulk_update(
            changed.values(), ["state", "change_reason", "closed_at", "closed_by"], batch_size=500
        )


def tell_meetings(content: Content, setting: Setting, batch: Batch) -> Sessions:
    """The sessions told, and those that decisions alone tell."""
    calendar = Meeting.objects.filter(agreement=setting.agreement).exclude(state=Meeting.State.CANCELLED)
    here = {(one.kind, one.on): one for one in calendar}
    told = Sessions()

    def meeting_of(kind: str, on: date, state: str) -> Meeting:
        known = here.get((kind, on))
        meeting: Meeting = known or batch.add(
            Meeting(agreement=setting.agreement, kind=kind, planned_on=on, on=on, extra=True)
        )
        if known:
            told.known.append(known)
        meeting.state = Meeting.State.HELD if state == "moved" else state
        meeting.change_reason = {"moved": MOVED, "cancelled": CANCELLED}.get(state, meeting.change_reason)
        return meeting

    for row in content.of("seances"):
        meeting = meeting_of(row["type"], row["date"], row["etat"])
        if row["type"] == Meeting.Kind.PRECAL and meeting.state == Meeting.State.HELD:
            told.precal[row["date"]] = meeting
    for row in content.of("pre_cal"):
        if row["date"] not in told.precal:
            told.precal[row["date"]] = meeting_of(Meeting.Kind.PRECAL, row["date"], "held")
            if content.carries("seances"):
                setting.notice(INFERRED)
    return told


def tell_sittings(content: Content, setting: Setting, batch: Batch) -> None:
    """The landlord's commission sat on those days."""
    known = set(CalSitting.objects.filter(agreement=setting.agreement).values_list("on", flat=True))
    for on in sorted({row["date"] for row in content.of("cal")} - known):
        batch.add(CalSitting(agreement=setting.agreement, on=on))


def tell_dwellings(content: Content, setting: Setting, batch: Batch) -> None:
    """The dwellings cited, in the state that the leases tell; one already known keeps its own facts."""
    lived_in = {row["logement"].casefold() for row in content.of("baux") if row["logement"] and row["fin"] is None}
    for row in content.of("logements"):
        reference = row["reference"].casefold()
        if reference in setting.dwellings:
            continue
        here = reference in lived_in
        dwelling = batch.add(
            Dwelling(
                agreement=setting.agreement,
                reference=row["reference"],
                state=Dwelling.State.OCCUPIED if here else Dwelling.State.VACANT,
                commune=row["commune"] or "",
                typology=row["typologie"] or "",
                financing=row["financement"] or "",
                rent=row["loyer"],
                charges=row["charges"],
            )
        )
        setting.dwellings[reference] = dwelling
        batch.add(
            DwellingMove(
                dwelling=dwelling, agreement=setting.agreement, act=Act.TAKEN_OVER, to_state=dwelling.state,
                on=setting.today, at=setting.at, by=setting.by,
            )
        )  # fmt: skip


def tell_funding(content: Content, setting: Setting, batch: Batch) -> list[int]:
    """The lines of each year told; those of that year already written give way. Returns the years to clear."""
    years: dict[int, list[Any]] = defaultdict(list)
    for row in content.of("financements"):
        years[row["annee"]].append(row)
    known = set(setting.agreement.funding_lines.filter(year__in=years).values_list("year", flat=True))
    for _ in known:
        setting.notice(REPLACED)
    funders = _funders(sorted({row["financeur"] for rows in years.values() for row in rows}), setting, batch)
    for year, rows in years.items():
        for row in rows:
            batch.add(
                FundingLine(
                    agreement=setting.agreement, year=year, funder=funders[row["financeur"]], share=row["part"],
                    amount=row["montant"], spent=row["depense"],
                )
            )  # fmt: skip
    return sorted(known)


def _funders(names: list[str], setting: Setting, batch: Batch) -> dict[str, Organisation]:
    """Organisations by name: the agreement's landlord first; an unknown one is a service of the State, to be corrected."""
    landlord = setting.agreement.landlord
    known = {one.name: one for one in Organisation.objects.filter(name__in=names).order_by("-kind")}
    known[landlord.name] = landlord
    return {name: known.get(name) or batch.add(Organisation(kind=Organisation.Kind.STATE, name=name)) for name in names}
