"""The lists that change in time. No case content here, ever."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from households.models import ExitReason, Message, PriorityPublic, RefusalReason
from lodabord.partners.admin import ParameterAdmin

for model in (ExitReason, RefusalReason, PriorityPublic):
    admin.site.register(model, ParameterAdmin)


class MessageAdmin(ParameterAdmin):
    """The e-mails, to see which ones failed and why: to whom and when, never about whom."""

    list_display = ("recipient", "state", "attempts", "due_at", "sent_at", "last_error")
    list_filter = ("state",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.register(Message, MessageAdmin)
