"""The parameters site: partners, agreements, accounts. No household anywhere."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from lodabord.partners.models import (
    Agency,
    Agreement,
    Closure,
    FundingLine,
    Membership,
    Organisation,
    PrescriberType,
    Professional,
    Programme,
    Terms,
    Territory,
)
from lodabord.partners.roles import Role


class ParameterAdmin(admin.ModelAdmin):
    """Open to the technical administrator, and to nobody by a permission table."""

    def _allowed(self, request: HttpRequest) -> bool:
        membership: Any = getattr(request, "membership", None)
        return membership is not None and membership.role == Role.ADMIN

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allowed(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ProfessionalAdmin(ParameterAdmin):
    """Accounts are made by invitation; here they are named and closed. Passwords are nobody's business."""

    fields = ("email", "first_name", "last_name", "phone", "is_active")
    list_display = ("email", "first_name", "last_name", "is_active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


for model in (
    Territory,
    Organisation,
    Agency,
    Programme,
    Agreement,
    Terms,
    FundingLine,
    Closure,
    Membership,
    PrescriberType,
):
    admin.site.register(model, ParameterAdmin)
admin.site.register(Professional, ProfessionalAdmin)
