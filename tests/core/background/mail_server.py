"""A mail server that remembers what it accepted, can refuse, hang up, and stop the world at a chosen point."""

import asyncio
import socket
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


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
    answers: dict[str, list[str | None]] = field(default_factory=dict)
    at_mail: dict[int, object] = field(default_factory=dict)
    begun: int = 0
    conversations: int = 0

    def __post_init__(self):
        self.between: set[object] = set()
        self.world_stands = asyncio.Event()
        self.world_stands.set()

    # aiosmtpd calls these; an answer of None hangs up.

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.begun += 1
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

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answer("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
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
        """The next answer set for the stage, if any is left."""
        if not self.answers.get(stage):
            return None
        answer = self.answers[stage].pop(0)
        if answer is None:
            server.transport.abort()
            return "421 gone"
        return answer

    @property
    def message_ids(self):
        return [accepted.message_id for accepted in self.accepted]

    @property
    def recipients(self):
        return sorted(recipient for accepted in self.accepted for recipient in accepted.recipients)


class Conversation(SMTP):
    def connection_made(self, transport):
        super().connection_made(transport)
        self.event_handler.conversations += 1

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
