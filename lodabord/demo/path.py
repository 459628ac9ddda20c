"""From the contract to the keys, and to the end of the accompaniment: the access track of the demo."""

from datetime import timedelta
from typing import Any

from accompaniment import conduct
from accompaniment.models import CalNote
from allocations.models import CalPresentation, Dwelling, Offer, Tenancy
from households.models import HousingRequest, ResidentialSituation
from lodabord.demo import cal, needs, texts
from lodabord.demo.arrival import Arrival
from lodabord.demo.calendar import at, before
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell

TYPOLOGY = {"single": "T2", "single_parent": "T3"}
REINFORCED_AFTER = {"A05": 91, "A14": 14}
"""Days at home after which visits became more frequent."""
SLIDING = {"A02", "A07", "A14"}
EXITS = {
    # reason: (destination, initiative, handover, why the tenancy ended and where to)
    "abandon_logement": ("Inconnue", "household", "", ("abandon", "unknown")),
    "conge_sans_relogement": (
        "Hébergé chez un proche",
        "household",
        "SIAO informé avec son accord",
        ("conge", "third_party"),
    ),
    "rupture_preparation": ("", "household", "Retour vers le prescripteur", None),
    "objectif_atteint": ("", "household", "Service social de secteur", None),
    "expulsion": (
        "Hébergement d'urgence",
        "landlord",
        "SIAO, service social de secteur",
        ("expulsion", "emergency_shelter"),
    ),
}


class AccessPath(Arrival):
    """The whole path of a household of the access track."""

    def tell_it(self) -> None:
        """As far as the row goes."""
        self.refer()
        if self.row.studied:
            self.study()
        if self.row.decided:
            self.be_examined()
        if self.row.outcome_on:
            self.classify()
        if self.row.entered:
            self.prepare()
        if self.row.prepared:
            self.get_ready()
            self.go_to_cal()
        if self.row.moved_in:
            self.live_there()
        if self.row.exit_on:
            self.leave()

    # --- preparation ------------------------------------------------------------------------------

    def prepare(self) -> None:
        on = self.day("started")
        self.agree("join", on, mode="written")
        tell(at(on, 14))
        conduct.sign_and_begin_preparation(
            self.case,
            signed_on=on,
            on=on,
            objectives=self.row.dice("objectives").choice(texts.OBJECTIVES),
            by=self.referent,
        )
        needs.said_by(self, on=on)

    def get_ready(self) -> None:
        """The note: drafted, validated, read with the person, transmitted; then the preparation is done."""
        end = self.day("prepared")
        self.agree("share_cal_note", end - timedelta(days=6), mode="written")
        note = CalNote.objects.create(case=self.case, sections=self._sections(), created_by=self.referent)
        tell(at(before(end, 4), 17))
        note.validate(on=before(end, 4), by=self.world.who("bruno"))
        tell(at(before(end, 2), 11))
        note.read_with_person(on=before(end, 2), by=self.referent)
        tell(at(before(end), 9))
        note.send(on=before(end), by=self.referent)
        tell(at(end, 12))
        planned = self.case.prep_planned_end
        cal.gather_papers(self, end)
        early = "Modules suivis et dossier complet avant la fin prévue." if planned and end < planned else ""
        conduct.complete_preparation(self.case, on=end, early_because=early, by=self.world.who("bruno"))

    def _sections(self) -> dict[str, str]:
        dice = self.row.dice("note")
        parent = self.row.composition == "single_parent"
        words = {
            "who": f"Parent isolé, {self.row.children} enfant(s) à charge" if parent else "Personne seule",
            "typology": TYPOLOGY[self.row.composition],
            "path": texts.PATHS[self.row.situation],
            "resources": "Ressources stables, prestations ouvertes.",
            "area": dice.choice(texts.AREAS),
            "referent": self.referent.get_full_name(),
        }
        return {section: text.format(**words) for section, text in texts.CAL_NOTE.items()}

    # --- before the commission --------------------------------------------------------------------

    def go_to_cal(self) -> None:
        """One passage, or two when the first gave nothing."""
        if self.row.first_cal != self.row.award_cal:
            self._pass("first_cal", self.row.first_decision)
        self._pass("award_cal", self.row.award_decision)

    def _pass(self, column: str, decision: str) -> None:
        cal_on, diane = self.calendar.session(self.row.known_day(column)), self.world.who("diane")
        tell(at(before(cal_on, 2), 10))
        passage = CalPresentation.schedule(
            self.case,
            cal_on=cal_on,
            on=before(cal_on, 2),
            dwelling=self.dwelling(column),
            quota=self.row.dice("quota").choice(["state_priority", "local_authority", "outside"]),
            by=diane,
        )
        tell(at(cal_on, 12))
        self._decide_passage(passage, decision)
        if decision not in ("d", "b2"):
            self._offer(passage, refused=decision == "a!")

    def _decide_passage(self, passage: CalPresentation, decision: str) -> None:
        diane, cal_on = self.world.who("diane"), passage.cal_on
        common: dict[str, Any] = {"candidates_count": 3 + self.row.dice(decision).randrange(2), "notified_on": cal_on}
        if decision.startswith("b"):
            passage.decide("b", rank=int(decision[1]), by=diane, **common)
        elif decision == "c":
            passage.decide(
                "c",
                condition_document="Attestation de droits à jour",
                condition_deadline=cal_on + timedelta(days=14),
                by=diane,
                **common,
            )
        elif decision == "d":
            passage.decide("d", motive=self.world.refusals["cal", "other_priority"], by=diane, **common)
        else:
            passage.decide("a", by=diane, **common)
        self._later_effect(passage, decision)

    def _later_effect(self, passage: CalPresentation, decision: str) -> None:
        """What becomes of a rank, or of a condition, a few days later."""
        on = working_days.on_or_after(passage.cal_on + timedelta(days=4))
        tell(at(on, 10))
        if decision == "b2":
            passage.remain_without_effect(on=on, by=self.world.who("diane"))
        elif decision in ("c", "b2+"):
            passage.become_effective(on=on, by=self.world.who("diane"))

    def _offer(self, passage: CalPresentation, *, refused: bool) -> None:
        diane = self.world.who("diane")
        assert passage.effective_on is not None
        on = working_days.working_days_later(passage.effective_on, 1)
        tell(at(on, 9))
        offer = Offer.notify(passage, on=on, by=diane)
        replied = working_days.working_days_later(on, 2)
        tell(at(replied, 16))
        if refused:
            offer.refuse(on=replied, reason=self.world.refusals["offer", "distance"], by=diane)
        else:
            offer.accept(on=replied, by=diane)

    def dwelling(self, column: str) -> Dwelling:
        """A dwelling of its own for each passage."""
        dice = self.row.dice(column)
        rent = 280 + dice.randrange(60) if self.row.composition == "single" else 390 + dice.randrange(60)
        dwelling, _ = Dwelling.objects.get_or_create(
            agreement=self.world.agreement,
            reference=f"BD-{self.row.code}{1 if column == 'first_cal' else 2}",
            defaults={
                "agency": dice.choice(self.world.agencies),
                "address": f"{dice.randrange(2, 90)} rue des Essais",
                "commune": dice.choice(["Démoville", "Pont-Démo", "Démo-lez-Canal"]),
                "typology": TYPOLOGY[self.row.composition],
                "surface": 44 if self.row.composition == "single" else 62,
                "financing": dice.choice(["PLAI", "PLAI", "PLUS"]),
                "rent": rent,
                "charges": 65,
                "floor": dice.randrange(5),
                "has_lift": dice.random() < 0.5,  # noqa: PLR2004 - one in two
            },
        )
        return dwelling

    # --- at home ----------------------------------------------------------------------------------

    def live_there(self) -> None:
        on, diane = self.day("moved_in"), self.world.who("diane")
        signed = before(on, 2)
        tell(at(signed, 10))
        Tenancy.sign(
            self.case,
            dwelling=self.dwelling("award_cal"),
            status="bail_glissant" if self.row.code in SLIDING else "bail_direct",
            lease_signed_on=signed,
            starts_on=on,
            by=diane,
        )
        HousingRequest.objects.filter(household=self.case.household).update(struck_off_on=signed)
        tell(at(on, 15))
        conduct.move_in(self.case, on=on, by=self.referent)
        ResidentialSituation.objects.create(household=self.case.household, kind="tenant_social", since=on)
        if self.row.code in REINFORCED_AFTER:
            since = on + timedelta(days=REINFORCED_AFTER[self.row.code])
            tell(at(since, 16))
            conduct.set_intensity(self.case, "renforcee", on=since, by=self.referent)
        self.suspend()

    def suspend(self) -> None:
        """A pause and, when it ended, the reactivation."""
        if not self.row.suspension:
            return
        start, end = self.row.suspension
        on = self.calendar.day(start)
        review = self.calendar.day(end) if end else self.calendar.last_day + timedelta(days=6)
        tell(at(on, 17))
        reason = {"A02": "absence", "A04": "hospitalisation"}.get(self.row.code, "demande_menage")
        conduct.suspend(self.case, on=on, review_on=review, reason=reason, today=on, by=self.referent)
        if end:
            tell(at(self.calendar.day(end), 9))
            conduct.reactivate(self.case, on=self.calendar.day(end), asked_by="household", by=self.referent)

    def leave(self) -> None:
        """The head closes; the landlord notes the end of the tenancy."""
        on, reason = self.day("exit_on"), self.row.exit_reason
        destination, initiative, handover, ending = EXITS[reason]
        tell(at(on, 17))
        conduct.end_accompaniment(
            self.case,
            on=on,
            reason=self.world.exit_reasons[reason],
            destination=destination,
            initiative=initiative,
            handover=handover,
            by=self.world.who("bruno"),
        )
        if ending:
            lease = self.case.tenancies.get()
            lease.end(on=on, reason=ending[0], next_situation=ending[1], by=self.world.who("diane"))
