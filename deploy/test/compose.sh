#!/usr/bin/env bash
# Checks docker-compose.yml against the schema of the Compose Specification (which check-jsonschema brings), the files that it
# mounts, and Prometheus' configuration. No container is started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/python.sh

command -v promtool >/dev/null || require 'Prometheus (its promtool)' prometheus
prepare_python
"$(dirname "$KOROTKO_TEST_PYTHON")/check-jsonschema" --builtin-schema vendor.compose-spec docker-compose.yml
while read -r file; do
    [ -e "$file" ] || { echo "docker-compose.yml mounts $file, which does not exist" >&2; exit 1; }
done < <(sed -n 's/^ *- \(\.\/[^:]*\):.*/\1/p' docker-compose.yml)
promtool check config deploy/prometheus/prometheus.yml
