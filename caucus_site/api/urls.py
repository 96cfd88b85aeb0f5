"""Addresses under /api/v1."""

from django.urls import include, path

from caucus_site.api.router import RootView, router

app_name = "api"

urlpatterns = [
    path("", RootView.as_view(), name="root-without-slash"),
    path("/", include([path("", RootView.as_view(), name="root"), *router.urls])),
]
