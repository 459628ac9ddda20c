"""The CAL holds nothing that the association keeps to itself; its identifiers are tried by everybody all the same."""

from allocations.models import Announcement, CalSitting, DwellingViewing, Offer


def plant(cast, case):
    viewing = DwellingViewing.of(Offer.objects.get(case=case))
    viewing.note_done(on=viewing.offer.replied_on, by=cast.leila.professional)
    announcements = Announcement.objects.filter(case=case).values_list("pk", flat=True)
    sittings = CalSitting.objects.filter(agreement=case.agreement).values_list("pk", flat=True)
    return {viewing.pk, *announcements, *sittings}
