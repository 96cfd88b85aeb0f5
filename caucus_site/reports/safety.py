"""What is asked once more directly before a report is sent: the world may have changed since it was written."""

from django.utils.translation import gettext as __

from caucus_site.core import post
from caucus_site.core.models import Message
from caucus_site.reports import runs, weekly
from caucus_site.reports.discretion import Discretion


@post.may_send
def _is_still_right(letter: Message) -> str:
    if letter.rule != runs.RULE:
        return ""
    if not weekly.is_for(letter.recipient):
        return __("The account is no longer of the secretariat.")
    if letter.pk and not Discretion.of_those_protected_after(letter.planned_at).may_name(None, letter.text):
        return __("Somebody whom it names has come into danger since it was written. Run the report again.")
    return ""
