"""Every resource of the API, gathered from the apps. Each app lists its own in `ROUTES` of its `api.routes`.

Addresses have no slash at their end; only the root has one, and answers without it too.
"""

from rest_framework.routers import SimpleRouter

from advocacy.api.routes import ROUTES as ADVOCACY
from caucus_site.api.sources import ROUTES as SOURCES
from events.api.routes import ROUTES as EVENTS
from members.api.routes import ROUTES as MEMBERS

ROUTES = sorted([*SOURCES, *MEMBERS, *EVENTS, *ADVOCACY], key=lambda route: route[0])

router = SimpleRouter(trailing_slash=False)
for prefix, view in ROUTES:
    router.register(prefix, view, basename=prefix)
