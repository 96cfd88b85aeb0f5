"""Addresses under /api/popolo/."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from members.api.popolo import views

app_name = "popolo"

router = SimpleRouter(trailing_slash=False)
router.register("persons", views.Persons, basename="person")
router.register("organizations", views.Organizations, basename="organization")
router.register("memberships", views.Memberships, basename="membership")
router.register("posts", views.Posts, basename="post")
router.register("areas", views.Areas, basename="area")
router.register("events", views.Events, basename="event")

urlpatterns = [
    *router.urls,
    re_path("^countries/(?P<code>[A-Z]{2})$", views.Countries.as_view({"get": "retrieve"}), name="country"),
]
