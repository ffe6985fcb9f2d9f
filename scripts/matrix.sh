#!/usr/bin/env bash
# The drop-in tests on the oldest openai of each HTTP family; `make test` runs them on the newest.
# No engine is installed: the local side of these tests is the `echo` backend.
set -euo pipefail
cd "$(dirname "$0")/.."
for version in 2.54.0 3.0.0; do
    venv=".venv-openai-$version"
    [ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
    echo "== openai $version"
    "$venv/bin/python" scripts/setup.py -e . "openai==$version" --group dropin
    # What these leave out knows nothing of the SDK.
    "$venv/bin/python" -m pytest -q -n auto tests/dropin --ignore=tests/dropin/test_leaks.py \
        --ignore=tests/dropin/test_judge.py --ignore=tests/dropin/test_delegate.py
done
