"""What the caucus does, over REST: one module a subject, with serializers, filters and views."""
