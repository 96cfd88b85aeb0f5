"""Every address of the site."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from caucus_site.core import health
from caucus_site.reports import desk

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/worklist/<slug:slug>/", admin.site.admin_view(desk.worklist), name="worklist"),
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
]

# Problem details under /api/, a page with a sentence elsewhere.
handler400 = "caucus_site.core.rest.errors.bad_request"
handler403 = "caucus_site.core.rest.errors.forbidden"
handler404 = "caucus_site.core.rest.errors.not_found"
handler500 = "caucus_site.core.rest.errors.server_error"
