# To be sourced: runs checks one after the other, and says at the end how long each took.
#
#   stage <name> <command>...   runs a check; if it fails, the script ends
#   beside <command>...         begins a build that later stages need, with what the others leave of the processor
#   await_beside                waits for its end; a stage of its own
#   remark <what, and why>      notes what could not be checked here

export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
# No debugger and no second build here.
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
export CARGO_TERM_PROGRESS_WHEN=never

times=()    # a line for each finished stage
remarks=()  # checks that were skipped, and why
current=''  # the running stage
beside=''   # the pid of what is built beside them
beside_log=''

stage() {
    current=$1
    shift
    local begin=$SECONDS
    printf '\n=== %s: %s\n' "$current" "$*"
    "$@"
    times+=("$(printf '%4d s  %s' $((SECONDS - begin)) "$current")")
    current=''
}

# At the lowest priority, so that it fills the pauses of the tests, which wait a quarter of their time, and makes none of them late.
beside() {
    beside_log=$(mktemp)
    # A process group of its own, so that all of it ends if a stage fails.
    set -m
    (renice -n 19 -p "$BASHPID" && "$@") >"$beside_log" 2>&1 </dev/null &
    beside=$!
    set +m
}

await_beside() {
    local status=0
    wait "$beside" || status=$?
    beside=''
    cat "$beside_log"
    return "$status"
}

remark() {
    remarks+=("$1")
}

report() {
    local status=$?
    [ -z "$beside" ] || kill -- "-$beside" 2>/dev/null || true
    [ -z "$beside_log" ] || rm -f "$beside_log"
    printf '\n=== time\n'
    [ ${#times[@]} -eq 0 ] || printf '%s\n' "${times[@]}"
    printf '%4d s  in total\n' "$SECONDS"
    [ ${#remarks[@]} -eq 0 ] || printf 'NOT CHECKED: %s\n' "${remarks[@]}"
    # A signal in the middle of a stage leaves the status of the command before it.
    if [ "$status" -eq 0 ] && [ -z "$current" ]; then
        echo "All${remarks:+ other} checks passed."
    else
        echo "FAILED${current:+ at: $current}"
    fi
}
trap report EXIT
