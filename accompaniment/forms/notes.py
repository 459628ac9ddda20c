"""Free notes, and the need for health support."""

from accompaniment.models import HealthNeed
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, FactsField


class NoteForm(ActForm):
    written_on = DateField(label="Du")
    text = FactsField(label="Note", max_length=4000, rows=6)


class HealthForm(ActModelForm):
    class Meta:
        model = HealthNeed
        fields = ("second_public", "level")
