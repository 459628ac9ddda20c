"""The lists that change in time. No case content here, ever."""

from django.contrib import admin

from households.models import ExitReason, PriorityPublic, RefusalReason
from lodabord.partners.admin import ParameterAdmin

for model in (ExitReason, RefusalReason, PriorityPublic):
    admin.site.register(model, ParameterAdmin)
