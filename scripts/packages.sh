# To be sourced: `require <purpose> <Debian package>...` installs packages as root, otherwise prints what to install.

require() {
    local purpose=$1
    shift
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "$0: $purpose is missing; install it: sudo apt-get install $*" >&2
        exit 1
    fi
    echo "$0: installing $* ($purpose)" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null
}
