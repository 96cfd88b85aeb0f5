"""A mail server that remembers what it accepted, can refuse, hang up, and stop the world at a chosen point."""

import asyncio
import socket
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

OK, HANG_UP = "", "421 gone"


@dataclass
class Accepted:
    """One message, with the recipients of its envelope."""

    recipients: list[str]
    message: object

    @property
    def message_id(self):
        return self.message["Message-ID"]


@dataclass
class MailServer:
    """`at_mail[n]` runs when the n-th letter begins, with every other conversation held at its own beginning.

    Whoever is killed then is killed before his letter is accepted, and after the one before it was marked as sent.
    """

    accepted: list[Accepted] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    at_mail: dict[int, object] = field(default_factory=dict)
    begun: int = 0
    callers: set[object] = field(default_factory=set)

    def __post_init__(self):
        self.between: set[object] = set()
        self.world_stands = asyncio.Event()
        self.world_stands.set()

    # aiosmtpd calls these.

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        self.begun += 1
        self.callers.add(server)
        self.between.discard(server)
        act = self.at_mail.pop(self.begun, None)
        if act:
            self.world_stands.clear()
            for _ in range(500):
                if not self.between:
                    break
                await asyncio.sleep(0.01)
            await asyncio.get_running_loop().run_in_executor(None, act)
            self.world_stands.set()
        await self.world_stands.wait()
        return self.answer("MAIL", server) or self.note(envelope, address, options)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.answer("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if answer := self.answer("DATA", server):
            return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.accepted.append(Accepted(list(envelope.rcpt_tos), message))
        self.between.add(server)
        if answer := self.answer("after DATA", server):
            return answer
        return "250 OK"

    @staticmethod
    def note(envelope, address, options):
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def answer(self, stage, server):
        """The next answer that a test wants at this stage; OK is none of its own, HANG_UP is none at all."""
        answer = self.answers[stage].pop(0) if self.answers.get(stage) else OK
        if answer is HANG_UP:
            server.transport.abort()
        return answer

    @property
    def message_ids(self):
        return [accepted.message_id for accepted in self.accepted]

    @property
    def recipients(self):
        return sorted(recipient for accepted in self.accepted for recipient in accepted.recipients)


class Conversation(SMTP):
    def connection_lost(self, error):
        self.event_handler.between.discard(self)
        super().connection_lost(error)


class Served(Controller):
    def factory(self):
        return Conversation(self.handler, hostname="mail.test")


def serve(mail_server):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Served(mail_server, hostname="127.0.0.1", port=port)
