"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found

from caucus_site.api.views import RootView
from caucus_site.core import health
from caucus_site.core.admin.pickers import PickerRows
from caucus_site.core.rest.errors import nowhere
from caucus_site.reports import desk

# One door for all: the throttle and the second factor hold for the desk too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/worklist/<slug:slug>/", admin.site.admin_view(desk.worklist), name="worklist"),
    path("admin/reports/weekly/", admin.site.admin_view(desk.weekly_report), name="weekly_report"),
    path("admin/reports/weekly/<uuid:run>/", admin.site.admin_view(desk.weekly_report), name="weekly_report_of_run"),
    path("admin/autocomplete/", admin.site.admin_view(PickerRows.as_view(admin_site=admin.site)), name="autocomplete"),
    # Django's short cut from any row's number to its public page, which would tell what exists.
    re_path("^admin/r/", page_not_found, {"exception": Http404()}),
    path("admin/search/", admin.site.admin_view(desk.search)),
    path("admin/", admin.site.urls),
    path("api/v1", RootView.as_view(schema=None)),
    path("api/v1/", include("caucus_site.api.urls")),
    path("api/popolo/", include("members.api.popolo.urls")),
    re_path("^api/", nowhere),
    path("", include("caucus_site.notifications.urls")),
    path("account/", include("caucus_site.portal.urls_account")),
    path("", include("caucus_site.portal.urls")),
]
if hasattr(settings, "CAUCUS_MAIL_FOLDER"):
    urlpatterns.append(path("mail/", include("caucus_site.core.mailbox")))

# Problem details under /api/, a page with a sentence elsewhere.
handler400 = "caucus_site.core.rest.errors.bad_request"
handler403 = "caucus_site.core.rest.errors.forbidden"
handler404 = "caucus_site.core.rest.errors.not_found"
handler500 = "caucus_site.core.rest.errors.server_error"
