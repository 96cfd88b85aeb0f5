"""Accounts of every role, clients signed in as them, and a database that can be emptied between tests."""

import pgtrigger
import pytest
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from tests.factories.core import UserFactory

# Filled by migrations; no test changes them.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}


@pytest.fixture(autouse=True, scope="session")
def emptying_between_tests():
    """Tests that commit are cleaned up by deleting what they left, and only that.

    Django would truncate every table, which takes seconds with hundreds of them, and which the journal refuses, as it
    must everywhere else. Its triggers look away for as long as the emptying takes, and only there; foreign keys are
    judged at the end, when nothing is left to refer to anything.
    """
    by_django = TransactionTestCase._fixture_teardown

    def empty(case):
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
        quoted = [connection.ops.quote_name(table) for table in sorted(tables)]
        asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in quoted)
        with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as plain:
            plain.execute(asked)
            for (table,) in plain.fetchall():
                plain.execute(f"DELETE FROM {table}")

    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = by_django


@pytest.fixture
def superadmin(db):
    return UserFactory(superadmin=True)


@pytest.fixture
def secretariat(db):
    return UserFactory(secretariat=True)


@pytest.fixture
def finance_officer(db):
    return UserFactory(finance_officer=True)


@pytest.fixture
def case_officer(db):
    return UserFactory(case_officer=True)


@pytest.fixture
def coordinator(db):
    return UserFactory(coordinator=True)


@pytest.fixture
def parliamentarian(db):
    return UserFactory(parliamentarian=True)


@pytest.fixture
def sign_in():
    """A client signed in as the account given to it."""

    def client_of(account):
        client = Client()
        client.force_login(account)
        return client

    return client_of


@pytest.fixture
def staff_client(sign_in, secretariat):
    return sign_in(secretariat)


@pytest.fixture
def superadmin_client(sign_in, superadmin):
    return sign_in(superadmin)


@pytest.fixture
def sql():
    """Plain SQL, as somebody at psql would send it. Rows, if there are any."""

    def run(statement, parameters=None):
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    return run
