//! Makes the pictures of the README from the real drawing code:
//!
//! ```sh
//! cargo run --example pictures
//! ```
//!
//! A test compares what lies in `assets/pictures` with what this makes.

mod scene;
mod shape;
mod svg;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    std::fs::create_dir_all(&folder)?;
    for (name, picture) in scene::pictures() {
        std::fs::write(folder.join(&name), picture)?;
        println!("assets/pictures/{name}");
    }
    Ok(())
}
