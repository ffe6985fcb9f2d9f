"""The written forms of keys and tokens, by issuer: prefix, alphabet, length.

Each form is what its issuer documents or prints. Only the form is looked at; nothing is ever
sent anywhere to find out whether a key works.
"""

from __future__ import annotations

import re

_B64 = r"[A-Za-z0-9_\-]"
_HEX = r"[0-9a-f]"
_WORD = r"[A-Za-z0-9]"

_FORMS: tuple[str, ...] = (
    # language models
    rf"sk-(?:proj|svcacct|admin|None)-{_B64}{{20,250}}",  # OpenAI
    rf"sk-ant-[a-z0-9]{{2,12}}-{_B64}{{20,250}}",  # Anthropic
    rf"sk-or-v1-{_B64}{{20,100}}",  # OpenRouter
    rf"sk-(?![a-z]+-)(?=[a-zA-Z\-_]{{0,80}}\d){_B64}{{20,120}}",  # OpenAI (older), DeepSeek and others
    rf"(?:hf|api_org)_{_WORD}{{30,50}}",  # Hugging Face
    rf"(?:gsk|csk|cfat|cfut|cfk)_{_WORD}{{30,80}}",  # Groq, Cerebras, Cloudflare
    rf"(?:pplx|tvly|llx|xai|fw|fc|jina|nvapi)[\-_]{_B64}{{24,120}}",  # Perplexity, Tavily, LlamaCloud, xAI ...
    rf"tgp_v1_{_B64}{{30,60}}",  # Together
    rf"r8_{_WORD}{{30,50}}",  # Replicate
    rf"(?:bedrock-api-key-|ABSK)[A-Za-z0-9+/]{{30,300}}=?",  # Amazon Bedrock
    # clouds
    r"(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}",  # AWS
    r"amzn\.mws\.[0-9a-z\-]{36}",
    r"da2-[a-z0-9]{26}",
    rf"AIza{_B64}{{33,36}}",  # Google
    rf"(?:GOCSPX-{_B64}{{24,40}}|ya29\.{_B64}{{20,400}}|1//0{_B64}{{40,120}})",
    r"\d{8,14}-[a-z0-9]{32}\.apps\.googleusercontent\.com",
    rf"{_WORD}{{3}}\dQ~{_B64[:-1]}~.]{{31,34}}",  # Microsoft Entra
    r"(?=[A-Za-z0-9+/]{0,79}JQQJ99)[A-Za-z0-9+/]{52,100}={0,2}",  # Azure
    r"LTAI[A-Za-z0-9]{12,24}",  # Alibaba
    rf"do[opr]_v1_{_HEX}{{64}}",  # DigitalOcean
    rf"dapi[0-9a-h]{{32}}(?:-\d)?",  # Databricks
    rf"HRKU-{_B64}{{36,70}}",  # Heroku
    rf"(?:vc[a-z]|nfp|nfc|nfo|nfu)_{_WORD}{{30,70}}",  # Vercel, Netlify
    rf"(?:sbp|sb_secret|sb_publishable)_{_B64}{{20,60}}",  # Supabase
    rf"pscale_(?:pw|tkn|oauth)_{_B64}{{30,70}}",  # PlanetScale
    rf"(?:hv[sbr]\.{_B64}{{20,300}}|{_WORD}{{14}}\.atlasv1\.{_B64}{{40,90}})",  # HashiCorp
    rf"dt0[a-z]\d\d\.{_WORD}{{24}}\.{_WORD}{{40,80}}",  # Dynatrace
    rf"akab-{_WORD}{{16}}-{_WORD}{{16}}",  # Akamai
    # code and packages
    rf"(?:gh[opsu]_{_WORD}{{36,255}}|ghr_{_WORD}{{36,255}}|ghs_\d{{5,10}}_eyJ{_B64}{{20,400}})",  # GitHub
    rf"github_pat_{_WORD}{{22}}_{_WORD}{{40,70}}",
    rf"(?:gl(?:pat|dt|ptt|rt|cbt|agent|oas|imt|soat|ffct|rtr|ft|wt)-(?:t\d_)?{_B64}{{18,70}}(?:\.{_B64}{{2,12}}){{0,3}})",  # GitLab
    rf"_gitlab_session=[0-9a-f]{{32}}|GR1348941{_B64}{{20}}",
    rf"npm_{_WORD}{{36}}",
    rf"pypi-AgE[A-Za-z0-9_\-]{{20,400}}",
    rf"rubygems_{_HEX}{{48}}|oy2[a-z0-9]{{43}}|CLOJARS_{_HEX}{{60}}",
    rf"dckr_(?:pat|oat)_{_B64}{{20,60}}|SWM(?:KEY|TKN)-1-[A-Za-z0-9+/\-]{{40,90}}",  # Docker
    rf"(?:ATATT3|ATCTT3|ATBB|BBDC-){_B64}{{24,250}}=?{_WORD}{{0,8}}",  # Atlassian
    r"(?:AKCp|cmVmd)[A-Za-z0-9]{40,120}",  # JFrog
    rf"sq[apu]_{_HEX}{{40}}",  # SonarQube
    rf"PMAK-{_HEX}{{24}}-{_HEX}{{34}}|PMAT-[A-Z0-9]{{24,30}}",  # Postman
    rf"fig[dou]_?{_B64}{{30,60}}|figd_{_B64}{{30,60}}",  # Figma
    rf"lin_(?:api|oauth)_{_WORD}{{30,70}}|ntn_{_WORD}{{40,50}}|secret_{_WORD}{{43}}",  # Linear, Notion
    rf"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9\-_]{{2,35}}\.)?{_WORD}{{40,44}}",  # Doppler
    rf"(?:gl(?:c|sa)_)(?:eyJ{_B64}{{30,400}}={{0,2}}|{_WORD}{{32}}_{_HEX}{{8}})",  # Grafana
    rf"sntrys_eyJ[A-Za-z0-9_\-+/=]{{40,400}}|sntryu_{_HEX}{{64}}",  # Sentry
    rf"NRA[KLI][\-A-Z0-9]{{20,40}}|NR(?:II|JS|AL|BR)-[A-Za-z0-9_\-]{{19,50}}|(?:[a-z]{{2}}\d\dx)?{_HEX}{{20,40}}NRAL",  # New Relic
    rf"ph[a-z]_{_B64}{{35,50}}|cosmo_{_HEX}{{32}}|dnkey-[A-Z0-9]{{26}}-[A-Z0-9]{{52}}",
    # messages
    rf"xox[abeoprs]-(?:\d{{1,2}}-)?[A-Za-z0-9\-]{{0,30}}\d[A-Za-z0-9\-]{{16,250}}|xapp-\d-[A-Z0-9]{{8,16}}-\d{{8,16}}-{_HEX}{{40,80}}",  # Slack
    r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9+/]{30,80}",
    rf"discord(?:app)?\.com/api/webhooks/\d{{15,22}}/{_B64}{{30,90}}",
    rf"[MNO][A-Za-z\d]{{22,26}}\.[\w\-]{{6}}\.{_B64}{{27,40}}",  # Discord
    rf"\d{{8,10}}:AA{_B64}{{32,35}}",  # Telegram
    rf"SG\.{_B64}{{16,24}}\.{_B64}{{16,50}}",  # SendGrid
    rf"(?:SK|AC){_HEX}{{32}}|SK[0-9A-F]{{32}}",  # Twilio
    rf"key-{_HEX}{{32}}|xkeysib-{_HEX}{{64}}-{_WORD}{{16}}|[A-Za-z0-9]{{32}}-us\d{{1,2}}",  # Mailgun, Brevo, Mailchimp
    # money and shops
    rf"(?:sk|rk|pk|whsec)_(?:live|test)?_?{_WORD}{{20,250}}",  # Stripe
    rf"sq0(?:atp|csp|idp)-{_B64}{{20,50}}|EAAA[A-Z]{_B64}{{50,70}}",  # Square
    rf"shp(?:at|ca|pa|ss)_{_HEX}{{32}}|access_token\$production\$[a-z0-9]{{16,22}}\${_HEX}{{32}}",
    # people's accounts
    rf"EAA[A-Za-z0-9]{{80,300}}|IG[A-Z]{{2}}[A-Za-z0-9_\-]{{90,300}}|\d{{13,17}}\|{_B64}{{24,30}}",  # Meta
    r"A{20,22}[A-Za-z0-9%]{40,140}",  # X
    rf"sl\.{_B64}{{80,400}}|[A-Za-z0-9]{{11}}A{{8,12}}[A-Za-z0-9_\-]{{40,50}}",  # Dropbox
    r"00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9_.]{60,130}",  # Salesforce
    rf"ops_eyJ{_B64}{{100,1500}}",  # 1Password
    r"AGE-SECRET-KEY-1[0-9A-Z]{58}|S[UANOCX]A[A-Z2-7]{55}",  # age, NATS
)  # fmt: skip

JWT = re.compile(
    r"(?<![\w\-])eyJ[A-Za-z0-9_\-]{8,8000}+(?:\.[A-Za-z0-9_\-%]{10,16000}+){1,4}", re.ASCII
)
"""JSON Web Tokens and JWE: base64url parts of which the first is a JSON object."""

ISSUED = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_FORMS)})(?![A-Za-z0-9])", re.ASCII)
"""Any key or token that its issuer's form gives away."""
