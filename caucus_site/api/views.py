"""The API about itself: what there is, its OpenAPI document, and a page to read that document on."""

from functools import cache
from typing import Any

from django.views.generic import TemplateView
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from caucus_site.api import openapi
from caucus_site.api.router import ROUTES

ADDRESS = {"type": "string", "format": "uri"}
ROOT = {
    "type": "object",
    "required": ["resources", "schema", "docs"],
    "properties": {
        "resources": {
            "type": "object",
            "additionalProperties": ADDRESS,
            "description": "Each resource's list, by its name.",
        },
        "schema": {**ADDRESS, "description": "The OpenAPI document."},
        "docs": {**ADDRESS, "description": "A page to read it on."},
    },
}


class AboutView(APIView):
    """Open to everybody, though a key that is shown must be one."""

    http_method_names = ["get", "head", "options"]
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if str(request.method).lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)


class RootView(AboutView):
    """Where everything is."""

    @extend_schema(responses={200: ROOT})
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        lists = {prefix: reverse(f"api:{prefix}-list", request=request) for prefix, _view in ROUTES}
        return Response(
            {
                "resources": lists,
                "schema": reverse("api:schema", request=request),
                "docs": reverse("api:docs", request=request),
            }
        )


class OpenApiJson(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"


class Yaml(BaseRenderer):
    media_type = "application/yaml"
    format = "yaml"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return openapi.as_yaml(data).encode()


class OpenApiYaml(Yaml):
    media_type = "application/vnd.oai.openapi"


_document = cache(openapi.committed)


@extend_schema(exclude=True)
class SchemaView(AboutView):
    """JSON, or YAML for who asks for it in `Accept`."""

    renderer_classes = (JSONRenderer, OpenApiJson, Yaml, OpenApiYaml)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(_document())


class DocsView(TemplateView):
    """The document as a page. Its library is served from here, and needs nothing that our policy forbids."""

    template_name = "api/docs.html"
    http_method_names = ["get", "head", "options"]
