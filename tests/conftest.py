"""Accounts of every role, clients signed in as them, and a database that can be emptied between tests."""

import pgtrigger
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from tests.factories.core import UserFactory


@pytest.fixture(autouse=True, scope="session")
def emptying_between_tests():
    """Tests that commit are cleaned up by TRUNCATE, which the journal refuses, as it must everywhere else.

    Its triggers look away for as long as the emptying takes, and only there.
    """
    empty = TransactionTestCase._fixture_teardown

    def empty_past_the_journal(case):
        with pgtrigger.ignore("core.JournalEntry:no_truncate", "core.JournalEntry:append_only"):
            empty(case)

    TransactionTestCase._fixture_teardown = empty_past_the_journal
    yield
    TransactionTestCase._fixture_teardown = empty


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
