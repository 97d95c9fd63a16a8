# What the checks share: headings, checks that are left out, and tools. Read by `.ci/run`.
# shellcheck shell=bash

# A folder for results and tools, gone when the script ends.
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# A heading, with the seconds since the script began.
say() { printf '\n== %4d s  %s\n' "$SECONDS" "$*"; }

# Says that a check is left out, and why; with CI_STRICT=1 that is a failure. Call it where `exit` ends the script: not in a
# subshell.
skipped() {
    echo "SKIPPED: $*"
    [ "${CI_STRICT:-0}" != 1 ] || { echo "CI_STRICT=1: nothing may be skipped"; exit 1; }
}

has() { command -v "$1" >/dev/null; }

# Installs Debian packages if we may. Whether it worked is seen by whether the program is there.
try_apt() {
    if [ "$(id -u)" = 0 ] && has apt-get; then
        { apt-get update && apt-get install -y --no-install-recommends "$@"; } >/dev/null 2>&1 || true
    fi
}

# venv FOLDER PIP_ARGUMENTS...: an environment of Python with packages in it; false if they cannot be had.
venv() { python3 -m venv "$1" && "$1/bin/pip" install --quiet "${@:2}"; }

# readme_command PREFIX: the first command of the README that begins so. What users type is what is run, without --locked;
# `lock_file` has seen by then that Cargo.lock agrees with Cargo.toml, so that cargo has no reason to change it.
readme_command() {
    local line
    line=$(grep -m1 -E "^    $1" README.md | sed 's/^ *//') || true
    [ -n "$line" ] || { echo "README.md has no command that begins with $1" >&2; return 1; }
    echo "$line"
}
