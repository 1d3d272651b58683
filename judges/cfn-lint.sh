#!/usr/bin/env bash
# cfn-lint (PyPI) over the synthesised templates: the schema of every resource type, references, limits. What is left out
# stands with its reason in .cfnlintrc.yaml. Needs cdk.out (npm run synth).
set -euo pipefail
cd "$(dirname "$0")/.."
version=1.58.0
tools=$(judges/python-tools cfn-lint "$version")
"$tools/cfn-lint" --non-zero-exit-code informational
echo "cfn-lint $version: $(find cdk.out -name '*.template.json' | wc -l) templates, no finding"
