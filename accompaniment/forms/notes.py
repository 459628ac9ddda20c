"""Free notes, the psychologist's, and the need for health support."""

from accompaniment.models import (
    HealthNeed,
    PsychologistNote,
)
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, FactsField


class NoteForm(ActForm):
    written_on = DateField(label="Du")
    text = FactsField(label="Note", max_length=4000, rows=6)


class PsychologistNoteForm(ActModelForm):
    class Meta:
        model = PsychologistNote
        fields = ("on", "duration_minutes", "text", "shared_with_team")
        help_texts = {"shared_with_team": "Sans cette case, vous seule lisez cette note."}


class HealthForm(ActModelForm):
    class Meta:
        model = HealthNeed
        fields = ("second_public", "level")
