# To be sourced, with packages.sh, from the repository's top folder: the program that is shipped.
#
#   dist_program "$@"   builds it with the profile `dist`, unless the arguments are `--program <file>`; its path is in "$program"

dist_program() {
    if [ "${1:-}" = --program ] && [ $# -eq 2 ]; then
        program=$(realpath "$2")
    elif [ $# -eq 0 ]; then
        command -v cc >/dev/null || require 'a C compiler' build-essential
        cargo build --locked --profile dist -p korotko
        program=$(realpath "${CARGO_TARGET_DIR:-target}/dist/korotko")
    else
        echo "usage: $0 [--program FILE]" >&2
        exit 2
    fi
    [ -x "$program" ] || { echo "$0: $program is not a program" >&2; exit 1; }
}
