//! Writes the invented data set: `cargo run --example generate -- [FOLDER] [ACCOUNTS] [SEED]`.
//!
//! Without arguments it writes the data that the repository ships, into `examples/data`.

use std::path::PathBuf;
use std::{env, error, fs};

use renown_examples::invented::{SHIPPED_SEED, tables};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "examples/data".to_owned()));
    let accounts = arguments.next().map_or(Ok(30), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(SHIPPED_SEED), |text| text.parse())?;
    let tables = tables(seed, accounts)?;
    fs::create_dir_all(&folder)?;
    for (name, table) in
        [("profiles.csv", &tables.profiles), ("posts.csv", &tables.posts), ("audience.csv", &tables.audience)]
    {
        fs::write(folder.join(name), table)?;
    }
    Ok(())
}
