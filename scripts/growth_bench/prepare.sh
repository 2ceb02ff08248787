# To be sourced, with packages.sh: what the measurement of growth needs.
#
#   prepare_growth <option>...   builds it once; the command is in "${growth_bench[@]}"

prepare_growth() {
    local korotko=${CARGO_TARGET_DIR:-target}/release/korotko
    command -v python3 >/dev/null || require 'Python' python3
    export PYTHONPATH=scripts
    growth_bench=(python3 -B -m growth_bench --korotko "$korotko")
    case " $* " in
        *' --help '* | *' -h '*) exec "${growth_bench[@]}" --postmaster 0 --help ;;
    esac
    command -v wrk >/dev/null || require 'wrk (it generates load)' wrk
    cargo build --release --locked --package korotko
}
