"""What the association tells the CCAPEX: the landlord reads neither the text nor that it was sent."""

from datetime import date

from accompaniment.ccapex import tell_the_commission
from lodabord.partners.models import Organisation


def plant(cast, case):
    state = Organisation.objects.create(kind="state", name="CANARI-Services de l'État")
    sent = tell_the_commission(
        case, recipient=state, service="CANARI-secrétariat", elements=["resources"], text="CANARI-ccapex", shown_on=None,
        not_shown_because="CANARI-injoignable", on=date(2025, 6, 20), by=cast.leila.professional,
    )  # fmt: skip
    return [sent.pk, state.pk]
