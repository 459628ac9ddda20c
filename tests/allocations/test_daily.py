"""« Demande au bailleur » and « point locatif »: the person's agreement, the moves, the delays."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accompaniment import conduct
from accompaniment.asking import Given, ask_landlord
from accompaniment.models import PassedOn
from allocations.models import LandlordRequest, RentalPoint, RequestPlace, raise_rental_point
from households.models import Case, Consent, Event, Transmission
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests.factories import lease as make

DAY = date(2025, 6, 2)


@pytest.fixture
def agency(cast, case):
    agency = make.agency_of(cast)
    make.in_agency(case, agency)
    return agency


@pytest.fixture
def point(case, cast):
    return raise_rental_point(case, "impaye", on=DAY, facts="Loyer de juin non reçu.", by=cast.sophie.professional)


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


def test_a_request_notes_the_agreement_enters_the_register_and_waits_five_working_days(agency, case, cast):
    sent = make.asked(cast, case)

    consent = Consent.objects.get(case=case, purpose="share_requests")
    assert (consent.given_on, consent.mode) == (make.AGREED.given_on, "oral")
    assert sent.transmission.consent == consent
    assert sent.transmission.content == {"demande": str(sent.pk), "objet": "panne", "destinataire": "agence"}
    assert (sent.due_on, sent.agency, sent.household_code) == (date(2025, 6, 10), agency, case.household.code)
    assert (sent.place.reference, sent.place.address) == ("BD-0001", "7 rue des Tests")


def test_the_delay_is_the_agreements_own(agency, case, cast):
    cast.agreement.terms.update(landlord_answer_days=2)
    case = Case.objects.get(pk=case.pk)

    assert make.asked(cast, case).due_on == date(2025, 6, 4)


def test_without_the_persons_agreement_nothing_leaves(agency, case, cast):
    with pytest.raises(MoveRefused, match="Il manque l'accord"):
        make.asked(cast, case, given=None)

    assert not LandlordRequest.objects.exists()
    assert not Transmission.objects.filter(kind="landlord_request").exists()


def test_the_agreement_is_noted_once(agency, case, cast):
    make.asked(cast, case)
    make.asked(cast, case, given=Given(date(2025, 6, 3), "written"), on=date(2025, 6, 3))

    assert Consent.objects.filter(case=case, purpose="share_requests").count() == 1
    assert Transmission.objects.filter(case=case, kind="landlord_request").count() == 2


def test_taken_back_the_agreement_blocks_until_it_is_given_anew(agency, case, cast):
    make.asked(cast, case)
    Consent.objects.get(case=case, purpose="share_requests").withdraw(on=date(2025, 6, 10), by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="retiré son accord le 10/06/2025"):
        make.asked(cast, case, on=date(2025, 6, 11))
    assert LandlordRequest.objects.count() == 1
    Consent.objects.create(case=case, purpose="share_requests", given_on=date(2025, 6, 12), mode="written")

    assert make.asked(cast, case, on=date(2025, 6, 12)).transmission.version == 2


def test_the_text_of_the_households_call_is_not_copied(agency, case, cast):
    call = make.called(cast, case, "CANARI-secret-de-l-appel")
    sent = make.asked(cast, case, request=call)

    assert sent.passed_on.request == call
    told = " ".join(str(getattr(sent, field.attname)) for field in LandlordRequest._meta.fields)
    assert "CANARI" not in told + str(sent.transmission.content)
    assert "accompaniment" not in {
        field.related_model._meta.app_label for field in LandlordRequest._meta.fields if field.is_relation
    }


def test_to_an_agency_that_is_known_only(case, cast):
    with pytest.raises(MoveRefused, match="n'est pas connue"):
        make.asked(cast, case)

    assert make.asked(cast, case, addressee="pole_social").agency is None


def test_under_reinforced_confidentiality_the_agency_is_not_told(agency, case, cast):
    Case.objects.filter(pk=case.pk).update(reinforced=True)
    case.refresh_from_db()

    with pytest.raises(MoveRefused, match="adressez la demande au pôle social"):
        make.asked(cast, case)
    assert make.asked(cast, case, addressee="pole_social").withheld


def test_once_sent_it_never_changes(agency, case, cast):
    sent = make.asked(cast, case)

    for change in ({"text": "Autre"}, {"kind": "apl"}, {"addressee": "pole_social"}, {"sent_on": date(2025, 6, 3)}):
        breaks("ne change plus", lambda change=change: LandlordRequest.objects.filter(pk=sent.pk).update(**change))


def test_it_is_taken_then_done_or_refused_with_a_reason(agency, case, cast):
    by = cast.karim.professional
    done, refused = make.asked(cast, case), make.asked(cast, case, kind="quittance")
    done.take(on=DAY, by=by)
    done.complete(on=date(2025, 6, 4), by=by, answer="Passage fait.")
    with pytest.raises(MoveRefused, match="indique son motif"):
        refused.refuse(on=DAY, by=by, reason="  ")
    refused.refuse(on=DAY, by=by, reason="Compte non à jour.")

    assert (done.state, done.answer, done.answered_by) == ("faite", "Passage fait.", by)
    for one in (done, refused):
        with pytest.raises(MoveRefused, match="déjà"):
            one.take(on=DAY, by=by)
    facts = [str(event.facts) for event in Event.objects.filter(record_class="daily")]
    assert "Passage" not in " ".join(facts)
    breaks("indique son motif", lambda: LandlordRequest.objects.filter(pk=refused.pk).update(answer=""))
    breaks("porte sa date", lambda: LandlordRequest.objects.filter(pk=done.pk).update(answered_on=date(2025, 6, 1)))
    breaks("nomme l'agence", lambda: LandlordRequest.objects.bulk_create([_bare(done)]))


def _bare(like):
    kept = ("case_id", "agreement_id", "household_code", "kind", "text", "sent_on", "due_on", "transmission_id")
    return LandlordRequest(addressee="agence", **{name: getattr(like, name) for name in kept})


def test_an_answer_is_read_once_and_leaves_the_list(agency, case, cast):
    sent, by = make.asked(cast, case), cast.leila.professional
    passed = PassedOn.objects.get()
    with pytest.raises(MoveRefused, match="pas encore répondu"):
        passed.read_answer(on=DAY, by=by)
    assert list(PassedOn.objects.to_follow(DAY)) == []
    assert list(PassedOn.objects.to_follow(date(2025, 6, 11))) == [passed]  # late
    sent.complete(on=date(2025, 6, 11), by=cast.karim.professional)
    passed.refresh_from_db()

    passed.read_answer(on=date(2025, 6, 12), by=by)

    assert list(PassedOn.objects.to_follow(date(2025, 7, 1))) == []
    with pytest.raises(MoveRefused, match="déjà notée"):
        passed.read_answer(on=date(2025, 6, 12), by=by)


# --- the reverse: « point locatif » -----------------------------------------------------------------


def test_a_point_is_seen_then_dealt_with(point, cast):
    assert point.due_on == date(2025, 6, 10)
    point.see(on=date(2025, 6, 3), by=cast.leila.professional)
    point.deal_with(on=date(2025, 6, 5), by=cast.leila.professional)

    assert (point.seen_on, point.dealt_on, point.state) == (date(2025, 6, 3), date(2025, 6, 5), "traite")
    with pytest.raises(MoveRefused, match="déjà"):
        point.see(on=DAY, by=cast.leila.professional)


def test_dealt_with_at_once_it_was_seen_that_day(point, cast):
    point.deal_with(on=DAY, by=cast.leila.professional)

    assert (point.seen_on, point.dealt_on) == (DAY, DAY)


def test_the_same_object_is_told_once_while_it_waits(point, case, cast):
    again = raise_rental_point(case, "impaye", on=date(2025, 6, 4), by=cast.paul.professional)
    assert again == point
    breaks("attend déjà", lambda: RentalPoint.objects.create(
        case=case, kind="impaye", raised_on=DAY, due_on=DAY))  # fmt: skip
    point.deal_with(on=DAY, by=cast.leila.professional)

    assert raise_rental_point(case, "impaye", on=date(2025, 7, 11), by=None) != point
    breaks("vu, puis traité", lambda: RentalPoint.objects.filter(pk=point.pk).update(seen_on=date(2025, 6, 1)))
    breaks("porte sa date", lambda: RentalPoint.objects.filter(pk=point.pk).update(dealt_on=None))


def test_nobody_would_read_a_point_outside_an_accompaniment(cast):
    with pytest.raises(MoveRefused, match="pas accompagné en ce moment"):
        raise_rental_point(make.accepted_case(cast), "impaye", on=DAY, by=cast.paul.professional)


def test_a_reactivation_is_asked_of_a_suspended_accompaniment_and_done_by_the_act(case, cast):
    by = cast.sophie.professional
    with pytest.raises(MoveRefused, match="n'est pas suspendu"):
        raise_rental_point(case, "reactivation", on=DAY, by=by)
    conduct.suspend(case, on=DAY, review_on=date(2025, 7, 2), reason="absence", today=DAY, by=cast.leila.professional)
    asked = raise_rental_point(case, "reactivation", on=date(2025, 6, 10), by=by)
    other = raise_rental_point(case, "impaye", on=date(2025, 6, 10), by=by)

    conduct.reactivate(case, on=date(2025, 6, 12), asked_by="landlord", by=cast.leila.professional)

    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.state, asked.dealt_on, other.state) == ("traite", date(2025, 6, 12), "adresse")


def test_a_place_is_told_when_there_is_a_dwelling(case, cast):
    ask_landlord(
        case, kind="apl", text="Attestation.", addressee="pole_social", on=DAY, by=cast.leila.professional,
        given=make.AGREED,
    )  # fmt: skip

    assert RequestPlace.objects.get().reference == "BD-0001"
