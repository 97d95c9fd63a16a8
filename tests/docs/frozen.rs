//! The flagship benchmark measures the same configuration for ever: the file is held by its SHA-256 (golden). A change
//! of it would look like a change of speed; who means to freeze it anew says so in the commit.

use sha2::{Digest, Sha256};

const FLAGSHIP: &str = "daf6932aca65f43cbd2123ad8439d64cf25dcc3e3c20732ea9d798f5579d3b7e";

#[test]
fn the_flagship_benchmark_is_as_it_was_frozen() {
    let bytes = std::fs::read("benches/flagship.toml").expect("the benchmark");
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, FLAGSHIP, "benches/flagship.toml has changed");
}
