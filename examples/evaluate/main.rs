//! How well times and quotes are found in labelled news, by kind:
//!
//! ```sh
//! cargo run --release --example evaluate -- ../shared/data/ner times
//! cargo run --release --example evaluate -- ../shared/data/ner quotes --held-out --errors
//! ```
//!
//! Every fifth article is held out: nothing was written with a look at those,
//! and `--held-out` gives their figures alone. `--errors` lists what is wrong
//! in the others. It unpacks the texts with the `xz` program.

mod articles;
mod quotes;
mod times;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let found = words.iter().position(|word| word == name);
        found.map(|at| words.remove(at)).is_some()
    };
    let (held, errors) = (flag("--held-out"), flag("--errors"));
    let [folder, what] = words.as_slice() else {
        return Err("say the folder of the labelled texts, and `times` or `quotes`".into());
    };
    let folder = PathBuf::from(folder);
    let news = articles::news(&folder, held)?;
    match what.as_str() {
        "times" => {
            times::report("news", &news, errors && !held);
            times::report("MEANTIME", &articles::meantime(&folder)?, errors && !held);
        }
        "quotes" => quotes::report(&news, errors && !held),
        other => return Err(format!("`{other}`: there are times and quotes").into()),
    }
    Ok(())
}
