"""A date, and nothing else."""

from lodabord.kernel.forms import ActForm, PastDateField


class OnForm(ActForm):
    on = PastDateField(label="Date")
