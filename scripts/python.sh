# To be sourced, with packages.sh: the Python tools of the tests, in a virtual environment.
#
#   prepare_python   installs requirements.txt once; exports the interpreter as KOROTKO_TEST_PYTHON

prepare_python() {
    local requirements=scripts/requirements.txt tools folder
    tools=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
    folder=$tools/python-$(sha256sum "$requirements" | cut -c1-16)
    if [ ! -e "$folder/complete" ]; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || require 'Python with venv' python3 python3-venv
        python3 -m venv --clear "$folder"
        "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
        touch "$folder/complete"
    fi
    export KOROTKO_TEST_PYTHON=$folder/bin/python
}
