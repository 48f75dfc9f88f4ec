"""Server and worker killed in the middle of their work, again and again: nothing half-written, lost or sent twice."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from http.client import HTTPException
from http.cookiejar import CookieJar
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.concurrency.mail_server import MailServer
from tests.databases import Template
from tests.factories import PASSWORD
from tests.journeys.conftest import SEED, STATIC, Server, run_server

pytestmark = pytest.mark.both
CLERKS, DEATHS, BETWEEN_DEATHS = 4, 3, 6
PATIENCE = 60  # seconds
BESIDE = ("shell", "--verbosity", "0", "--command")
FROM_HERE = "from tests.concurrency import test_killed; print(test_killed.{}())"


class Clerk(threading.Thread):
    """Receives one dossier after another and does not give up when the server is gone: sends the same page again."""

    def __init__(self, number: int, server: Server, papers: dict[str, object], stop: threading.Event) -> None:
        super().__init__(name=f"clerk{number}", daemon=True)
        self.server, self.papers, self.stop = server, papers, stop
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.received: list[str] = []  # references of dossiers whose page was shown
        self.troubles: list[str] = []

    def run(self) -> None:
        self.post("/accounts/login/", login="tiep-nhan", password=PASSWORD)
        while not self.stop.is_set():
            address = self.post("/desk/counter/open/")
            typed = self.papers | {"name": f"Người Nộp {self.name}", "email": f"{self.name}-{monotonic()}@example.com"}
            landed = self.post(address, **typed, do="accept")
            if landed.startswith("/desk/dossiers/"):
                self.received.append(landed.split("/")[3])
            else:
                self.troubles.append(landed)

    def post(self, path: str, **fields: object) -> str:
        """Send a form until it is answered; returns where it leads."""
        give_up = monotonic() + PATIENCE
        while monotonic() < give_up:
            token = next((one.value for one in self.cookies if one.name == "csrftoken"), "")
            body = urlencode(fields | {"csrfmiddlewaretoken": token}, doseq=True).encode()
            try:
                with self.opener.open(self.server.url + path, body if token else None, timeout=20) as answer:
                    answer.read()
                    if token:
                        return urlsplit(answer.url).path
            except HTTPError as answer:
                return f"{answer.code} {path}: {answer.read()[:2000]!r}"
            except (OSError, HTTPException):
                sleep(0.05)
        return f"no answer: {path}"


@pytest.fixture
def mail():
    server = MailServer()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(tmp_path_factory, database_template, mail):
    template = Template(database_template.database, tmp_path_factory.mktemp("killed"), name="killed")
    template.make(STATIC, SEED, of=database_template)
    running = run_server(template, tmp_path_factory, SMTP_HOST="127.0.0.1", SMTP_PORT=str(mail.port), SMTP_TLS="no")
    yield running
    running.stop()
    template.drop_copy(running.database)
    template.drop()


def test_nothing_is_half_written_lost_or_sent_twice(server, mail):
    papers = json.loads(server.run_manage(*BESIDE, FROM_HERE.format("what_to_type")))
    stop = threading.Event()
    clerks = [Clerk(number, server, papers, stop) for number in range(CLERKS)]
    for clerk in clerks:
        clerk.start()
    for death in range(1, DEATHS + 1):
        until(lambda death=death: sum(len(one.received) for one in clerks) >= death * BETWEEN_DEATHS, clerks)
        mail.hold.set()
        assert mail.holding.wait(PATIENCE), server.log("worker")
        server.kill("serve")
        server.kill("worker")
        mail.holding.clear()
        server.start()
    stop.set()
    for clerk in clerks:
        clerk.join(PATIENCE)
    assert [trouble for clerk in clerks for trouble in clerk.troubles] == []
    until(lambda: look(server)["notices"].get("waiting", 0) == 0)

    found = look(server)
    assert found["faults"] == []
    assert {reference for clerk in clerks for reference in clerk.received} <= set(found["references"])
    ordinals = sorted(int(code[-4:]) for code in found["codes"])
    assert ordinals == list(range(1, len(ordinals) + 1))
    assert found["notices"]["sending"] == DEATHS
    server.run_manage(*BESIDE, FROM_HERE.format("give_up_sending"))
    after = look(server)["notices"]
    assert after == {"sent": len(ordinals) - DEATHS, "doubtful": DEATHS}
    assert set(mail.taken.values()) == {1}
    assert len(mail.taken) == len(ordinals)


def until(is_so: Callable[[], bool], clerks: Sequence[Clerk] = ()) -> None:
    """Wait for it; what troubles the clerks ends the waiting."""
    give_up = monotonic() + PATIENCE
    while not is_so():
        assert [trouble for clerk in clerks for trouble in clerk.troubles] == []
        assert monotonic() < give_up
        sleep(0.1)


def look(server: Server) -> dict:
    return json.loads(server.run_manage(*BESIDE, FROM_HERE.format("what_there_is")))


# --- run beside the server, on its database ----------------------------------------------------------------------


def what_to_type() -> str:
    """A plain dossier as the counter sends it."""
    from django.utils import timezone

    from gandan.procedures.queries import in_force

    version = in_force("1.004873", timezone.localdate())
    needed = [str(n) for n, asked in enumerate(version.requirements, start=1) if not asked.only_when]
    return json.dumps({"version": version.ref.code, "given": needed, "kind": "person", "phone": "0987654321"})


def what_there_is() -> str:
    """Every dossier of the database, with whatever is not whole about it."""
    from gandan.dossiers.models import Applicant, DailyOrdinal, Dossier, Draft
    from gandan.journal.models import Entry, Notice
    from gandan.journal.queries import is_intact
    from gandan.promises.models import Promise

    dossiers = list(Dossier.objects.select_related("result_promise", "version").prefetch_related("papers"))
    accepted = Counter(Entry.objects.filter(act="dossiers.accept").values_list("subject_code", flat=True))
    told = Counter(Notice.objects.filter(about_kind="dossier").values_list("about_code", flat=True))
    faults = [f"{one}: tampered" for one in Entry.objects.all() if not is_intact(one)]
    for one in dossiers:
        reference = one.reference
        whole = {
            "promise": one.result_promise is not None and one.result_promise.subject_code == reference,
            "papers": len(one.papers.all()) == len(one.version.requirements),
            "entry": accepted[reference] == 1,
            "notice": told[reference] == 1,
            "draft": not Draft.objects.filter(reference=reference).exists(),
        }
        faults += [f"{reference}: {name}" for name, is_whole in whole.items() if not is_whole]
    begun = {one.reference for one in dossiers}
    faults += [f"{code}: without dossier" for code in (*accepted, *told) if code not in begun]
    given = sum(DailyOrdinal.objects.values_list("last", flat=True))
    promised = Promise.objects.filter(subject_kind="dossier").count()  # the clock promises other things meanwhile
    counts = {"promises": promised, "applicants": Applicant.objects.count(), "codes": given}
    faults += [f"{count} {name} of {len(dossiers)}" for name, count in counts.items() if count != len(dossiers)]
    states = Counter(Notice.objects.values_list("state", flat=True))
    codes = [one.code for one in dossiers]
    return json.dumps({"references": sorted(begun), "codes": codes, "faults": faults, "notices": states})


def give_up_sending() -> int:
    """What a worker does first when it looks again after a while."""
    from datetime import timedelta

    from django.utils import timezone

    from gandan.journal.actions import deliver_due

    return deliver_due(send=lambda notice: None, clock=lambda: timezone.now() + timedelta(minutes=2), limit=0)
