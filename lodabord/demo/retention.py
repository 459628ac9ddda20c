"""The retention track of the demo: reported by the landlord, arbitrated by both, then accompanied."""

from datetime import date, timedelta

from accompaniment import conduct
from accompaniment.models import HealthNeed
from allocations.models import ArbitrationDecision, JointMeeting, Tenancy
from households.models import Person, Resources, report_tenant
from lodabord.demo import texts
from lodabord.demo.calendar import at, before
from lodabord.demo.path import AccessPath
from lodabord.demo.rows import persons_of
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell

OUTCOMES = {"reorientation": "reoriente", "non_retenu": "non_retenu"}
REPORTED_BY_SOPHIE = {"M03", "F2", "W3"}
ELSEWHERE = {"F1": "FSL maintien", "F2": "FSL maintien"}


class RetentionPath(AccessPath):
    """The whole path of a tenant who was reported."""

    def tell_it(self) -> None:
        self.report()
        self.assess()
        self.arbitrate()
        if self.row.outcome == "refus_menage":
            self.classify()
        if self.row.entered:
            self.meet_and_begin()
            self.suspend()
        if self.row.exit_on:
            self.leave()

    def report(self) -> None:
        """A short sheet of facts by the landlord's staff."""
        on = self.day("referred")
        tell(at(on, 11))
        by = self.world.who("sophie" if self.row.code in REPORTED_BY_SOPHIE else "karim")
        holder, children = persons_of(self.row)
        motives = self.row.motives.split(",")
        lease_date = on - timedelta(days=900 + self.row.dice("lease").randrange(2000))
        report = report_tenant(
            self.world.agreement,
            household={"composition": self.row.composition, "dependants": len(children)},
            holder=holder,
            report={
                "reported_on": on,
                "motives": motives,
                "facts": " ".join(texts.REPORT_FACTS[motive] for motive in motives),
                "already_tried": texts.ALREADY_TRIED,
                "tenant_ref": f"LOC-{self.row.code}",
                "lease_date": lease_date,
                "debt_months": "2.5" if "arrears" in motives else None,
                "household_informed": True,
            },
            by=by,
        )
        self.case = report.case
        self._already_tenant(children, on, lease_date)

    def _already_tenant(self, children: list[int], on: date, lease_date: date) -> None:
        for year in children:
            Person.objects.create(household=self.case.household, role="child", birth_year=year)
        Resources.objects.create(household=self.case.household, kind="rsa", monthly_amount=646, since=on)
        Tenancy.sign(
            self.case,
            dwelling=self.dwelling("referred"),
            status="bail_direct",
            lease_signed_on=lease_date,
            starts_on=lease_date + timedelta(days=3),
            by=self.world.who("sophie"),
        )

    def assess(self) -> None:
        """The landlord's social team sums up the facts."""
        sophie, on = self.world.who("sophie"), self.day("studied")
        tell(at(working_days.working_days_later(self.case.opened_on, 1), 10))
        self.case.start_assessment(by=sophie)
        self.case.report.landlord_summary = texts.LANDLORD_SUMMARY
        self.case.report.save(update_fields=["landlord_summary"])
        tell(at(on, 16))
        self.case.submit_to_arbitration(on=on, by=sophie)

    def arbitrate(self) -> None:
        """Two opinions, one joint outcome."""
        on, favourable = self.day("decided"), self.row.outcome not in OUTCOMES
        decision = ArbitrationDecision.objects.create(case=self.case, created_by=self.world.who("paul"))
        opinion = "favourable" if favourable else "reserved"
        for minute, key in ((5, "paul"), (20, "bruno")):
            tell(at(on, 14, minute))
            decision.give_opinion(self.world.members[key], opinion, texts.OPINION_MOTIVES[key, opinion])
        refused = self.row.outcome == "non_retenu"
        decision.decide(
            OUTCOMES.get(self.row.outcome, "retenu"),
            on=on,
            by=self.world.who("paul"),
            reason=self.world.refusals["precal", "needs_other_device"] if refused else None,
            destination="CCAPEX" if refused else ELSEWHERE.get(self.row.code, ""),
            announced_by="Sophie Mercier",
            meeting_planned_on=self._meeting_day() if self.row.entered else None,
        )
        told_on = working_days.working_days_later(on, 1)
        if told_on <= self.world.calendar.as_of:
            tell(at(told_on, 9))
            decision.tell_household(on=told_on, announced_by="Sophie Mercier", by=self.world.who("sophie"))
        if favourable:
            self._follow(on)

    def _meeting_day(self) -> date:
        return max(before(self.day("started"), 2), self.day("decided"))

    def meet_and_begin(self) -> None:
        """The household meets both partners, agrees and signs."""
        met, on = self._meeting_day(), self.day("started")
        tell(at(met, 10))
        JointMeeting.hold(
            self.case,
            on=met,
            answer=JointMeeting.Answer.YES,
            mode="written",
            landlord_present=self.world.who("sophie"),
            association_present=self.referent,
            by=self.referent,
        )
        self.agree("share_situation", on)
        second = self.row.second_public == "yes"
        HealthNeed.objects.create(
            case=self.case, second_public=second, level=1 if second else 0, created_by=self.referent
        )
        tell(at(on, 14))
        conduct.sign_and_begin_follow_up(
            self.case,
            signed_on=on,
            on=on,
            objectives=self.row.dice("objectives").choice(texts.RETENTION_OBJECTIVES),
            by=self.referent,
        )
