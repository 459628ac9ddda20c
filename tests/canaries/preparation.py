"""What the association writes of the preparation and of collective activities."""

from datetime import date

from accompaniment.certificate import content_of
from accompaniment.models import Extension, Measure, PrepAttendance, PrepCertificate
from tests.factories import preparation as made


def plant(cast, case):
    by = cast.leila.professional
    session = made.session(cast, on=date(2025, 5, 20), place="CANARI-salle", partner="CANARI-partenaire")
    made.note(cast, session, case, made.typed(acquired=("budget",), word="CANARI-mot"))
    alone = PrepAttendance.note_alone(
        case, module=made.module("cal"), on=date(2025, 5, 21), outcome="present", word="CANARI-mot-seul", by=by
    )
    cancelled = made.session(cast, on=date(2025, 5, 22))
    cancelled.cancel(reason="CANARI-annulation", by=by)
    activity = made.activity(cast, on=date(2025, 5, 23), title="CANARI-activite", place="CANARI-lieu")
    made.note(cast, activity, case, made.typed(word="CANARI-souhait"))
    measure = Measure.objects.get(case=case, kind="preparation")
    Extension.objects.create(
        case=case, measure=measure, until=date(2025, 4, 20), reason="CANARI-prolongation", decided_on=date(2025, 4, 1),
        created_by=by,
    )  # fmt: skip
    content = {**content_of(measure), "holder": "CANARI-attestation"}
    certificate = PrepCertificate.issue(measure, content, on=date(2025, 5, 24), by=by)
    return {session.pk, cancelled.pk, activity.pk, alone.pk, certificate.pk}
