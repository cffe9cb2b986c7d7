//! Invented but realistic influencers, posts and audience samples, the same bytes for the same seed.
//!
//! Followers follow a power law; the engagement of an account falls with its size; the engagement of its posts
//! is log-normal with a few viral ones; some likes are hidden, some posts are sponsored, some pinned, the
//! youngest not yet settled. Captions and names come in several scripts. Nobody here exists.

mod accounts;
mod audience;
mod posts;
mod words;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

/// The seed of the data that the repository ships.
pub const SHIPPED_SEED: u64 = 20_260_301;

/// When the invented data was collected: 2026-03-01T06:00:00Z.
const COLLECTED_AT: i64 = 1_772_344_800;

/// Three CSV tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// One row per influencer.
    pub profiles: String,
    /// One row per post.
    pub posts: String,
    /// One row per member of an audience sample.
    pub audience: String,
}

/// The tables of `accounts` influencers for this seed.
///
/// # Errors
/// A CSV writer's, which does not happen while it writes to memory.
pub fn tables(seed: u64, accounts: usize) -> Result<Tables, csv::Error> {
    let accounts = accounts::invent(&mut stream(seed, 1), accounts);
    Ok(Tables {
        profiles: accounts::table(&accounts)?,
        posts: posts::table(&accounts, &mut stream(seed, 2))?,
        audience: audience::table(&accounts, &mut stream(seed, 3))?,
    })
}

/// Each table has a random stream of its own, so that one can change without the others.
fn stream(seed: u64, table: u64) -> ChaCha12Rng {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    rng.set_stream(table);
    rng
}

fn rfc3339(seconds: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    String::from_utf8(bytes).map_err(|error| csv::Error::from(std::io::Error::other(error)))
}
