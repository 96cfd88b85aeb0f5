"""The OpenAPI document: what is true of every operation, said once."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.urls import include, path
from django.utils.text import capfirst
from django.utils.translation import gettext as __
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_lib_doc_excludes
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.serializers import ChoiceField, URLField

from caucus_site.core.rest.errors import MEDIA_TYPE, ProblemType
from caucus_site.core.rest.related import Shape, ShapedViewSet
from caucus_site.core.rest.serializers import RecordSerializer
from caucus_site.core.rest.viewsets import FIELDS, RecordViewSet

COMMITTED = Path(__file__).with_name("schema.json")
KEY, SESSION = "partnerKey", "session"

DESCRIPTION = """\
What the caucus shows to partner systems, to its members and to everybody.

**Who asks.** Without a key, you read what is public. With a key from the secretariat
(`Authorization: Bearer caucus_…`), you read what its scopes name. Signed in at the portal, you read what you see there.

**Lists** come in pages. `next`, and the header `Link: <…>; rel="next"`, lead to the following page; there is none after
the last. Cursors are opaque, and belong to one list. Rows added or removed meanwhile neither shift nor repeat the
others. Filters that are unknown, empty, repeated or not understood are refused, never ignored.

**Single records** have an `ETag`; with `If-None-Match`, an unchanged one answers 304 without a body. What you may not
see looks as if it did not exist: 404.

**Dates** are as exact as they are known, in EDTF: `2007`, `2011-05`, `2011-05-03`, `201X`, `1980~`.

**Refusals** are problem details (RFC 9457) of a closed list of types. Quote `instance` when you write to us.

**Changes.** Fields, parameters, resources, values of closed lists and problem types may be added; whatever else
changes gets a new address. Ignore what you do not know.
"""
PROBLEM = {
    "type": "object",
    "description": "Why a request was refused, as of RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {
            "type": "string",
            "description": "What kind of refusal: " + ", ".join(f"`{kind.address}`" for kind in ProblemType) + ".",
        },
        "title": {"type": "string", "description": "The same for every refusal of this type."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong this time, and what to do about it."},
        "instance": {"type": "string", "description": "A random id that our log has too."},
        "errors": {
            "type": "array",
            "description": "What is wrong where, if it can be said.",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "parameter": {"type": "string", "description": "Name of the parameter."},
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
REFUSALS = {
    "400": "A parameter means nothing here or was not understood.",
    "401": "The key is not one of ours, has ended or is suspended.",
    "403": "The key lacks the scope.",
    "404": "There is no such record, or none that you may see.",
    "406": "Only JSON is served.",
    "429": "Too many requests; the header `Retry-After` says in how many seconds to come back.",
    "503": "The database does not answer; the header `Retry-After` says when to come back.",
}
PARTED_BY_COMMAS = {"style": "form", "explode": False}
RETRY_AFTER = {
    "Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait."},
}
LINK = {
    "Link": {"schema": {"type": "string"}, "description": 'The following page, with `rel="next"`, if there is one.'}
}
ETAG = {
    "ETag": {"schema": {"type": "string"}, "description": "Of the record and all that is shown with it."},
    "Cache-Control": {"schema": {"type": "string"}, "description": "`private, no-cache`: ask again, with the ETag."},
}


class Operations(AutoSchema):
    """Reads off a view what drf-spectacular cannot know: our parameters, headers, refusals and ways to be let in."""

    view: Any

    @property
    def is_of_records(self) -> bool:
        return isinstance(self.view, RecordViewSet)

    @property
    def is_single(self) -> bool:
        return self.is_of_records and self.view.action == "retrieve"

    def get_tags(self) -> list[str]:
        return super().get_tags() if self.is_of_records else ["root"]

    def get_description(self) -> str:  # type: ignore[override]
        said = super().get_description()
        scope = getattr(self.view, "scope", None)
        return f"{said}\n\nA key needs the scope `{scope}`." if scope else said

    def get_summary(self) -> str | None:
        if not self.is_of_records:
            return None
        names = self.view.model._meta
        return (
            __("One %(name)s") % {"name": names.verbose_name} if self.is_single else capfirst(names.verbose_name_plural)
        )

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [*super().get_auth(), *([{}] if self.is_of_records and self.method == "GET" else [])]

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        if isinstance(field, ChoiceField | URLField) and isinstance(field.parent, RecordSerializer):
            model: Any = field.parent.Meta.model
            _allow_blank(schema, model._meta.get_field(field.source))

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        parameters = super()._get_filter_parameters()
        for parameter in parameters:
            if parameter["schema"]["type"] == "array":
                parameter |= PARTED_BY_COMMAS
        return parameters

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """Under the name that the field has in answers."""
        return [{**each, "name": "id"} for each in super()._resolve_path_parameters(variables)]

    def _get_parameters(self) -> list[dict[str, Any]]:
        return [*super()._get_parameters(), *self._own_parameters()]

    def _own_parameters(self) -> Iterator[dict[str, Any]]:
        if not self.is_of_records:
            return
        names = list(self.view.get_serializer_class()().fields)
        yield {
            "in": "query",
            "name": FIELDS,
            "schema": {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
            **PARTED_BY_COMMAS,
            "description": "Show only these fields, parted by commas; required ones may then be missing.",
        }
        if self.is_single:
            yield {
                "in": "header",
                "name": "If-None-Match",
                "schema": {"type": "string"},
                "description": "The `ETag` that you have: an unchanged record answers 304.",
            }

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if self.is_single:
            bodies["200"]["headers"] = ETAG
            bodies["304"] = {"description": "Unchanged since the version that you have.", "headers": ETAG}
        elif self.is_of_records:
            bodies["200"]["headers"] = LINK
        return {**bodies, **{code: {"$ref": f"#/components/responses/{code}"} for code in self._refusals()}}

    def _refusals(self) -> Iterator[str]:
        if self.is_of_records:
            yield "400"
        yield "401"
        if getattr(self.view, "scope", None):
            yield "403"
        if self.is_single:
            yield "404"
        yield from ("406", "429", "503")


class PartnerKeyScheme(OpenApiAuthenticationExtension):
    target_class = "caucus_site.sync.authentication.PartnerKeyAuthentication"
    name = KEY

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A partner's key, made by the secretariat."}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        scope = getattr(auto_schema.view, "scope", None)
        return {KEY: [str(scope)] if scope else []}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "rest_framework.authentication.SessionAuthentication"
    name = SESSION

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        # The cookie's name in production; it is no secret, and its value comes from signing in.
        name = "__Host-caucus-session"
        return {"type": "apiKey", "in": "cookie", "name": name, "description": "Signed in at the portal."}


def _allow_blank(schema: dict[str, Any], column: Any) -> None:
    """What a form may leave empty is shown as an empty text, which is no address and no choice."""
    if not column.blank:
        return
    schema.pop("format", None)
    if "enum" in schema and "" not in schema["enum"]:
        schema["enum"] = [*schema["enum"], ""]


def with_refusals(result: dict[str, Any], **_facts: Any) -> dict[str, Any]:
    """drf-spectacular's last step: add what the operations refer to, take out what only it understands."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        code: {
            "description": says,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            **({"headers": RETRY_AFTER} if code in {"429", "503"} else {}),
        }
        for code, says in REFUSALS.items()
    }
    _drop(result, "x-spec-enum-id")
    result["paths"] = {path.replace("{public_id}", "{id}"): item for path, item in result["paths"].items()}
    if not any("requestBody" in operation for path in result["paths"].values() for operation in path.values()):
        # Where nothing can be written, it goes without saying.
        _drop(result, "readOnly")
    return result


def docs_of_bases() -> list[type]:
    """Whose docstrings are for us: they are no description of what inherits from them."""
    bases = [RecordViewSet, ShapedViewSet, RecordSerializer, Shape]
    return [*get_lib_doc_excludes(), *bases]


def _drop(node: Any, name: str) -> None:
    if isinstance(node, dict):
        node.pop(name, None)
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _drop(inner, name)


def generated() -> dict[str, Any]:
    """The document as the code would have it."""
    patterns = [path("api/v1/", include("caucus_site.api.urls"))]
    result = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    result["info"] |= {"version": project["version"], "description": DESCRIPTION}
    # Through its renderer and back: plain types, no lazy translations.
    return json.loads(OpenApiJsonRenderer().render(result))


def committed() -> dict[str, Any]:
    """The document as partners are promised it. This is what is served."""
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def as_json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_yaml(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
