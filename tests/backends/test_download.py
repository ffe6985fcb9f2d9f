"""A download over real connections that break, repeat and lie."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from homeport.backends import download
from homeport.errors import ModelError

CONTENT = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Files(ThreadingHTTPServer):
    """Serves one file and can be told to misbehave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = CONTENT
        self.drops: list[int] = []
        """For each coming request, after how many bytes its connection is cut."""
        self.ranges = True
        self.status = 200
        self.asked: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/model.whl"


class _Handler(BaseHTTPRequestHandler):
    server: Files

    def do_GET(self) -> None:
        span = self.headers.get("range")
        self.server.asked.append(span)
        content, start = self.server.content, 0
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        if span and self.server.ranges:
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            if start >= len(content):
                self.send_response(416)
                self.send_header("content-range", f"bytes */{len(content)}")
                self.end_headers()
                return
            self.send_response(206)
            end = len(content) - 1
            self.send_header("content-range", f"bytes {start}-{end}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("content-length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        if self.server.drops:
            rest = rest[: self.server.drops.pop(0)]
        self.wfile.write(rest)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep quiet."""


@pytest.fixture
def files() -> Iterator[Files]:
    with Files() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetch(files: Files, file: Path) -> list[tuple[int, int | None]]:
    told: list[tuple[int, int | None]] = []
    download.fetch(files.url, file, SHA256, lambda done, total: told.append((done, total)))
    return told


def test_a_file_arrives_whole_and_is_reported(files: Files, tmp_path: Path) -> None:
    """Progress grows to the total, and no part file is left."""
    told = fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT
    assert told == sorted(told)
    assert (len(CONTENT), len(CONTENT)) == told[-1]
    assert ["f"] == [file.name for file in tmp_path.iterdir()]


def test_a_dropped_connection_is_continued(files: Files, tmp_path: Path) -> None:
    """The second request asks for the rest only."""
    files.drops = [300_000, 400_000]

    fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT
    assert [None, "bytes=300000-", "bytes=700000-"] == files.asked


def test_a_killed_download_is_continued_by_the_next_call(files: Files, tmp_path: Path) -> None:
    """After the last attempt the part stays for later."""
    files.drops = [1000] * download.ATTEMPTS
    with pytest.raises(ModelError, match="run the command again to go on"):
        fetch(files, tmp_path / "f")

    fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT
    assert f"bytes={1000 * download.ATTEMPTS}-" == files.asked[-1]


def test_a_server_without_ranges_sends_everything_again(files: Files, tmp_path: Path) -> None:
    """The half that was there is not glued to a second beginning."""
    files.ranges = False
    files.drops = [300_000]

    fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT


def test_a_part_that_is_already_whole_is_only_checked(files: Files, tmp_path: Path) -> None:
    """A process killed between the last byte and the rename loses nothing."""
    (tmp_path / "f.part").write_bytes(CONTENT)

    fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_thrown_away(files: Files, tmp_path: Path) -> None:
    """It belongs to something else."""
    (tmp_path / "f.part").write_bytes(CONTENT * 2)

    fetch(files, tmp_path / "f")

    assert (tmp_path / "f").read_bytes() == CONTENT


def test_wrong_bytes_are_deleted_and_told(files: Files, tmp_path: Path) -> None:
    """Nothing unchecked stays on the disk."""
    files.content = CONTENT[:-1] + b"!"

    with pytest.raises(ModelError, match="not the expected file"):
        fetch(files, tmp_path / "f")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(("status", "words"), [(401, "PIP_FIND_LINKS"), (404, "HTTP 404")])
def test_a_refusal_is_told_with_a_way_out(
    files: Files, tmp_path: Path, status: int, words: str
) -> None:
    """Credentials belong to pip; other errors pass."""
    files.status = status

    with pytest.raises(ModelError, match=words):
        fetch(files, tmp_path / "f")


def test_a_local_file_is_copied(tmp_path: Path) -> None:
    """An index can be a folder."""
    (tmp_path / "a b").write_bytes(CONTENT)

    download.fetch((tmp_path / "a b").as_uri(), tmp_path / "f", SHA256, lambda *_: None)

    assert (tmp_path / "f").read_bytes() == CONTENT


def test_a_full_disk_is_told_before_it_is_filled(tmp_path: Path) -> None:
    """With both numbers and what to do."""
    with pytest.raises(ModelError, match=r"1000000000\.0 GB are needed .* HOMEPORT_HOME"):
        download.require_space(tmp_path, 10**18)
