"""The client ends everything: time, size, redirects, cookies, what the environment says."""

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

import anyio
import pytest
import trustme

from app.errors import Unreachable
from app.outbound.addresses import Address, address
from app.outbound.blocking import blocking
from app.outbound.client import Outbound, outbound
from app.outbound.exchange import Answer, Limits
from app.outbound.guard import Guard
from app.outbound.resolving import Resolver, system
from tests.support.canary import OK, Listener, listening

HERE = Guard((ip_network("127.0.0.0/8"),))
SOON = Limits(deadline=0.5, most=100_000)
# A machine that is busy answers late.
EVENTUALLY = Limits(deadline=20, most=100_000)


def get(
    url: str, *more: str, limits: Limits = EVENTUALLY, resolver: Resolver = system
) -> list[Answer]:
    """The answers to one request after the other, by one client."""

    async def asked() -> list[Answer]:
        async with outbound(HERE, resolver) as sender:
            return [await sender.send("GET", one, {}, limits=limits) for one in (url, *more)]

    return anyio.run(asked)


@contextmanager
def answering(*head: str, body: bytes = b"") -> Iterator[tuple[Listener, str]]:
    """A server that always answers this, and its address."""
    lines = ["HTTP/1.1 200 OK", *head, "Connection: close", "", ""]
    answer = "\r\n".join(lines).encode() + body
    with listening(("127.0.0.1",), answering=lambda _: answer) as (listener, port):
        yield listener, f"http://127.0.0.1:{port}/"


def test_an_answer_comes_whole() -> None:
    with answering("X-Told: yes", body=b"said") as (_, url):
        (answer,) = get(url)

    assert (answer.status, answer.headers["x-told"], answer.body) == (200, "yes", b"said")


def test_a_redirect_is_an_answer() -> None:
    with listening(("127.0.0.1",)) as (other, there):
        where = f"Location: http://127.0.0.1:{there}/"
        reply = f"HTTP/1.1 302 There\r\n{where}\r\nContent-Length: 0\r\n\r\n".encode()
        with listening(("127.0.0.1",), answering=lambda _: reply) as (_, port):
            (answer,) = get(f"http://127.0.0.1:{port}/")

    assert (answer.status, other.hits) == (302, 0)


def test_what_is_packed_is_unpacked() -> None:
    with answering("Content-Encoding: gzip", body=gzip.compress(b"said")) as (_, url):
        assert get(url)[0].body == b"said"


def test_a_bomb_is_not_unpacked() -> None:
    """Ten gigabytes in ten megabytes would be: the answer is given up at the first that fit."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(200)) + packer.flush()
    assert len(bomb) < 2**20

    before = time.perf_counter()
    with (
        answering("Content-Encoding: gzip", body=bomb) as (_, url),
        pytest.raises(Unreachable, match="more than 100,000 bytes"),
    ):
        get(url, limits=Limits(5, 100_000))
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize("size", [100_000, 100_001])
def test_the_size_has_an_end(size: int) -> None:
    with answering(body=bytes(size)) as (_, url):
        if size > EVENTUALLY.most:
            with pytest.raises(Unreachable, match="more than"):
                get(url)
        else:
            assert len(get(url)[0].body) == size


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate"])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with (
        answering(f"Content-Encoding: {encoding}", body=b"x") as (_, url),
        pytest.raises(Unreachable, match="encoding"),
    ):
        get(url)


def test_what_is_not_gzip_is_refused() -> None:
    with (
        answering("Content-Encoding: gzip", body=b"x" * 100) as (_, url),
        pytest.raises(Unreachable, match="not gzip"),
    ):
        get(url)


def test_what_is_not_http_is_refused() -> None:
    with (
        listening(("127.0.0.1",), answering=lambda _: b"SSH-2.0-x\r\n") as (_, port),
        pytest.raises(Unreachable, match="not HTTP"),
    ):
        get(f"http://127.0.0.1:{port}/")


def test_an_answer_that_drips_ends() -> None:
    """Each byte comes in time, all of them never would."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100:
                        connection.send(bytes([byte]))
                        time.sleep(0.1)
                except OSError:
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        before = time.perf_counter()
        with pytest.raises(Unreachable, match=r"within 0\.5 s"):
            get(f"http://127.0.0.1:{listener.getsockname()[1]}/", limits=SOON)
        assert time.perf_counter() - before < 2
        thread.join()


def test_a_name_that_nobody_answers_ends() -> None:
    answered = threading.Event()

    def slow(_host: str, _port: int) -> Sequence[Address]:
        answered.wait(30)
        return []

    before = time.perf_counter()
    with pytest.raises(Unreachable, match="within"):
        get("http://slow.test/", limits=SOON, resolver=slow)
    answered.set()
    assert time.perf_counter() - before < 2


def test_hanging_names_do_not_hold_others() -> None:
    """Thirty that hang, more than asyncio has threads, and one that does not."""
    answered = threading.Event()

    def resolver(host: str, port: int) -> Sequence[Address]:
        if host.startswith("hangs"):
            answered.wait(30)
        return system("127.0.0.1", port)

    async def asked(url: str) -> None:
        async with outbound(HERE, resolver) as sender, anyio.create_task_group() as group:
            for number in range(30):
                group.start_soon(_tried, sender, f"http://hangs{number}.test/")
            await anyio.sleep(0.1)
            before = time.perf_counter()
            await sender.send("GET", url, {}, limits=Limits(5))
            took.append(time.perf_counter() - before)
            answered.set()

    took: list[float] = []
    with listening(("127.0.0.1",)) as (_, port):
        anyio.run(asked, f"http://quick.test:{port}/")
    assert took[0] < 2


async def _tried(sender: Outbound, url: str) -> None:
    with pytest.raises(Unreachable):
        await sender.send("GET", url, {}, limits=Limits(5))


def test_nothing_of_the_environment_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(("127.0.0.1",)) as (proxy, port), answering() as (_, url):
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
            monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{port}")
        assert get(url)[0].status == 200
        assert proxy.hits == 0


def test_no_cookie_is_kept_and_nothing_is_told_of_us() -> None:
    with answering("Set-Cookie: told=1", body=b"ok") as (listener, url):
        get(url, url)

    first, second = (request.decode().lower() for request in listener.asked)
    assert first == second
    names = {line.partition(":")[0] for line in first.splitlines()[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}


def test_a_later_address_is_tried() -> None:
    with listening(("127.0.0.1",)) as (_, port):
        both = [address("127.0.0.9"), address("127.0.0.1")]
        (answer,) = get(f"http://two.test:{port}/", resolver=lambda *_: both)

    assert answer.status == 200


def test_connections_are_kept_between_requests_of_a_blocking_client() -> None:
    reply = OK.replace(b"Connection: close\r\n", b"")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made: list[int] = []

        def serve() -> None:
            connection, _ = listener.accept()
            made.append(1)
            with connection:
                while connection.recv(65_536):
                    connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with blocking(HERE) as sender:
            answers = [sender.get(url, {}) for _ in range(3)]
        thread.join()

    assert [answer.body for answer in answers] == [b"ok"] * 3
    assert made == [1]


def test_tls_and_host_are_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket is made by number, and the certificate is held to the name all the same."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    named: list[str | None] = []
    asked: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("named.test").configure_cert(context)
    context.sni_callback = lambda _socket, name, _context: named.append(name)

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        asked.append(secure.recv(65_536))
                        secure.sendall(OK)
                except OSError:
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        here = [address("127.0.0.1")]
        (answer,) = get(f"https://named.test:{port}/", limits=Limits(5), resolver=lambda *_: here)
        with pytest.raises(Unreachable, match="No connection"):
            get(f"https://other.test:{port}/", limits=Limits(5), resolver=lambda *_: here)
        thread.join()

    assert answer.body == b"ok"
    assert named == ["named.test", "other.test"]
    assert f"Host: named.test:{port}\r\n".encode() in asked[0]
