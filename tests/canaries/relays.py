"""Relays asked, of health and not, one of them settled; a line of the directory."""

from tests.factories.relays import ASKED, HEALTH, asked, relay


def plant(cast, case):
    line = relay(cast, service="CANARI-annuaire", does="CANARI-mission")
    first, health = asked(cast, case, relay=line), asked(cast, case, kind=HEALTH)
    health.settle("refuse", on=ASKED, outcome="CANARI-suite-relais", today=ASKED, by=cast.leila.professional)
    return [line.pk, first.pk, health.pk]
