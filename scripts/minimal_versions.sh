#!/usr/bin/env bash
# Checks that the workspace compiles with the oldest versions of its direct dependencies that Cargo.toml allows: otherwise an
# embedder, whose other dependencies keep one of them back, could not compile it. Works on a copy; Cargo.lock stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

command -v cc >/dev/null || require 'a C compiler' build-essential
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
git ls-files -z | xargs -0 cp --parents --target-directory="$folder"
cd "$folder"
rm Cargo.lock
# The option is unstable, and the toolchain pinned.
RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions
CARGO_TARGET_DIR=$target cargo check --quiet --workspace --all-features
