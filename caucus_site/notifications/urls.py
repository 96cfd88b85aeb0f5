"""The address that every letter carries."""

from django.urls import path

from caucus_site.notifications import views

app_name = "notifications"

urlpatterns = [path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe")]
