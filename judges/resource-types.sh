#!/usr/bin/env bash
# The facts of every resource type that the deployment rules go by, against CloudFormation's schemas (as cfn-lint brings
# them). With --write, keeps them. Needs what judges/cfn-lint.sh needs, and runs after it.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(ls -d .cache/judges/cfn-lint-*/bin/python | sort -V | tail -1)
"$python" judges/resource-types.py "$@"
if [ "${1:-}" = --write ]; then npx biome format --write test/support/deployment/resource-types.json; fi
