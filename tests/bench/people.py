"""Invented people by the thousand, made inside the database: names in two scripts, and a mandate each."""

import threading
from collections.abc import Iterable

from django.db import connection

from caucus_site.core.models import User
from members.models import Country, Organisation, Person, PersonName
from tests.factories.core import UserFactory

# Whom the measured searches look for; nobody made below shares a word with her.
SOUGHT = "Thavrak Sochenda"
SOUGHT_IN_KHMER = "ថាវរៈ សុចិន្តា"
WITH_A_TYPO = "Thavrak Sohcenda"
# A word that one in fifty bears.
COMMON = "Mohamad"

# Words apart by spaces, for the database to pick from.
GIVEN = """Aisyah Bima Chandra Devi Erdene Farid Gantulga Hasmin Indira Jamil Kavita Lina Mohamad Nadia Oyun Putra Qadir
Rahim Sari Tuan Usha Viray Wulan Xanana Yusuf Zahra Amado Batu Corazon Darma Elena Fatimah Guna Hadi Ismail Jose Kumar
Lakshmi Meena Nurul Omar Pascual Rizal Sumati Teresa Umar"""
SYLLABLES = "ba ka ra ta sa na la ma da ga ha pa wa ya ja cha tha dha bo ko ro to so no lo mo do go"
KHMER = "ក ខ គ ង ច ឆ ជ ញ ដ ត ថ ទ ន ប ផ ព ម យ រ ល វ ស ហ អ"
COUNTRIES = {
    "BD": "Bangladesh",
    "KH": "Cambodia",
    "ID": "Indonesia",
    "IN": "India",
    "MY": "Malaysia",
    "PH": "Philippines",
}

# Spread over the rows by multiplying with primes, so that every size has the same mixture.
PEOPLE = r"""
INSERT INTO members_person
    (public_id, version, name, sort_name, gender, languages, born_on, has_public_profile, country_id)
SELECT gen_random_uuid(), 1, name, name, CASE WHEN n %% 3 = 0 THEN 'female' ELSE 'male' END, '{}',
       (1940 + n %% 55)::text, true, (%(countries)s::bigint[])[1 + n %% cardinality(%(countries)s::bigint[])]
FROM (
    SELECT n, g[1 + (n * 7919) %% cardinality(g)]
        || ' ' || initcap(s[1 + n %% len] || s[1 + (n / len) %% len] || s[1 + (n * 31) %% len])
        || ' ' || initcap(s[1 + (n * 13) %% len] || s[1 + (n / 7) %% len] || s[1 + (n / (len * len)) %% len]) AS name
    FROM generate_series(1, %(number)s::bigint) AS n,
         (SELECT given AS g, s, cardinality(s) AS len
          FROM regexp_split_to_array(%(given)s, '\s+') AS given, string_to_array(%(syllables)s, ' ') AS s) AS parts
) AS named
"""
NAMES = """
INSERT INTO members_personname
    (public_id, version, person_id, text, kind, language, given, family, honorific_prefix, honorific_suffix)
SELECT gen_random_uuid(), 1, id, k[1 + id %% len] || k[1 + (id / len) %% len] || k[1 + (id * 31) %% len] || ' '
       || k[1 + (id * 13) %% len] || k[1 + (id / 7) %% len], 'own_script', 'km', '', '', '', ''
FROM members_person, (SELECT k, cardinality(k) AS len FROM string_to_array(%(khmer)s, ' ') AS k) AS parts
WHERE id > %(after)s
"""
IDENTIFIERS = """
INSERT INTO members_identifier (public_id, version, person_id, scheme, value)
SELECT gen_random_uuid(), 1, id, scheme, id::text
FROM members_person, (VALUES ('invented'), ('invented too')) AS schemes (scheme)
WHERE id > %(after)s
"""
MANDATES = """
INSERT INTO members_mandate
    (public_id, version, person_id, chamber_id, party_id, constituency, post, bench, seat, how_ended,
     began_on, ended_on)
SELECT gen_random_uuid(), 1, id, (%(chambers)s::bigint[])[1 + id %% cardinality(%(chambers)s::bigint[])],
       (%(parties)s::bigint[])[1 + (id * 7) %% cardinality(%(parties)s::bigint[])], '', 'Member', 'unknown', 1, '',
       (1990 + id %% 34)::text, CASE WHEN id %% 4 = 0 THEN NULL ELSE (1995 + id %% 34)::text END
FROM members_person WHERE id > %(after)s
"""
PROTECTIONS = """
INSERT INTO members_protection (public_id, version, person_id, level, set_at, reason)
SELECT gen_random_uuid(), 1, id, 'guarded', now(), '' FROM members_person WHERE id > %(after)s AND id %% 100 = 0
"""
TABLES = ("members_person", "members_personname", "members_identifier", "members_mandate", "members_protection")


def prepare() -> User:
    """What every size has: countries, chambers, parties, her whom the searches look for, and who looks."""
    countries = [
        Country.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in COUNTRIES.items()
    ]
    for country in countries:
        Organisation.objects.create(name=f"House of {country}", kind="chamber", country=country)
        for number in range(6):
            Organisation.objects.create(name=f"Party {number} of {country}", kind="party", country=country)
    sought = Person.objects.create(name=SOUGHT, country=countries[1])
    PersonName.objects.create(person=sought, text=SOUGHT_IN_KHMER, kind="own_script", language="km")
    return UserFactory(secretariat=True)


def add(number: int) -> None:
    """So many more people. History looks away, because nobody did this."""
    after = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    facts = {
        "number": number,
        "given": GIVEN,
        "syllables": SYLLABLES,
        "khmer": KHMER,
        "countries": list(Country.objects.order_by("pk").values_list("pk", flat=True)),
        "after": after,
        "chambers": list(Organisation.objects.filter(kind="chamber").values_list("pk", flat=True)),
        "parties": list(Organisation.objects.filter(kind="party").values_list("pk", flat=True)),
    }
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    run_side_by_side([[PEOPLE]], facts)
    run_side_by_side([[NAMES], [MANDATES, IDENTIFIERS, PROTECTIONS]], facts)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def run_side_by_side(scripts: Iterable[list[str]], facts: dict[str, object]) -> None:
    failures: list[Exception] = []

    def run(statements: list[str]) -> None:
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement, facts)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(script,)) for script in scripts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
