"""Is the process alive, and can it serve? For supervisors and load balancers, so without details."""

from collections.abc import Callable
from typing import ClassVar

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database and Redis answer and no migration is missing, else 503 naming which of them does not."""
    failing = [name for name, works in (("database", _database()), ("redis", _redis())) if not works]
    if not failing and _unapplied_migrations():
        failing.append("migrations")
    return JsonResponse({"status": "unready" if failing else "ok", "failing": failing}, status=503 if failing else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _redis() -> bool:
    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


_migrated = False


def _unapplied_migrations() -> bool:
    # Reading every migration file costs a second; once none is missing, none goes missing under a running process.
    global _migrated
    if not _migrated:
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _migrated


class HealthFirst:
    """Supervisors ask by address, not by name, and without a session: they are answered before either is judged."""

    ANSWERS: ClassVar[dict[str, Callable[[HttpRequest], HttpResponse]]] = {
        "/healthz": healthz,
        "/readyz": readyz,
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.ANSWERS.get(request.path_info, self.get_response)(request)
