"""How a household of the demo arrives, is studied and is decided upon, by the very verbs of the field."""

from datetime import date, timedelta
from typing import Any

from accompaniment.models import HealthNeed, Note
from allocations.models import Meeting, PreCalDecision, PreDiagnosis
from households.models import (
    Case,
    ClosingReason,
    Consent,
    HouseholdPriority,
    HousingRequest,
    Person,
    Resources,
    assign,
    receive_referral,
)
from lodabord.demo import cast, contacts, texts
from lodabord.demo.calendar import at, before
from lodabord.demo.rows import Row, persons_of
from lodabord.demo.world import World
from lodabord.kernel.clock import tell

REFERRED_BY_CAMILLE = {"A13", "A16", "B3", "N1", "W1", "K1", "K3"}
"""Those whom Camille's own account referred: she follows what becomes of them."""
INCOME = {"rsa": 646, "aah": 1016, "are": 890, "wage": 1120, "aspa": 1034}
EXPIRY_DAYS = {"A16": 40, "W1": 25}
"""Days from the day of the demo to the end of a request that must be renewed soon."""
NO_NUMBER_YET = {"W2", "K2", "K3"}
REFUSED_FOR = {"N1": "household_wish", "N2": "no_engagement", "N3": "needs_other_device", "N4": "territory"}
LEVELS = ["2", "2", "2", "1", "1", "0", "nr"]


class Arrival:
    """The story of one household of the access track, until its candidature is decided."""

    def __init__(self, world: World, row: Row) -> None:
        self.world, self.row, self.calendar = world, row, world.calendar
        self.referent_key = world.referent_of(row.code)
        self.referent = world.who(self.referent_key)
        self.case: Case

    def day(self, column: str) -> date:
        return self.calendar.day(self.row.known_day(column))

    # --- the referral ---------------------------------------------------------------------------

    def refer(self) -> Case:
        """The referral and all that it brings: persons, resources, request, agreement of the person."""
        on = self.day("referred")
        tell(at(on, 9 + self.row.dice("hour").randrange(8), 12))
        by_camille = self.row.code in REFERRED_BY_CAMILLE
        by = self.world.who("camille") if by_camille else self.referent
        holder, children = persons_of(self.row)
        referral = receive_referral(
            self.world.agreement,
            household={"composition": self.row.composition, "dependants": len(children)},
            holder=holder,
            situation=self.row.situation,
            referral=self._referral(on),
            by=by,
            from_prescriber=by_camille,
        )
        self.case = referral.case
        self._describe(children, on)
        return self.case

    def _referral(self, on: date) -> dict[str, Any]:
        dice = self.row.dice("referral")
        prescriber = self.world.organisations[cast.PRESCRIBERS[self.row.prescriber]]
        return {
            "prescriber": prescriber,
            "prescriber_type": prescriber.prescriber_type,
            "contact_name": dice.choice(texts.CONTACTS),
            "contact_phone": "03 00 00 00 00",
            "referred_on": on,
            "channel": "form" if self.row.code in REFERRED_BY_CAMILLE else dice.choice(["mail", "phone", "meeting"]),
            "reason": dice.choice(texts.REFERRAL_REASONS),
            "person_agreed_on": on,
            "agreement_mode": "written",
            "urgent": self.row.situation == "street",
        }

    def _describe(self, children: list[int], on: date) -> None:
        household, dice = self.case.household, self.row.dice("means")
        for year in children:
            Person.objects.create(household=household, role="child", birth_year=year)
        kind = dice.choice(["rsa", "rsa", "rsa", "aah", "are", "wage", "aspa"])
        Resources.objects.create(household=household, kind=kind, monthly_amount=INCOME[kind], since=on)
        if children:
            Resources.objects.create(household=household, kind="family", monthly_amount=150 * len(children), since=on)
        HousingRequest.objects.create(household=household, **self._request(on))
        public = "TEMPORARY_HOUSED" if "shelter" in self.row.situation else "NO_HOUSING"
        HouseholdPriority.objects.create(household=household, public=self.world.publics[public], declared_on=on)
        self.agree("referral", on, mode="written")

    def _request(self, on: date) -> dict[str, Any]:
        """The housing request: in force, to renew soon, or not filed yet."""
        if self.row.code in NO_NUMBER_YET:
            return {"priority_public": True}
        dice, code = self.row.dice("request"), self.row.code
        soon = self.calendar.as_of + timedelta(days=EXPIRY_DAYS.get(code, 200 + dice.randrange(120)))
        return {
            "number": f"0590125{sum(map(ord, code)) * 37 + dice.randrange(9999):05d}GDEMO1",
            "first_filed_on": on - timedelta(days=60 + dice.randrange(500)),
            "expires_on": soon,
            "wanted_types": "T3" if self.row.children != "0" else "T1, T2",
            "wanted_communes": "Démoville, Pont-Démo",
            "priority_public": True,
            "dalo_status": "recognised" if code in ("A02", "A07") else "none",
            "dalo_recognised_on": on - timedelta(days=30) if code in ("A02", "A07") else None,
        }

    def agree(self, purpose: str, on: date, *, mode: str = "oral") -> None:
        """The person's agreement, noted that day."""
        Consent.objects.create(
            case=self.case, purpose=purpose, given_on=on, mode=mode, created_by=self.referent, recipients=""
        )

    # --- the study --------------------------------------------------------------------------------

    def take_charge(self) -> PreDiagnosis:
        on = before(self.day("studied"), 2) if self.row.studied else self.calendar.eve
        on = max(on, self.case.opened_on)
        tell(at(on, 9))
        self.case.take_charge(on=on, by=self.referent)
        return PreDiagnosis.objects.create(
            case=self.case, grid=self.world.grid, evaluator=self.referent, created_by=self.referent
        )

    def study(self) -> None:
        """The grid, the notes that support it, and the conclusion."""
        assessment, dice, on = self.take_charge(), self.row.dice("grid"), self.day("studied")
        tell(at(on, 15))
        answers = {code: dice.choice(LEVELS) for code in self.world.grid.codes}
        assessment.answer(answers, to_prepare=dice.choice(texts.TO_PREPARE))
        Note.objects.create(
            case=self.case,
            kind=Note.Kind.PREDIAGNOSIS,
            written_on=on,
            text=dice.choice(texts.ASSESSMENT_NOTES),
            created_by=self.referent,
        )
        if self.row.entered:
            second = self.row.second_public == "yes"
            HealthNeed.objects.create(
                case=self.case, second_public=second, level=2 if second else 0, created_by=self.referent
            )
        self.agree("share_assessment", on)
        assessment.conclude(self._conclusion(), on=on, by=self.referent)

    def _conclusion(self) -> str:
        if self.row.outcome == "reorientation":
            return "redirect"
        return "reserved" if self.row.deferred or self.row.outcome == "non_retenu" else "favourable"

    def classify(self) -> None:
        """Closed before any measure (decision 20)."""
        on = self.day("outcome_on")
        by = self.world.who("bruno") if self.row.outcome == "reorientation" else self.referent
        if self.row.outcome == ClosingReason.UNREACHABLE:
            contacts.try_in_vain(self.case, before_day=on, by=by)
        tell(at(on, 11))
        self.case.classify(on=on, reason=self.row.outcome, by=by)

    # --- the pré-CAL ------------------------------------------------------------------------------

    def be_examined(self) -> None:
        """Before both partners, once or twice."""
        if self.row.deferred:
            self._decide(
                self.world.sessions[self.row.known_day("deferred")],
                "ajourne",
                missing_element=self.row.dice("missing").choice(texts.MISSING),
                reexamine_on=self.world.sessions[self.row.known_day("decided")].on,
            )
        session = self.world.sessions[self.row.known_day("decided")]
        if self.row.outcome == "non_retenu":
            reason = self.world.refusals["precal", REFUSED_FOR.get(self.row.code, "no_engagement")]
            self._decide(session, "non_retenu", reason=reason)
        else:
            self._decide(session, "retenu")
            self._follow(session.on)

    def inscribe(self, session: Meeting) -> PreCalDecision:
        """On the agenda some days before, with the association's proposal."""
        on = max(before(session.on, 3), self.day("studied"))
        tell(at(on, 16))
        item = session.inscribe(self.case, on=on, by=self.referent)
        dice = self.row.dice("proposal")
        item.proposal, item.attention = dice.choice(texts.PROPOSALS), dice.choice(texts.ATTENTION)
        item.rest_to_live = 180 + 10 * dice.randrange(30)
        item.save(update_fields=["proposal", "attention", "rest_to_live"])
        return PreCalDecision(case=self.case, item=item, created_by=self.world.who("bruno"))

    def _decide(self, session: Meeting, outcome: str, **details: Any) -> None:
        decision = self.inscribe(session)
        decision.outcome, decision.person_informed_on = outcome, session.on + timedelta(days=1)
        decision.written_by, decision.written_at = self.world.who("bruno"), at(session.on, 10, 8)
        for name, value in details.items():
            setattr(decision, name, value)
        decision.save()
        for minute, key in ((10, "bruno"), (12, "paul")):
            tell(at(session.on, 10, minute))
            decision.give_visa(self.world.members[key], at=at(session.on, 10, minute))
        self.case.refresh_from_db()

    def _follow(self, on: date) -> None:
        """A referent, a deputy, and the psychologist where she was invited."""
        by = self.world.who("bruno")
        tell(at(on, 11))
        assign(self.case, "referent", self.referent, on=on, by=by)
        deputy = self.world.who(self.world.deputy_of(self.row.code))
        if deputy != self.referent:
            assign(self.case, "deputy", deputy, on=on, by=by)
        if self.row.second_public == "yes":
            assign(self.case, "psychologist", self.world.who("nour"), on=on, by=by)
