"""Paragraphs of Python's own documentation: capital letters, and nobody's name."""

from __future__ import annotations

import importlib
import inspect
import random
from collections.abc import Iterator

from privacy_fit.corpora import Row

MODULES = """abc argparse array ast asyncio base64 bisect calendar cmath codecs collections
    concurrent.futures configparser contextlib copy csv dataclasses datetime decimal difflib dis
    email.message enum fileinput fnmatch fractions functools gettext glob graphlib gzip hashlib heapq
    hmac html http.client http.server imaplib importlib inspect io ipaddress itertools json keyword
    linecache locale logging mailbox math mimetypes multiprocessing numbers operator os os.path
    pathlib pickle platform pprint profile queue random re sched secrets selectors shelve shlex
    shutil signal smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess
    tarfile tempfile textwrap threading time timeit tokenize traceback types typing unicodedata
    unittest urllib.parse urllib.request uuid venv warnings wave weakref xml.dom zipfile zlib""".split()
MOST = 1_500


def rows() -> Iterator[Row]:
    """Yield some paragraphs, those of a module in one group."""
    found = [
        Row(paragraph, False, "manual", f"manual:{module}", "en", (), f"manual:{module}")
        for module in MODULES
        for paragraph in sorted(set(_paragraphs(module)))
    ]
    yield from random.Random(2).sample(found, min(MOST, len(found)))


def _paragraphs(module: str) -> Iterator[str]:
    loaded = importlib.import_module(module)
    members = [loaded, *(value for _, value in inspect.getmembers(loaded))]
    classes = [value for value in members if inspect.isclass(value)]
    members += [value for one in classes for _, value in inspect.getmembers(one)]
    for member in members:
        for paragraph in (inspect.getdoc(member) or "").split("\n\n"):
            if 40 < len(paragraph) < 400:
                yield paragraph.strip()
