"""Addresses below /api/v1/."""

from django.urls import path

from caucus_site.api.router import router
from caucus_site.api.views import DocsView, RootView, SchemaView

app_name = "api"

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    *router.urls,
]
