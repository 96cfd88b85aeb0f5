"""The SQL function that the generated hash of a statement's text rests on.

`convert_to` is only marked stable because encodings of a database could be redefined; ours is UTF-8 for good, so the
same text gives the same hash for ever.
"""

TEXT_HASH = """
CREATE FUNCTION advocacy_text_hash(body text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex')
$$;
"""

DROP = "DROP FUNCTION IF EXISTS advocacy_text_hash(text);"
