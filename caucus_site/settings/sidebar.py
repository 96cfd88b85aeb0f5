"""The admin's sidebar, by the secretariat's work rather than by app. An entry shows to whoever may open its list."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _list(model: str, icon: str, title: Any) -> dict[str, Any]:
    app_label, model_name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app_label}_{model_name}_changelist"),
        "permission": _may_view(app_label, model_name),
    }


def _may_view(app_label: str, model_name: str) -> Callable[[Any], bool]:
    return lambda request: request.user.has_perm(f"{app_label}.view_{model_name}")


SIDEBAR: list[dict[str, Any]] = [
    {"items": [{"title": _("What needs a hand"), "icon": "checklist", "link": reverse_lazy("admin:index")}]},
    {
        "title": _("People and chapters"),
        "separator": True,
        "items": [
            _list("members.person", "person", _("People")),
            _list("members.mandate", "how_to_reg", _("Mandates")),
            _list("members.standingevent", "event_note", _("Standing events")),
            _list("members.chapter", "account_tree", _("Chapters")),
            _list("members.membership", "card_membership", _("Memberships")),
            _list("members.office", "badge", _("Offices")),
            _list("members.aide", "support_agent", _("Aides")),
            _list("members.contactdetail", "contact_mail", _("Contact details")),
        ],
    },
    {
        "title": _("Gatherings and missions"),
        "separator": True,
        "items": [
            _list("events.gathering", "groups", _("Gatherings")),
            _list("events.gatheringseries", "event_repeat", _("Series")),
            _list("events.attendance", "co_present", _("Attendance")),
            _list("events.actionplan", "assignment", _("Action plans")),
            _list("events.actionitem", "task_alt", _("Action items")),
            _list("events.factfindingmission", "travel_explore", _("Missions")),
            _list("events.finding", "find_in_page", _("Findings")),
        ],
    },
    {
        "title": _("Statements and follow-up"),
        "separator": True,
        "items": [
            _list("advocacy.statement", "history_edu", _("Statements")),
            _list("advocacy.endorsement", "draw", _("Endorsements")),
            _list("advocacy.recommendation", "campaign", _("Recommendations")),
            _list("advocacy.followup", "update", _("Follow-up")),
            _list("advocacy.parliamentaryaction", "account_balance", _("Parliamentary actions")),
            _list("advocacy.answer", "forum", _("Answers")),
        ],
    },
    {
        "title": _("Campaigns and instruments"),
        "separator": True,
        "items": [
            _list("advocacy.campaign", "flag", _("Campaigns")),
            _list("advocacy.indicator", "monitoring", _("Indicators")),
            _list("advocacy.instrument", "gavel", _("Instruments")),
            _list("advocacy.commitment", "handshake", _("Commitments")),
            _list("advocacy.fact", "fact_check", _("Figures cited")),
        ],
    },
    {
        "title": _("Money"),
        "separator": True,
        "items": [
            _list("advocacy.funder", "volunteer_activism", _("Funders")),
            _list("advocacy.grant", "savings", _("Grants")),
            _list("advocacy.grantdeadline", "alarm", _("Deadlines")),
            _list("advocacy.allocation", "account_balance_wallet", _("Allocations")),
            _list("advocacy.contribution", "redeem", _("Contributions")),
        ],
    },
    {
        "title": _("Safety and confidence"),
        "separator": True,
        "collapsible": True,
        "items": [
            _list("members.protection", "shield", _("Protection")),
            _list("members.incident", "report", _("Incidents")),
            _list("advocacy.solidaritycase", "diversity_1", _("Solidarity cases")),
            _list("advocacy.concern", "contact_support", _("Concerns")),
            _list("events.testimony", "record_voice_over", _("Testimony")),
            _list("events.witnessidentity", "key", _("Witness identities")),
            _list("events.evidence", "folder_special", _("Evidence")),
            _list("core.compartment", "lock", _("Compartments")),
        ],
    },
    {
        "title": _("The world around"),
        "separator": True,
        "collapsible": True,
        "items": [
            _list("members.organisation", "apartment", _("Organisations")),
            _list("members.forumaccess", "meeting_room", _("Access to forums")),
            _list("members.country", "public", _("Countries")),
            _list("members.corridor", "alt_route", _("Corridors")),
            _list("members.bodymembership", "hub", _("Membership of regional bodies")),
            _list("members.area", "map", _("Areas")),
            _list("members.chamberterm", "date_range", _("Terms of chambers")),
        ],
    },
    {
        "title": _("House-keeping"),
        "separator": True,
        "collapsible": True,
        "items": [
            _list("core.source", "menu_book", _("Sources")),
            _list("procedures.importbatch", "upload_file", _("Imports")),
            _list("sync.partnerclient", "lan", _("Partner systems")),
            _list("sync.partnerkey", "vpn_key", _("Partner keys")),
            _list("reports.reportrun", "summarize", _("Reports")),
            _list("notifications.subscription", "notifications", _("Subscriptions")),
            _list("notifications.preference", "unsubscribe", _("Mail preferences")),
            _list("core.message", "mail", _("Letters")),
            _list("core.errand", "pending_actions", _("Errands")),
            _list("core.journalentry", "receipt_long", _("Journal")),
            _list("core.user", "manage_accounts", _("Accounts")),
        ],
    },
]
