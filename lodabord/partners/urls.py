from django.urls import path

from lodabord.partners.views import standing

app_name = "partners"
urlpatterns = [
    path("habilitation/", standing.choose, name="standing"),
]
