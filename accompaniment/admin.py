from django.contrib import admin

from accompaniment.models import AlertWord
from lodabord.partners.admin import ParameterAdmin

admin.site.register(AlertWord, ParameterAdmin)
