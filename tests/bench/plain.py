"""What a competent developer writes in ten minutes, to compare with: nested serializers, prefetching, no rights."""

from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ModelViewSet

from members.models import (
    Area,
    ChamberTerm,
    Chapter,
    Country,
    Identifier,
    Mandate,
    Membership,
    Organisation,
    Person,
    PersonName,
)


class CountrySerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Country
        fields = ("id", "name", "code")


def named(of):
    class Meta:
        model = of
        fields = ("id", "name")

    body = {"id": serializers.UUIDField(source="public_id"), "Meta": Meta}
    return type(f"{of.__name__}Serializer", (serializers.ModelSerializer,), body)


OrganisationSerializer, AreaSerializer, TermSerializer, ChapterSerializer = map(
    named, (Organisation, Area, ChamberTerm, Chapter)
)


class PersonNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = PersonName
        fields = (
            "text", "kind", "language", "given", "family", "honorific_prefix", "honorific_suffix", "began_on",
            "ended_on",
        )  # fmt: skip


class IdentifierSerializer(serializers.ModelSerializer):
    class Meta:
        model = Identifier
        fields = ("scheme", "value")


class MandateSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    chamber = OrganisationSerializer()
    party = OrganisationSerializer()
    area = AreaSerializer()
    term = TermSerializer()

    class Meta:
        model = Mandate
        fields = (
            "id", "chamber", "party", "area", "constituency", "post", "bench", "term", "seat", "began_on", "ended_on",
            "how_ended",
        )  # fmt: skip


class MembershipSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    chapter = ChapterSerializer()

    class Meta:
        model = Membership
        fields = ("id", "chapter", "category", "status", "began_on", "ended_on")


class PersonSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    country = CountrySerializer()
    names = PersonNameSerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    mandates = MandateSerializer(many=True)
    memberships = MembershipSerializer(many=True)

    class Meta:
        model = Person
        fields = (
            "id", "name", "sort_name", "gender", "born_on", "died_on", "country", "names", "identifiers", "mandates",
            "memberships",
        )  # fmt: skip


class PersonViewSet(ModelViewSet):
    queryset = (
        Person.objects.select_related("country")
        .prefetch_related(
            "names",
            "identifiers",
            "mandates__chamber",
            "mandates__party",
            "mandates__area",
            "mandates__term",
            "memberships__chapter",
        )
        .order_by("pk")
    )
    serializer_class = PersonSerializer
    pagination_class = LimitOffsetPagination
    lookup_field = "public_id"


router = SimpleRouter(trailing_slash=False)
router.register("people", PersonViewSet)

urlpatterns = [path("plain/", include(router.urls)), path("", include("caucus_site.urls"))]
