"""Addresses of the portal."""

from django.urls import include, path

from caucus_site.portal import letters, views

app_name = "portal"

urlpatterns = [
    path("me/", views.home, name="home"),
    path("me/news/read/", views.mark_news_read, name="mark_news_read"),
    path("me/account/", views.account, name="account"),
    path("me/account/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("me/subscriptions/", letters.letters, name="subscriptions"),
    path("me/subscriptions/all-statements/", letters.follow_all_statements, name="follow_all_statements"),
    path("me/subscriptions/<uuid:public_id>/", letters.change_subscription, name="change_subscription"),
    path("", include("caucus_site.portal.urls_records")),
]
