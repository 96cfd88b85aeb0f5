"""Refusals of the API as problem details (RFC 9457): machine-readable, of a closed list of types, and mute about us.

`instance` is a random id that the log has too; a partner quotes it, and nothing else of the inside leaves the house.
"""

import logging
import math
import sys
import uuid
from collections.abc import Iterator
from enum import Enum
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from caucus_site.core.rules import sentence_of_constraint

log = logging.getLogger("caucus.refusals")

MEDIA_TYPE = "application/problem+json"
API = "/api/"
SECONDS_TO_WAIT = "5"


class ProblemType(Enum):
    """Every type that there is, with the status it usually has and its title. Adding one is a compatible change."""

    INVALID_REQUEST = "invalid-request", 400, _("The request is not valid.")
    INVALID_CURSOR = "invalid-cursor", 400, _("The cursor is not one of ours.")
    UNAUTHENTICATED = "unauthenticated", 401, _("Sign in first.")
    FORBIDDEN = "forbidden", 403, _("Your role may not do this.")
    NOT_FOUND = "not-found", 404, _("There is nothing here.")
    CONFLICT = "conflict", 409, _("This contradicts what is on record.")
    RESYNC_REQUIRED = "resync-required", 410, _("Start again from a snapshot.")
    PRECONDITION_FAILED = "precondition-failed", 412, _("The record has changed since you read it.")
    TOO_LARGE = "too-large", 413, _("The request is too large.")
    IDEMPOTENCY_MISMATCH = "idempotency-mismatch", 422, _("This key was used for another request.")
    PRECONDITION_REQUIRED = "precondition-required", 428, _("Say which version you mean to change.")
    RATE_LIMITED = "rate-limited", 429, _("Too many requests.")
    UNAVAILABLE = "unavailable", 503, _("This does not work at the moment.")

    def __init__(self, slug: str, status_code: int, title: Any) -> None:
        self.slug = slug
        self.status_code = status_code
        self.title = title

    @property
    def address(self) -> str:
        return f"/problems/{self.slug}"


class Problem(exceptions.APIException):
    """A refusal of one of the types, for whatever no exception of Django or DRF stands for."""

    def __init__(self, kind: ProblemType, detail: Any = None, *, code: str | None = None) -> None:
        self.status_code = kind.status_code
        self.kind = kind
        super().__init__(detail or kind.title, code or kind.slug)


class QueryRefused(Problem):
    """A query parameter that is unknown, given twice or not understood."""

    def __init__(self, parameter: str, detail: Any, *, code: str = "invalid") -> None:
        super().__init__(ProblemType.INVALID_REQUEST, detail, code=code)
        self.parameter = parameter
        self.code = code


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None, for what nobody foresaw, lets Django log it and call `server_error`."""
    answer = _problem_of(exc)
    if answer is None:
        return None
    set_rollback()
    kind, status_code, detail, errors, headers = answer
    body = problem_body(kind, detail=detail, status_code=status_code, errors=errors)
    _note(body, exc, context.get("request"))
    return Response(body, status=status_code, headers=headers, content_type=MEDIA_TYPE)


def problem_body(
    kind: ProblemType, *, detail: Any = None, status_code: int | None = None, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": kind.address,
        "title": str(kind.title),
        "status": status_code or kind.status_code,
        "detail": str(detail or kind.title),
        "instance": f"urn:uuid:{uuid.uuid4()}",
    }
    if errors:
        body["errors"] = errors
    return body


Answer = tuple[ProblemType, int, Any, list[dict[str, str]], dict[str, str]]


def _problem_of(exc: BaseException | None) -> Answer | None:
    if isinstance(exc, exceptions.APIException):
        return _of_rest_framework(exc)
    if isinstance(exc, DjangoValidationError):
        errors = list(_errors_of_django(exc))
        return _answer(ProblemType.INVALID_REQUEST, detail=_summary(errors), errors=errors)
    if isinstance(exc, DatabaseError | InterfaceError):
        return _of_the_database(exc)
    if isinstance(exc, Http404):
        return _answer(ProblemType.NOT_FOUND)
    if isinstance(exc, PermissionDenied):
        return _answer(ProblemType.FORBIDDEN, detail=str(exc))
    if isinstance(exc, ProtectedError | RestrictedError):
        return _answer(ProblemType.CONFLICT, detail=__("Other records rest on this one; it cannot be deleted."))
    if isinstance(exc, RequestDataTooBig):
        return _answer(ProblemType.TOO_LARGE)
    if isinstance(exc, SuspiciousOperation):
        return _answer(ProblemType.INVALID_REQUEST)
    if isinstance(exc, RecursionError):
        return _answer(ProblemType.INVALID_REQUEST, detail=__("The body is nested too deeply."))
    return None


def _answer(
    kind: ProblemType,
    status_code: int | None = None,
    *,
    detail: Any = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    return kind, status_code or kind.status_code, detail, errors or [], headers or {}


def _of_rest_framework(exc: exceptions.APIException) -> Answer:
    headers = {}
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        # DRF would say 403 where the first way to sign in has no challenge of its own, as sessions have none.
        headers["WWW-Authenticate"] = getattr(exc, "auth_header", None) or "Session"
        return _answer(ProblemType.UNAUTHENTICATED, detail=exc.detail, headers=headers)
    if isinstance(exc, exceptions.ValidationError):
        errors = list(_errors_of(exc.detail, pointer="#"))
        return _answer(ProblemType.INVALID_REQUEST, detail=_summary(errors), errors=errors)
    if isinstance(exc, QueryRefused):
        errors = [{"parameter": exc.parameter, "code": exc.code, "detail": str(exc.detail)}]
        return _answer(exc.kind, detail=exc.detail, errors=errors)
    if isinstance(exc, Problem):
        return _answer(exc.kind, detail=exc.detail)
    if isinstance(exc, exceptions.NotFound):
        return _answer(ProblemType.NOT_FOUND)
    if isinstance(exc, exceptions.PermissionDenied):
        return _answer(ProblemType.FORBIDDEN, detail=exc.detail)
    if isinstance(exc, exceptions.Throttled):
        wait = math.ceil(getattr(exc, "wait", None) or 1)
        return _answer(ProblemType.RATE_LIMITED, detail=exc.detail, headers={"Retry-After": str(wait)})
    kind = ProblemType.UNAVAILABLE if status.is_server_error(exc.status_code) else ProblemType.INVALID_REQUEST
    return _answer(kind, exc.status_code, detail=exc.detail)


def _of_the_database(exc: DatabaseError | InterfaceError) -> Answer | None:
    if isinstance(exc, IntegrityError):
        return _answer(ProblemType.CONFLICT, detail=sentence_of_constraint(exc))
    if isinstance(exc, DataError):
        return _answer(ProblemType.INVALID_REQUEST, detail=__("A value is out of range or not text."))
    if isinstance(exc, OperationalError | InterfaceError):
        return _answer(ProblemType.UNAVAILABLE, headers={"Retry-After": SECONDS_TO_WAIT})
    return None


def _errors_of(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """One entry per refusal, with the JSON pointer of the value that it is about."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            whole = key in {api_settings.NON_FIELD_ERRORS_KEY, NON_FIELD_ERRORS}
            yield from _errors_of(inner, pointer if whole else f"{pointer}/{_escaped(key)}")
    elif isinstance(detail, list | tuple):
        for position, inner in enumerate(detail):
            # A list of refusals is about one value; a list with dictionaries in it is about the items of a list.
            inside = isinstance(inner, dict | list)
            yield from _errors_of(inner, f"{pointer}/{position}" if inside else pointer)
    else:
        yield {"pointer": pointer, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _errors_of_django(exc: DjangoValidationError) -> Iterator[dict[str, str]]:
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.error_list}
    for field, refusals in by_field.items():
        pointer = "#" if field == NON_FIELD_ERRORS else f"#/{_escaped(field)}"
        for refusal in refusals:
            for message in refusal.messages:
                yield {"pointer": pointer, "code": refusal.code or "invalid", "detail": message}


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _summary(errors: list[dict[str, str]]) -> str | None:
    return errors[0]["detail"] if len(errors) == 1 else None


def _note(body: dict[str, Any], exc: BaseException | None, request: Any) -> None:
    """The one place where the id of a refusal meets its cause."""
    server_failed = body["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR
    log.log(
        logging.ERROR if server_failed else logging.INFO,
        "%s %s %s: %s %s",
        body["instance"],
        getattr(request, "method", "-"),
        getattr(request, "path", "-"),
        body["status"],
        type(exc).__name__ if exc is not None else body["type"],
        exc_info=exc if server_failed else None,
    )


# The site's own handlers: problem details under /api/, a page with a sentence everywhere else.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_a_program(request):
        return _problem_page(request, _problem_of(exception) or _answer(ProblemType.INVALID_REQUEST), exception)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_a_program(request):
        return _problem_page(request, _answer(ProblemType.FORBIDDEN, detail=str(exception)), exception)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_a_program(request):
        return _problem_page(request, _answer(ProblemType.NOT_FOUND), exception)
    return defaults.page_not_found(request, exception)


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """A view for every address under /api/ that leads nowhere: with DEBUG, Django would answer by a page of its own."""
    return not_found(request, Http404())


def server_error(request: HttpRequest) -> HttpResponse:
    exception = sys.exc_info()[1]
    if _is_for_a_program(request):
        return _problem_page(request, _problem_of(exception) or _answer(ProblemType.UNAVAILABLE, 500), exception)
    return defaults.server_error(request)


def _is_for_a_program(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def _problem_page(request: HttpRequest, answer: Answer, exception: BaseException | None) -> JsonResponse:
    kind, status_code, detail, errors, headers = answer
    body = problem_body(kind, detail=detail, status_code=status_code, errors=errors)
    _note(body, exception, request)
    return JsonResponse(body, status=status_code, headers=headers, content_type=MEDIA_TYPE)
