"""The network is off: a test that opens a socket to another machine fails."""

import socket

import pytest


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    real = socket.socket.connect

    def refuse(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            message = f"a test tried to reach {address}"
            raise AssertionError(message)
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path):
    """Cases and library of a test lie in the test's own folder; settings of the person running it do not count."""
    for name in ("POLICY", "ACCOUNTS", "LIBRARY", "ENGINE", "LANG", "MODEL"):
        monkeypatch.delenv(f"ESCALATE_{name}", raising=False)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ESCALATE_HOME", str(tmp_path / "home"))
