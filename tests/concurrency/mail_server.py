"""A mail server that counts what it takes, and can fall silent at the worst moment."""

import socketserver
import threading
from collections import Counter


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` counts messages by recipient. Once told to `hold`, the next one is taken and never acknowledged."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: Counter[str] = Counter()
        self.hold = threading.Event()
        self.holding = threading.Event()
        self._counting = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def take(self, recipient: str) -> bool:
        """Count a message; whether to acknowledge it."""
        with self._counting:
            self.taken[recipient] += 1
            if self.hold.is_set():
                self.hold.clear()
                self.holding.set()
                return False
            return True


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        recipient = ""
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if word != b"DATA":
                self._say("221 bye" if word == b"QUIT" else "250 ok")
                continue
            self._say("354 go on")
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                pass
            if line and self.server.take(recipient):
                self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
