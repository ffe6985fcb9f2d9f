"""Long random tails behind a short name: ``acme_pat_3f0a...`` is a key, ``resp_3f0a...`` an id.

Issuers that nobody listed write keys in this way as well. An identifier of a thing (a message, a
file, a payment) has the same form, and only its name tells it from a key.
"""

from __future__ import annotations

import re

from homeport.policies.privacy.placeholders import entropy

_FORM = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9]{1,19}(?:_[A-Za-z0-9]{1,10}){0,3})_(?P<tail>[a-z0-9]{28,200})"
)
_REFERENCE = re.compile(
    r"i-[0-9a-f]{8,17}|(?P<name>[A-Za-z]{1,14})(?:_(?:live|test))?[_\-][A-Za-z0-9]{10,80}"
)

_THINGS = frozenset(
    """
    acct ami app art asset asst audit backup batch bl blob block bucket build bundle bw cache call
    card case ch channel chat chatcmpl checkpoint chunk ckpt class cm cmpl col commit component
    con container conv conversation corpus cs css cus customer cz data dataset db deploy di
    digest dir dispute doc document dp eni entity etag ev event evt exp fil file fixture font form
    frame ft ftjob func gen group guid hash icon id idx image img in inv invoice item iv job
    layer li lib link list log main md media mod model modr module msg name node obj object order
    org page part partition path payment pc photo pi pic plan pm po pod policy post price prod
    product proj project py qt query queue re record ref reg region release repo req request res
    resp response rev role route rs row rule run sample sandbox schema seg segment seti sg sha
    shard sku slot snap snapshot span src step sub subnet table tag task team temp template test
    text thread ticket tmp tool topic tr trace tree ts tu tx txn txr type uid upload user uuid val
    var ver version video view vol volume vpc vs week worker workspace ws
    sha1 sha256 sha384 sha512 md5 crc32 xxh blake2b blake3 cid
    """.split()
)
"""What identifiers are of: checksums, parts of programs, what services number."""


def is_prefixed(run: str) -> bool:
    """Say whether ``run`` is a key with its issuer's name in front."""
    form = _FORM.fullmatch(run)
    if form is None or not _THINGS.isdisjoint(form["name"].lower().split("_")):
        return False
    tail = form["tail"]
    digits = sum(map(str.isdigit, tail))
    return 4 <= digits < len(tail) and entropy(tail) >= 3.2


def is_reference(run: str) -> bool:
    """Say whether ``run`` is the identifier of a thing: ``chatcmpl-...``, ``cus_...``."""
    form = _REFERENCE.fullmatch(run)
    return form is not None and (form["name"] or "id").lower() in _THINGS
