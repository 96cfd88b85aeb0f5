"""What a partner's key can be good for: a closed list, so that what cannot be granted cannot be granted by mistake.

There is no scope for contact details, incidents, testimony, drafts, donors or audit. Reference data needs none.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    PEOPLE = "people", _("People, their names, mandates and offices")
    ORGANISATIONS = "organisations", _("Organisations")
    CHAPTERS = "chapters", _("Chapters")
    GATHERINGS = "gatherings", _("Gatherings")
    MISSIONS = "missions", _("Fact-finding missions and their findings")
    STATEMENTS = "statements", _("Published statements and their signatures")
    RECOMMENDATIONS = "recommendations", _("Recommendations and follow-up")
    ACTIONS = "actions", _("Parliamentary actions and answers")
    CAMPAIGNS = "campaigns", _("Campaigns and indicators")
    COMMITMENTS = "commitments", _("Commitments to instruments")
