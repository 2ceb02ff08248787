# To be sourced, with packages.sh and with KOROTKO_TOOLS set: cargo's tools, each in one version.
#
#   cargo_tool <crate> <version>   installs it once, for `cargo <name>`

export PATH="$KOROTKO_TOOLS/bin:$PATH"

cargo_tool() {
    local crate=$1 version=$2
    if cargo install --list --root "$KOROTKO_TOOLS" | grep -qxF "$crate v$version:"; then
        return
    fi
    command -v cc >/dev/null || require 'a C compiler' build-essential
    # In a target folder of its own; barely optimised, since it is built once and runs for seconds.
    CARGO_TARGET_DIR="$KOROTKO_TOOLS/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        cargo install "$crate" --version "$version" --locked --quiet --root "$KOROTKO_TOOLS"
    rm -rf "$KOROTKO_TOOLS/build"
}
