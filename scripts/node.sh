# To be sourced, with packages.sh: the packages of the tour through the pages, for Node.js.
#
#   prepare_node   installs app/tests/process/pages/package-lock.json once; exports the folder as KOROTKO_TEST_NODE

prepare_node() {
    local project=app/tests/process/pages folder
    command -v node >/dev/null || require Node.js nodejs
    folder=$(realpath -m "${CARGO_TARGET_DIR:-target}")/node-$(sha256sum "$project/package-lock.json" | cut -c1-16)
    if [ ! -e "$folder/complete" ]; then
        command -v npm >/dev/null || require npm npm
        rm -rf "$folder"
        mkdir -p "$folder"
        cp "$project/package.json" "$project/package-lock.json" "$folder"
        # Of a package, no script is run: the browser is Debian's.
        (cd "$folder" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --no-update-notifier --loglevel=error >&2)
        touch "$folder/complete"
    fi
    export KOROTKO_TEST_NODE=$folder
}
