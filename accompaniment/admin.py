from django.contrib import admin

from accompaniment.models import AlertWord, RelayKind
from lodabord.partners.admin import ParameterAdmin

admin.site.register([AlertWord, RelayKind], ParameterAdmin)
