"""How the household is reached, what was tried, what comes next: the association's alone."""

from datetime import date

from tests.factories import visits


def plant(cast, case):
    preference = visits.prefers(
        cast, case, ["appel"], safe_hours="CANARI-heures", caution="CANARI-precaution", number="06 CANARI",
        number_of="CANARI-soeur",
    )  # fmt: skip
    tried = visits.tried(cast, case, on=date(2025, 5, 20))
    step = visits.step(cast, case, what="CANARI-suite-a-donner", with_partner=True, partner="CANARI-partenaire")
    return {preference.pk, tried.pk, step.pk}
