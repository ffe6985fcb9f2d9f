#!/usr/bin/env bash
# The drop-in tests on each openai that homeport supports: both HTTP families, oldest and newest.
# No engine is installed: the local side of these tests is the `echo` backend.
set -euo pipefail
cd "$(dirname "$0")/.."
for version in 2.54.0 3.0.0 latest; do
    venv=".venv-openai-$version"
    [ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
    pin=$([ "$version" = latest ] && echo openai || echo "openai==$version")
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade -e . "$pin" --group dropin
    echo "== openai $("$venv/bin/python" -c 'import openai; print(openai.__version__)')"
    "$venv/bin/python" -m pytest -q tests/dropin tests/router
done
