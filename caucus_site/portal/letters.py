"""What an account follows, and of what the caucus writes to it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from caucus_site.notifications.models import Preference, Purpose, Subscription
from caucus_site.notifications.models.preferences import ALWAYS_ON
from caucus_site.notifications.services import preferences, subscriptions
from caucus_site.portal.addresses import address_of

Way = Subscription.Way


@dataclass(frozen=True)
class Followed:
    """One thing that is followed, with its name and place for the reader."""

    subscription: Subscription
    kind: Any
    title: str
    url: str


PURPOSES = [choice for choice in Purpose.choices if choice[0] != ALWAYS_ON]


class PurposesForm(forms.Form):
    """Which letters the account wants; those about its own safety are not asked about."""

    purposes = forms.MultipleChoiceField(
        label=_("The caucus may write to me with"),
        choices=PURPOSES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Letters about sign-in and the safety of your account always come."),
    )

    def save(self, account: Any) -> None:
        for purpose, _label in PURPOSES:
            change = preferences.resume if purpose in self.cleaned_data["purposes"] else preferences.stop
            change(account, purpose, door=Preference.Door.PORTAL, acting_user=account)


@login_required
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    wanted = [purpose for purpose, is_on in preferences.of(request.user).items() if is_on]
    form = PurposesForm(request.POST if request.method == "POST" else None, initial={"purposes": wanted})
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        messages.success(request, __("Saved."))
        return redirect("portal:subscriptions")
    shown = {
        "followed": _followed_by(request.user),
        "has_all_statements": subscriptions.is_followed(request.user, subscriptions.ALL_STATEMENTS),
        "form": form,
    }
    return render(request, "portal/letters.html", shown)


@require_POST
@login_required
def follow_all_statements(request: HttpRequest) -> HttpResponse:
    subscriptions.follow(request.user, subscriptions.ALL_STATEMENTS)
    messages.success(request, __("You follow all statements of the caucus."))
    return redirect("portal:subscriptions")


@require_POST
@login_required
def change_subscription(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop following, or be told in another way. What is closed to the account by now can still be let go."""
    subscription = (
        Subscription.objects.visible_to(request.user).filter(account=request.user, public_id=public_id).first()
    )
    if subscription is None:
        raise Http404
    subject = getattr(subscription, subscription.kind) if subscription.kind else subscriptions.ALL_STATEMENTS
    way = request.POST.get("way", "")
    if "stop" in request.POST:
        subscriptions.unfollow(request.user, subject)
        messages.success(request, __("You no longer follow this."))
    elif way in Way.values:
        try:
            subscriptions.follow(request.user, subject, way=way)
        except ValidationError:
            raise Http404 from None
        messages.success(request, __("Saved."))
    else:
        raise BadRequest
    return redirect("portal:subscriptions")


def _followed_by(account: Any) -> list[Followed]:
    return [
        Followed(
            subscription,
            kind=subject._meta.verbose_name if subject else "",
            title=getattr(subject, "title", None) or str(subject) if subject else __("All statements of the caucus"),
            url=address_of(subject) if subject else "",
        )
        for subscription, subject in subscriptions.followed_by(account)
    ]
