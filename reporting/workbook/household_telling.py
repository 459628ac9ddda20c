"""The rows that say who the household is and where it came from."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from accompaniment.models import HealthNeed
from households.confidentiality import DataClass
from households.models import (
    HouseholdPriority,
    HousingRequest,
    Person,
    Referral,
    Report,
    ResidentialSituation,
    Resources,
)
from reporting import codes
from reporting.reading import main_resource
from reporting.workbook import vocabulary as v

FRENCH_GENDER = {kept: french for french, kept in v.GENDER.items()}
FRENCH_TRACK = {kept: french for french, kept in v.TRACK.items()}
FRENCH_MOTIVE = {kept: french for french, kept in v.MOTIVES.items()}


def households(reader: Any) -> Iterator[dict[str, Any]]:
    """One row by case."""
    cases = list(reader.cases())
    ids = [case.household_id for case in cases]
    of = {
        "holder": _of(reader, Person, ids, DataClass.IDENTITY, role=Person.Role.HOLDER),
        "situation": _of(reader, ResidentialSituation, ids, DataClass.ADMINISTRATIVE, at_entry=True),
        "resources": _of(reader, Resources, ids, DataClass.ADMINISTRATIVE),
        "request": _of(reader, HousingRequest, ids, DataClass.ADMINISTRATIVE),
        "priority": _of(reader, HouseholdPriority, ids, DataClass.SENSITIVE_PRIORITY),
    }
    needs = _health(reader)
    for case in cases:
        mine = {name: rows[case.household_id] for name, rows in of.items()}
        yield {"code": case.household.code, "volet": FRENCH_TRACK[case.track], **_told(case, mine),
               "souffrance_psychique": needs.get(case.pk)}  # fmt: skip


def _of(reader: Any, model: Any, ids: list[Any], data_class: str, **wanted: Any) -> dict[Any, list[Any]]:
    """Records of those households that the reader sees, by household; nothing of a class it does not read."""
    grouped: dict[Any, list[Any]] = defaultdict(list)
    if not reader.reads(data_class):
        return grouped
    records = model.objects.filter(household__in=ids, **wanted)
    if reader.membership is not None:
        records = records.visible_to(reader.membership)
    if model is HouseholdPriority:
        records = records.select_related("public").order_by("-main", "public__code")
    for record in records:
        grouped[record.household_id].append(record)
    return grouped


def _health(reader: Any) -> dict[Any, bool | None]:
    if not reader.reads(DataClass.HEALTH):
        return {}
    return dict(reader.records(HealthNeed).values_list("case", "second_public"))


def _told(case: Any, mine: dict[str, list[Any]]) -> dict[str, Any]:
    household, holder = case.household, next(iter(mine["holder"]), None)
    request, situation = next(iter(mine["request"]), None), next(iter(mine["situation"]), None)
    publics = [one.public.code for one in mine["priority"]]
    return {
        "composition": codes.COMPOSITION[household.composition],
        "enfants_a_charge": household.dependants,
        "nom": holder.last_name if holder else "",
        "prenom": holder.first_name if holder else "",
        "date_naissance": holder.birth_date if holder else None,
        "telephone": holder.phone if holder else "",
        "numero_unique": request.number if request else "",
        "situation_a_l_entree": codes.SITUATION[situation.kind] if situation else "",
        "public_prioritaire": ";".join(publics) or ("oui" if request and request.priority_public else ""),
        "sexe": FRENCH_GENDER[holder.gender] if holder and holder.gender != Person.Gender.UNKNOWN else "",
        "ressources": _resource(case, mine["resources"]),
    }


def _resource(case: Any, resources: list[Resources]) -> str:
    """The main one at the entry, which is what P1 reads: without amounts a second one could pass for it."""
    entry = case.started_on or case.opened_on
    return main_resource([(one.since, one.monthly_amount, one.kind) for one in resources], entry)


def orientations(reader: Any) -> Iterator[dict[str, Any]]:
    """One row by case; « non_retenu » closes by itself and is not told again."""
    kinds = {}
    if reader.reads(DataClass.REFERRAL):
        kinds = dict(reader.records(Referral).values_list("case", "prescriber_type"))
    motives = {}
    if reader.reads(DataClass.REPORTED):
        motives = dict(reader.records(Report).values_list("case", "motives"))
    for case in reader.cases():
        dismissed = case.closing_reason in v.CLOSING and case.closed_on and not case.started_on
        yield {
            "menage": case.household.code,
            "date": case.opened_on,
            "prescripteur_type": kinds.get(case.pk) or "",
            "motifs": ";".join(FRENCH_MOTIVE[one] for one in motives.get(case.pk, [])),
            "classee_le": case.closed_on if dismissed else None,
            "motif_classement": case.closing_reason if dismissed else "",
        }
