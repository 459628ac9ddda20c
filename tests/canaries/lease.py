"""A call of the household passed on to the landlord: its own words stay here, so does the link."""

from tests.factories import lease


def plant(cast, case):
    lease.in_agency(case, lease.agency_of(cast))
    lease.at_agency(cast.karim, lease.agency_of(cast))
    sent = lease.asked(cast, case, request=lease.called(cast, case, "CANARI-appel-transmis"))
    return {sent.pk, sent.passed_on.pk}
