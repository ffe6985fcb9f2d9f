"""Host names that say which account with a service somebody has: ``acme.okta.com``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import PLAUSIBLE, Hit, alternatives

_SERVICES = alternatives(r"""
    snowflakecomputing\.com|supabase\.co|jfrog\.io|auth0\.com|okta(?:preview)?\.com|upstash\.io
    atlassian\.net|myshopify\.com|freshdesk\.com|zendesk\.com|azurecr\.io|openai\.azure\.com
    online\.tableau\.com|(?:gcp|cloud|azure)\.databricks\.com|search\.windows\.net|service-now\.com
    servicebus\.windows\.net|database\.windows\.net|mongodb\.net|(?:my\.)?salesforce\.com
    cloudant\.com|firebaseio\.com|onelogin\.com|saucelabs\.com|redislabs\.com
""")
_TENANT = re.compile(
    rf"(?<![\w.\-])(?:[\w\-]{{1,63}}\.){{0,8}}([\w\-]{{2,63}})\.(?:{_SERVICES})(?![\w\-])(?!\.\w)",
    re.IGNORECASE,
)
_EVERYONES = frozenset(
    """www docs help support developer developers community api app status blog login status go
    learn dev partners marketplace training trust investor your my example mycompany yourcompany
    company tenant your-domain yourdomain domain your-tenant my-store
    your-store org account""".split()
)
_GATES = tuple(
    """.snowflake .supabase. .jfrog. .auth0. .okta .upstash. .atlassian. .myshopify. .freshdesk.
    .zendesk. .azurecr. .azure.com .tableau. .databricks. .windows.net .service-now. .mongodb.
    .salesforce. .cloudant. .firebaseio. .onelogin. .saucelabs. .redislabs.""".split()
)


def tenants(text: str, small: str) -> Iterator[Hit]:
    """Yield the host names of customers of a service, not those of the service itself."""
    if any(gate in small for gate in _GATES):
        for match in _TENANT.finditer(text):
            if match[1].lower() not in _EVERYONES and "xxx" not in match[1]:
                yield Hit(match.start(), match.end(), "member_id", PLAUSIBLE)
