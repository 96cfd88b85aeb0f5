from django.urls import include, path

from caucus_site import urls

urlpatterns = [path("mail/", include("caucus_site.core.mailbox")), *urls.urlpatterns]
