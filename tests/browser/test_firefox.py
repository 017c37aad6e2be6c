"""A page runs in Firefox too.

Playwright drives only its own build of Firefox; the installed one speaks WebDriver BiDi,
of which four commands are enough here.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.browser.published import check, expected, listed
from tests.browser.running import RUN, running

NAMES = ("firefox-esr", "firefox")
PAGE = "start/notation/"
LISTEN = ("--remote-debugging-port=0", "about:blank")
LIMIT = 120  # seconds for any one answer


class Firefox:
    """A tab of a headless Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.said = 0
        self.ask("session.new", capabilities={})
        tree = self.ask("browsingContext.getTree")
        self.tab = tree["contexts"][0]["context"]

    def ask(self, method: str, **parameters: Any) -> Any:
        """The answer to a command; what else the browser says is passed over."""
        self.said += 1
        command = {"id": self.said, "method": method, "params": parameters}
        self.socket.send(json.dumps(command))
        while True:
            answer = json.loads(self.socket.recv(LIMIT))
            if answer.get("id") == self.said:
                assert answer["type"] == "success", answer
                return answer["result"]

    def goto(self, url: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def evaluate(self, function: str) -> Any:
        """What a function of the page returns, which JSON must be able to say."""
        answer = self.ask(
            "script.evaluate",
            expression=f"({function})().then((value) => JSON.stringify(value))",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])


@contextmanager
def started() -> Iterator[Firefox]:
    """A Firefox with an empty profile; skips if there is none, and in CI fails."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        said = "no Firefox is installed\n  remedy: apt-get install firefox-esr"
        if os.environ.get("CI") == "true":
            pytest.fail(said, pytrace=False)
        pytest.skip(said)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        quiet = {
            "app.update.enabled": False,
            "network.captive-portal-service.enabled": False,
            "dom.ipc.processPrelaunch.enabled": False,  # one page needs one
            "browser.newtab.preload": False,
            "extensions.enabledScopes": 0,
        }
        prefs = (
            f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in quiet.items()
        )
        Path(profile, "user.js").write_text("\n".join(prefs), encoding="utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", profile, *LISTEN],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                    break
            else:
                pytest.fail("Firefox ended before it listened")
            with connect(f"{found[1]}/session", max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.kill()
            process.communicate()


def test_a_page_runs_in_firefox(site: Path, python: Path) -> None:
    with running(site, python) as (home, _), started() as firefox:
        firefox.goto(home + PAGE)
        ran = firefox.evaluate(RUN)
    check(PAGE, ran, expected()[PAGE], listed())
