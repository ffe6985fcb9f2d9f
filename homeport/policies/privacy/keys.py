"""The written forms of keys and tokens, by issuer: prefix, alphabet, length.

Each form is what its issuer documents or prints. Only the form is looked at; nothing is ever
sent anywhere to find out whether a key works.
"""

from __future__ import annotations

import re

_FORMS = r"""
    OpenAI       sk-(?:proj|svcacct|admin|None)-[\w\-]{20,250}
    Anthropic    sk-ant-[a-z0-9]{2,12}-[\w\-]{20,250}
    OpenRouter   sk-or-v1-[\w\-]{20,100}
    DeepSeek     sk-(?![a-z]+-)(?=[a-zA-Z\-_]{0,80}\d)[\w\-]{20,120}
    HuggingFace  (?:hf|api_org)_[A-Za-z0-9]{30,50}
    Groq         (?:gsk|csk)_[A-Za-z0-9]{30,80}
    Perplexity   (?:pplx|tvly|llx|xai|fw|fc|jina|nvapi)[\-_][\w\-]{24,120}
    Together     tgp_v1_[\w\-]{30,60}
    Replicate    r8_[A-Za-z0-9]{30,50}
    Bedrock      (?:bedrock-api-key-|ABSK)[A-Za-z0-9+/]{30,300}=?
    AWS          (?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}
    AWS          amzn\.mws\.[0-9a-z\-]{36}|da2-[a-z0-9]{26}
    Google       AIza[\w\-]{33,36}|GOCSPX-[\w\-]{24,40}
    Google       ya29\.[\w\-]{20,400}|1//0[\w\-]{40,120}
    Google       \d{8,14}-[a-z0-9]{32}\.apps\.googleusercontent\.com
    Microsoft    [A-Za-z0-9]{3}\dQ~[\w\-~.]{31,34}
    Azure        (?=[A-Za-z0-9+/]{0,79}JQQJ99)[A-Za-z0-9+/]{52,100}={0,2}
    Alibaba      LTAI[A-Za-z0-9]{12,24}
    Cloudflare   cf(?:at|ut|k)_[A-Za-z0-9]{30,80}
    DigitalOcean do[opr]_v1_[0-9a-f]{64}
    Databricks   dapi[0-9a-h]{32}(?:-\d)?
    Heroku       HRKU-[\w\-]{36,70}
    Vercel       vc[a-z]_[A-Za-z0-9]{30,70}
    Netlify      nf[pcou]_[A-Za-z0-9]{30,70}
    Supabase     (?:sbp|sb_secret)_[\w\-]{20,60}
    PlanetScale  pscale_(?:pw|tkn|oauth)_[\w\-]{30,70}
    HashiCorp    hv[sbr]\.[\w\-]{20,300}|[A-Za-z0-9]{14}\.atlasv1\.[\w\-]{40,90}
    Dynatrace    dt0[a-z]\d\d\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{40,80}
    Akamai       akab-[A-Za-z0-9]{16}-[A-Za-z0-9]{16}
    GitHub       gh[oprsu]_[A-Za-z0-9]{36,255}|ghs_\d{5,10}_eyJ[\w\-]{20,400}
    GitHub       github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{40,70}
    GitLab       gl[a-z]{2,5}-(?:t\d_)?[\w\-]{18,70}(?:\.[\w\-]{2,12}){0,3}
    GitLab       _gitlab_session=[0-9a-f]{32}|GR1348941[\w\-]{20}
    npm          npm_[A-Za-z0-9]{36}
    PyPI         pypi-AgE[\w\-]{20,400}
    RubyGems     rubygems_[0-9a-f]{48}
    NuGet        oy2[a-z0-9]{43}
    Clojars      CLOJARS_[0-9a-f]{60}
    Docker       dckr_(?:pat|oat)_[\w\-]{20,60}|SWM(?:KEY|TKN)-1-[A-Za-z0-9+/\-]{40,90}
    Atlassian    (?:ATATT3|ATCTT3|ATBB|BBDC-)[\w\-]{24,250}=?[A-Za-z0-9]{0,8}
    JFrog        (?:AKCp|cmVmd)[A-Za-z0-9]{40,120}
    SonarQube    sq[apu]_[0-9a-f]{40}
    Postman      PMAK-[0-9a-f]{24}-[0-9a-f]{34}|PMAT-[A-Z0-9]{24,30}
    Figma        fig[dou]_[\w\-]{30,60}
    Linear       lin_(?:api|oauth)_[A-Za-z0-9]{30,70}
    Notion       ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43}
    Doppler      dp\.[a-z]{2,5}\.(?:[a-z0-9\-_]{2,35}\.)?[A-Za-z0-9]{40,44}
    Grafana      gl(?:c|sa)_(?:eyJ[\w\-]{30,400}={0,2}|[A-Za-z0-9]{32}_[0-9a-f]{8})
    Sentry       sntrys_eyJ[\w\-+/=]{40,400}|sntryu_[0-9a-f]{64}
    NewRelic     NRA[KLI][\-A-Z0-9]{20,40}|NR(?:II|JS|AL|BR)-[\w\-]{19,50}
    NewRelic     (?:[a-z]{2}\d\dx)?[0-9a-f]{20,40}NRAL
    PostHog      ph[a-z]_[\w\-]{35,60}
    WunderGraph  cosmo_[0-9a-f]{32}
    Defined      dnkey-[A-Z0-9]{26}-[A-Z0-9]{52}
    Slack        xox[abeoprs]-(?:\d{1,2}-)?[A-Za-z0-9\-]{0,30}\d[A-Za-z0-9\-]{16,250}
    Slack        xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[0-9a-f]{40,80}
    Slack        hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9+/]{30,80}
    Discord      discord(?:app)?\.com/api/webhooks/\d{15,22}/[\w\-]{30,90}
    Discord      [MNO][A-Za-z\d]{22,26}\.[\w\-]{6}\.[\w\-]{27,40}
    Telegram     \d{8,10}:AA[\w\-]{32,35}
    SendGrid     SG\.[\w\-]{16,24}\.[\w\-]{16,50}
    Twilio       (?:SK|AC)[0-9a-f]{32}|SK[0-9A-F]{32}
    Mailgun      key-[0-9a-f]{32}
    Brevo        xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}
    Mailchimp    [A-Za-z0-9]{32}-us\d{1,2}
    Stripe       (?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{20,250}|whsec_[A-Za-z0-9]{20,80}
    Square       sq0(?:atp|csp|idp)-[\w\-]{20,50}|EAAA[A-Z][\w\-]{50,70}
    Shopify      shp(?:at|ca|pa|ss)_[0-9a-f]{32}
    Braintree    access_token\$production\$[a-z0-9]{16,22}\$[0-9a-f]{32}
    Meta         EAA[A-Za-z0-9]{80,300}|IG[A-Z]{2}[\w\-]{90,300}|\d{13,17}\|[\w\-]{24,30}
    X            A{20,22}[A-Za-z0-9%]{40,140}
    Dropbox      sl\.[\w\-]{80,400}|[A-Za-z0-9]{11}A{8,12}[\w\-]{40,50}
    Salesforce   00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9_.]{60,130}
    1Password    ops_eyJ[\w\-]{100,1500}
    age          AGE-SECRET-KEY-1[0-9A-Z]{58}
    NATS         S[UANOCX]A[A-Z2-7]{55}
"""
"""One issuer and one form a line."""

_ANY = "|".join(line.split(maxsplit=1)[1] for line in _FORMS.strip().splitlines())

ISSUED = re.compile(rf"(?<![A-Za-z0-9])(?:{_ANY})(?![A-Za-z0-9])", re.ASCII)
"""Any key or token that its issuer's form gives away."""

JWT = re.compile(
    r"(?<![\w\-])eyJ[\w\-]{8,8000}+(?:\.[\w\-%]{10,16000}+){1,4}",
    re.ASCII,
)
"""JSON Web Tokens and JWE: base64url parts of which the first is a JSON object."""
