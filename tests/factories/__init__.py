"""Records for the tests, made with the verbs of the field wherever a verb exists."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accompaniment import conduct
from accompaniment.models import CalNote, Note, PsychologistNote, Request, Visit
from accompaniment.models.cal_note import SECTIONS
from allocations.models import (
    CalPresentation,
    Dwelling,
    GridVersion,
    Meeting,
    Offer,
    PreCalDecision,
    PreDiagnosis,
    Tenancy,
)
from allocations.models.file_paper import note_rest_in_registry
from households.models import Case, Consent, HousingRequest, assign, receive_referral, report_tenant
from tests.cast import Cast

PARIS = ZoneInfo("Europe/Paris")
NUMBER = "059012500001GDEMO1"
GRID = [{"block": "Pouvoir louer", "criteria": [{"code": "identity", "label": "Pièces d'identité"}]}]


def referred_case(cast: Cast, *, on: date = date(2025, 1, 2), last_name: str = "Bernard", **kept: Any) -> Case:
    """Just referred: nobody at the landlord's knows it."""
    return receive_referral(
        kept.get("agreement", cast.agreement),
        household={"composition": "single_parent", "dependants": 1},
        holder={"first_name": "Maryse", "last_name": last_name, "civility": "ms", "phone": "0600000000"},
        situation="emergency_shelter",
        referral={
            "referred_on": on,
            "person_agreed_on": on,
            "agreement_mode": "oral",
            "reason": "CANARI-motif-orientation",
            **kept.get("referral", {}),
        },
        by=kept.get("by", cast.leila.professional),
        from_prescriber=kept.get("from_prescriber", False),
    ).case


def reported_case(cast: Cast, *, on: date = date(2025, 1, 6), **facts: Any) -> Case:
    """A tenant reported by Karim."""
    return report_tenant(
        cast.agreement,
        household={"composition": "single"},
        holder={"first_name": "Yves", "last_name": "Thomas", "civility": "mr"},
        report={"reported_on": on, "motives": ["arrears"], "facts": "Deux loyers en retard.", **facts},
        by=cast.karim.professional,
    ).case


def assessed_case(cast: Cast, **kept: Any) -> Case:
    """Pré-diagnostic done: waits for a pré-CAL."""
    case = referred_case(cast, **kept)
    case.take_charge(on=case.opened_on, by=cast.leila.professional)
    grid = GridVersion.objects.filter(agreement=case.agreement).first() or GridVersion.objects.create(
        agreement=case.agreement, number=1, criteria=GRID, proposed_on=date(2025, 1, 1), agreed_on=date(2025, 1, 1)
    )
    assessment = PreDiagnosis.objects.create(case=case, grid=grid, evaluator=cast.leila.professional)
    assessment.answer({"identity": "2"}, to_prepare="Le budget.")
    assessment.conclude("favourable", on=case.opened_on + timedelta(days=4), by=cast.leila.professional)
    Note.objects.create(
        case=case,
        kind="prediagnosis",
        written_on=case.opened_on,
        text="CANARI-note-prediagnostic",
        created_by=cast.leila.professional,
    )
    return case


def session(cast: Cast, on: date = date(2025, 1, 7)) -> Meeting:
    meeting, _ = Meeting.objects.get_or_create(
        agreement=cast.agreement, kind="precal", on=on, defaults={"planned_on": on}
    )
    return meeting


def retained_case(cast: Cast, **kept: Any) -> Case:
    """Retained in pré-CAL with both visas; Leïla is its referent."""
    case = assessed_case(cast, **kept)
    item = session(cast).inscribe(case, on=case.opened_on, by=cast.leila.professional)
    decision = PreCalDecision.objects.create(case=case, item=item, outcome="retenu")
    now = datetime(2025, 1, 7, 10, tzinfo=PARIS)
    decision.give_visa(cast.paul, at=now)
    decision.give_visa(cast.bruno, at=now)
    case.refresh_from_db()
    assign(case, "referent", cast.leila.professional, on=date(2025, 1, 7), by=cast.bruno.professional)
    return case


def preparing_case(cast: Cast, *, on: date = date(2025, 1, 13), **kept: Any) -> Case:
    case = retained_case(cast, **kept)
    conduct.sign_and_begin_preparation(case, signed_on=on, on=on, objectives="", by=cast.leila.professional)
    return case


def sent_note(cast: Cast, case: Case, on: date) -> CalNote:
    """Drafted, validated, read with the person, transmitted."""
    Consent.objects.create(case=case, purpose="share_cal_note", given_on=on, mode="written")
    note = CalNote.objects.create(case=case, sections=dict.fromkeys(SECTIONS, "Texte transmis."))
    note.validate(on=on, by=cast.bruno.professional)
    note.read_with_person(on=on, by=cast.leila.professional)
    note.send(on=on, by=cast.leila.professional)
    return note


def seen_papers(cast: Cast, case: Case, on: date) -> None:
    """Every paper of the file is in the registry."""
    note_rest_in_registry(case, on=on, by=cast.leila.professional)


def ready_case(cast: Cast, **kept: Any) -> Case:
    """Prepared, note sent, number in force: Diane may present it."""
    case = preparing_case(cast, **kept)
    end = date(2025, 4, 13)
    HousingRequest.objects.create(
        household=case.household,
        number=kept.get("number", NUMBER),
        first_filed_on=date(2024, 6, 1),
        expires_on=date(2026, 6, 1),
        priority_public=True,
    )
    sent_note(cast, case, end)
    seen_papers(cast, case, end)
    conduct.complete_preparation(case, on=end, early_because="", by=cast.bruno.professional)
    return case


def presented_case(cast: Cast, *, cal_on: date = date(2025, 4, 17), **kept: Any) -> CalPresentation:
    case = ready_case(cast, **kept)
    dwelling = kept.get("dwelling") or a_dwelling(cast)
    return CalPresentation.schedule(
        case, cal_on=cal_on, on=cal_on, dwelling=dwelling, quota="unknown", by=cast.diane.professional
    )


def a_dwelling(cast: Cast) -> Dwelling:
    """One more, for whoever is presented next."""
    number = Dwelling.objects.filter(agreement=cast.agreement, reference__startswith="BD-").count() + 1
    return Dwelling.objects.create(
        agreement=cast.agreement, reference=f"BD-{number:04d}", commune="Lille", typology="T2"
    )


def housed_case(cast: Cast, **kept: Any) -> Case:
    """In follow-up since 5 May 2025."""
    passage = presented_case(cast, **kept)
    by = cast.diane.professional
    passage.decide("a", candidates_count=3, by=by)
    offer = Offer.notify(passage, on=date(2025, 4, 18), by=by)
    offer.accept(on=date(2025, 4, 22), by=by)
    case = offer.case
    Tenancy.sign(
        case,
        dwelling=passage.dwelling,
        status="bail_direct",
        lease_signed_on=date(2025, 5, 2),
        starts_on=date(2025, 5, 5),
        by=by,
    )
    conduct.move_in(case, on=date(2025, 5, 5), by=cast.leila.professional)
    return case


def visit(cast: Cast, case: Case, *, on: date, status: str = "realisee", **details: Any) -> Visit:
    """A home visit with its confidential report."""
    planned = Visit.plan(case, on=on, author=cast.leila.professional)
    planned.log(
        status, today=on, by=cast.leila.professional, report=details.pop("report", "CANARI-compte-rendu"), **details
    )
    return planned


def request(cast: Cast, case: Case, *, at: datetime, subject: str = "CANARI-sollicitation") -> Request:
    return Request.receive(case, received_at=at, by=cast.leila.professional, subject=subject)


def psychologist_note(cast: Cast, case: Case, *, shared: bool = False) -> PsychologistNote:
    return PsychologistNote.objects.create(
        case=case,
        on=date(2025, 6, 2),
        text="CANARI-note-psychologue",
        shared_with_team=shared,
        created_by=cast.nour.professional,
    )
