#!/usr/bin/env bash
# Installs the peers of `cargo bench --bench peers`, pinned, from the public registries, under target/peers. Takes minutes.
set -euo pipefail
cd "$(dirname "$0")"
target=$PWD/../../target/peers
mkdir -p "$target"

python3 -m venv "$target/venv"
"$target/venv/bin/pip" install --quiet --requirement requirements.txt

cd rust
cargo build --release --locked --target-dir "$target"
# desim needs coroutines, which the stable compiler keeps shut; this opens it for this one program, built apart.
if RUSTC_BOOTSTRAP=1 cargo build --release --locked --target-dir "$target/opened" --features nightly --bin desim; then
    cp "$target/opened/release/desim" "$target/release/"
else
    echo "desim does not build with this compiler and is left out"
fi
