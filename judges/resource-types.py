"""
What CloudFormation's own schemas say of every resource type that the templates use: which properties it must have, which
it cannot change without making the resource anew, what names it. Compares test/support/deployment/resource-types.json
with the schemas that come with cfn-lint; with --write, writes it. Run by judges/resource-types.sh.
"""

import json
import pathlib
import sys

import cfnlint

root = pathlib.Path(__file__).resolve().parent.parent
file = root / "test/support/deployment/resource-types.json"
schemas = pathlib.Path(cfnlint.__file__).parent / "data/schemas"
region = "ca-central-1"


def names(schema, key):
    return sorted(pointer.removeprefix("/properties/").replace("/", ".") for pointer in schema.get(key, []))


def facts(schema):
    return {
        "required": sorted(schema.get("required", [])),
        "createOnly": names(schema, "createOnlyProperties"),
        "sometimesCreateOnly": names(schema, "conditionalCreateOnlyProperties"),
        "identifier": names(schema, "primaryIdentifier"),
    }


def used():
    templates = sorted((root / "cdk.out").rglob("*.template.json"))
    if not templates:
        sys.exit("cdk.out holds no templates: npm run synth")
    resources = [one for path in templates for one in json.loads(path.read_text())["Resources"].values()]
    return sorted({one["Type"] for one in resources})


provided = json.loads((schemas / f"providers/{region}.json").read_text())
found = {}
for name in used():
    if name not in provided:
        sys.exit(f"{name} is not there in {region}")
    found[name] = facts(json.loads((schemas / f"resources/{provided[name]}.json").read_text()))

if "--write" in sys.argv:
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in found.items())
    file.write_text("{\n" + lines + "\n}\n")
kept = json.loads(file.read_text())
wrong = [name for name in sorted(kept.keys() | found.keys()) if kept.get(name) != found.get(name)]
for name in wrong:
    print(f"{name}: kept {json.dumps(kept.get(name))}, CloudFormation {json.dumps(found.get(name))}")
if wrong:
    sys.exit("Run judges/resource-types.sh --write, look at what changed, and at docs/deployments.md.")
print(f"{len(found)} resource types: what is kept of their schemas is so")
