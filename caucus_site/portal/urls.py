"""Addresses of the portal."""

from django.urls import include, path

from caucus_site.portal import views

app_name = "portal"

urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/account/", views.account, name="account"),
    path("", include("caucus_site.portal.urls_records")),
]
