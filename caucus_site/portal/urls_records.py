"""Addresses of the records' pages."""

from typing import Any

from django.urls import path

from caucus_site.portal.records import (
    actions,
    chapters,
    following,
    gatherings,
    missions,
    recommendations,
    signing,
    start,
    statements,
)

urlpatterns: list[Any] = [
    path("", start.start, name="start"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<uuid:public_id>/", statements.statement, name="statement"),
    path("statements/<uuid:public_id>/signatures/", statements.signatures, name="signatures"),
    path("statements/<uuid:public_id>/answers/", statements.answers, name="statement_answers"),
    path("statements/<uuid:public_id>/sign/", signing.sign, name="sign"),
    path("statements/<uuid:public_id>/withdraw/", signing.withdraw, name="withdraw"),
    path("missions/", missions.missions, name="missions"),
    path("missions/<uuid:public_id>/", missions.mission, name="mission"),
    path("chapters/", chapters.chapters, name="chapters"),
    path("chapters/<uuid:public_id>/", chapters.chapter, name="chapter"),
    path("chapters/<uuid:public_id>/members/", chapters.members, name="chapter_members"),
    path("gatherings/<uuid:public_id>/", gatherings.gathering, name="gathering"),
    path("recommendations/<uuid:public_id>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<uuid:public_id>/answers/", recommendations.answers, name="recommendation_answers"),
    path("follow/<slug:kind>/<uuid:public_id>/", following.follow, name="follow"),
    path("me/actions/", actions.reported, name="actions"),
    path("me/actions/report/", actions.report, name="report_action"),
]
