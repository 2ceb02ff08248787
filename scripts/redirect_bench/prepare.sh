# To be sourced, with packages.sh: what the measurement of redirects needs.
#
#   prepare_redirects <module> <option>...   installs and builds it once; the command is in "${redirect_bench[@]}"

readonly OHA=1.16.0

install_oha() {
    local tools=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
    export PATH="$tools/bin:$PATH"
    if [ "$(oha --version 2>/dev/null)" != "oha $OHA" ]; then
        # In a target folder of its own, and without the minutes of linking that its own profile asks for.
        CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
            cargo install oha --version "$OHA" --locked --quiet --root "$tools"
        rm -rf "$tools/build"
    fi
}

prepare_redirects() {
    local built=${CARGO_TARGET_DIR:-target}/dist
    command -v python3 >/dev/null || require 'Python' python3
    export PYTHONPATH=scripts
    redirect_bench=(python3 -B -m "$1" --korotko "$built/korotko" --bare "$built/korotko-bare")
    case " $* " in
        *' --help '* | *' -h '*) exec "${redirect_bench[@]}" --help ;;
    esac
    command -v wrk >/dev/null || require 'wrk (it generates load)' wrk
    install_oha
    # As in packages and images. One after the other: built together, the program would get the features of the other's
    # dependencies.
    cargo build --profile dist --locked --package korotko
    cargo build --profile dist --locked --package korotko-benches
}
