from caucus_site.notifications.models.preferences import Preference, Purpose
from caucus_site.notifications.models.subscriptions import SUBJECTS, Subscription

__all__ = ["SUBJECTS", "Preference", "Purpose", "Subscription"]
