"""Who the caucus is, over REST: one module a subject, with serializers, filters and views."""
