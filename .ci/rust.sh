# Checks of the code and the packages it stands on. Read by `.ci/run`.
# shellcheck shell=bash
# shellcheck disable=SC2154  # `out` is the folder that common.sh makes

# Nothing is compiled twice here, so what a second compilation could take over from a first need not be written down.
export CARGO_INCREMENTAL=0

toolchain() {
    if ! has cargo; then
        say "installing a Rust toolchain"
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
        # shellcheck source=/dev/null
        . "$HOME/.cargo/env"
    fi
    cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
    cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
}

lock_file() {
    say "Cargo.lock agrees with Cargo.toml"
    cargo fetch --locked
}

format() {
    say "format"
    cargo fmt --check
}

lints() {
    say "lints"
    cargo clippy --locked --all-targets -- -D warnings
}

documents() {
    say "documents of the code"
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
}

# Programs that come as packages of Python: tool NAME prints where it is, and nothing if it cannot be had.
tool() {
    if has "$1"; then
        echo "$1"
    elif [ -x "$out/tools/bin/$1" ] || venv "$out/tools" --only-binary :all: -r .ci/requirements.txt >&2; then
        echo "$out/tools/bin/$1"
    fi
}

# The scripts of this folder and of the tests.
scripts() {
    say "scripts"
    local shellcheck
    shellcheck=$(tool shellcheck)
    if [ -n "$shellcheck" ]; then
        "$shellcheck" --severity=warning .ci/run .ci/*.sh tests/slurm/*.sh benches/peers/*.sh
    else
        skipped "shellcheck, which reads the scripts, cannot be installed"
    fi
}

# Licences, packages that are there twice, and where they come from, by the rules in .deny.toml. cargo-deny is compiled, which
# takes minutes, only where nothing may be skipped.
packages() {
    say "licences and sources of the packages"
    local deny
    deny=$(tool cargo-deny)
    if [ -z "$deny" ] && [ "${CI_STRICT:-0}" = 1 ] && cargo install --locked --quiet --root "$out/deny" cargo-deny; then
        deny=$out/deny/bin/cargo-deny
    fi
    if [ -n "$deny" ]; then
        "$deny" --locked --config .deny.toml check licenses bans sources
    else
        skipped "cargo-deny, which looks at licences and sources, cannot be installed"
    fi
}

# The version that Cargo.toml promises. It has a folder of its own, since it would otherwise throw away what the other compiled.
minimum_rust() {
    local version
    version=$(sed -n 's/^rust-version *= *"\(.*\)".*/\1/p' Cargo.toml)
    say "Rust $version, the oldest that is promised"
    if ! has rustup; then
        skipped "there is no rustup to install Rust $version with"
    elif ! { rustup run "$version" rustc --version || rustup toolchain install "$version" --profile minimal; } >/dev/null 2>&1; then
        skipped "rustup cannot install Rust $version"
    else
        CARGO_TARGET_DIR=target/minimum cargo "+$version" check --locked --lib --bins
    fi
}

# Those that take seconds.
quick_tests() {
    local tests
    tests=$(readme_command "cargo test")
    say "$tests --lib"
    $tests --lib
}

all_tests() {
    local tests
    tests=$(readme_command "cargo test")
    say "$tests"
    if venv "$out/duckdb" -r tests/docs/requirements.txt; then
        export SIM_PYTHON=$out/duckdb/bin/python
    else
        skipped "DuckDB, which runs the SQL of the documents, cannot be installed; only its columns are looked at"
    fi
    $tests
}

benchmarks() {
    say "the benchmarks build"
    cargo bench --locked --no-run
    say "instructions"
    has valgrind || try_apt valgrind
    if has valgrind; then
        cargo bench --locked --bench instructions
    else
        skipped "there is no valgrind, which counts instructions, and none can be installed"
    fi
}
