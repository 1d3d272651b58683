#!/usr/bin/env bash
# cfn-lint (PyPI) over the synthesised templates: the schema of every resource type, references, limits. What is left out
# stands with its reason in .cfnlintrc.yaml. Needs python3 with venv, and cdk.out (npm run synth).
set -euo pipefail
cd "$(dirname "$0")/.."
version=1.58.0
tools=.cache/cfn-lint-$version

if [ ! -x "$tools/bin/cfn-lint" ]; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$version"
fi
"$tools/bin/cfn-lint" --non-zero-exit-code informational
echo "cfn-lint $version: $(find cdk.out -name '*.template.json' | wc -l) templates, no finding"
