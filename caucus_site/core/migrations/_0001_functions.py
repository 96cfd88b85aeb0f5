"""SQL functions that generated columns rest on. All immutable: the same text gives the same value for ever."""

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
"""

# A value that is not in the supported part of EDTF has no bounds; check constraints refuse the row.
DATES = r"""
CREATE FUNCTION caucus_make_day(y int, m int, d int) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN make_date(y, m, d);
EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
END $$;

CREATE FUNCTION edtf_earliest(edtf text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN edtf ~ '^[0-9]{4}[?~%]?$' THEN public.caucus_make_day(left(edtf, 4)::int, 1, 1)
        WHEN edtf ~ '^([0-9]{3}X|[0-9]{2}XX)[?~%]?$' THEN public.caucus_make_day(translate(left(edtf, 4), 'X', '0')::int, 1, 1)
        WHEN edtf ~ '^[0-9]{4}-[0-9]{2}[?~%]?$' THEN public.caucus_make_day(left(edtf, 4)::int, substr(edtf, 6, 2)::int, 1)
        WHEN edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[?~%]?$'
            THEN public.caucus_make_day(left(edtf, 4)::int, substr(edtf, 6, 2)::int, substr(edtf, 9, 2)::int)
    END
$$;

CREATE FUNCTION edtf_latest(edtf text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN edtf ~ '^[0-9]{4}[?~%]?$' THEN public.caucus_make_day(left(edtf, 4)::int, 12, 31)
        WHEN edtf ~ '^([0-9]{3}X|[0-9]{2}XX)[?~%]?$' THEN public.caucus_make_day(translate(left(edtf, 4), 'X', '9')::int, 12, 31)
        WHEN edtf ~ '^[0-9]{4}-[0-9]{2}[?~%]?$' THEN
            (public.caucus_make_day(left(edtf, 4)::int, substr(edtf, 6, 2)::int, 1) + interval '1 month')::date - 1
        WHEN edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[?~%]?$'
            THEN public.caucus_make_day(left(edtf, 4)::int, substr(edtf, 6, 2)::int, substr(edtf, 9, 2)::int)
    END
$$;

CREATE FUNCTION possible_days(began text, ended text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN public.edtf_earliest(began) > public.edtf_latest(ended) THEN 'empty'::daterange
        ELSE daterange(public.edtf_earliest(began), public.edtf_latest(ended), '[]')
    END
$$;

CREATE FUNCTION certain_days(began text, ended text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN began IS NULL OR public.edtf_latest(began) > public.edtf_earliest(ended) THEN 'empty'::daterange
        ELSE daterange(public.edtf_latest(began), public.edtf_earliest(ended), '[]')
    END
$$;
"""

SEARCH = r"""
CREATE FUNCTION caucus_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(
            lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFKC))),
            U&'\200B\200C\200D\2060\FEFF''\2019\2018\02BC`',
            ''),
        '[[:space:].,;:()/_-]+', ' ', 'g'))
$$;

CREATE FUNCTION caucus_typo_keys(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH words AS (
        SELECT word FROM regexp_split_to_table(public.caucus_fold(value), ' ') AS word
        WHERE length(word) BETWEEN 1 AND 40
    )
    SELECT coalesce(array_agg(DISTINCT key), '{}') FROM (
        SELECT word AS key FROM words
        UNION ALL
        SELECT overlay(word PLACING '' FROM place FOR 1) FROM words, generate_series(1, length(word)) AS place
        WHERE length(word) >= 4
    ) AS keys
$$;
"""

DROP = """
DROP FUNCTION IF EXISTS caucus_typo_keys(text), caucus_fold(text), certain_days(text, text), possible_days(text, text),
    edtf_latest(text), edtf_earliest(text), caucus_make_day(int, int, int);
"""
