//! Invented audience samples: for each influencer some followers, as public pages show them.

use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use rand_distr::LogNormal;

use super::accounts::{Account, pick, sample};
use super::finished;
use super::words::{TONGUES, TOPICS, Tongue, tongue};

const GENDERS: [(&str, f64); 3] = [("female", 0.5), ("male", 0.47), ("other", 0.03)];
const AGE_BANDS: [(&str, f64); 6] =
    [("13-17", 0.06), ("18-24", 0.3), ("25-34", 0.34), ("35-44", 0.18), ("45-64", 0.1), ("65+", 0.02)];

pub(super) fn table(accounts: &[Account], rng: &mut ChaCha12Rng) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "influencer_id",
        "member_id",
        "role",
        "country",
        "gender",
        "age_band",
        "language",
        "interests",
        "followers",
        "following",
        "posts",
        "has_picture",
        "private",
        "bio_length",
        "username_length",
        "username_digits",
    ])?;
    for account in accounts {
        for index in 0..rng.random_range(120..260) {
            let real = !rng.random_bool(account.bought);
            let member = member(account, real, rng);
            let mut record =
                vec![account.id.clone(), format!("{}-m{index:03}", account.id), "follower".to_owned()];
            record.extend(member);
            table.write_record(record)?;
        }
    }
    finished(table)
}

/// The cells after influencer, id and role. Much is unknown of many, as in real samples.
fn member(account: &Account, real: bool, rng: &mut ChaCha12Rng) -> Vec<String> {
    let home = rng.random_bool(if real { 0.6 } else { 0.15 });
    let tongue = if home { account.tongue } else { any_tongue(rng) };
    let or_unknown = |cell: &str, known: f64, rng: &mut ChaCha12Rng| {
        if rng.random_bool(known) { cell.to_owned() } else { String::new() }
    };
    let gender = weighted(&GENDERS, rng);
    let age_band = weighted(&AGE_BANDS, rng);
    let topic =
        if rng.random_bool(0.5) { account.topic } else { pick(TOPICS, rng.random_range(0..TOPICS.len())) };
    let (followers, following, posts) = if real {
        (
            sample(LogNormal::new(5.6, 1.4), rng),
            sample(LogNormal::new(5.9, 0.8), rng),
            sample(LogNormal::new(3.8, 1.4), rng),
        )
    } else {
        (
            sample(LogNormal::new(3.2, 1.2), rng),
            sample(LogNormal::new(7.2, 0.7), rng),
            sample(LogNormal::new(0.8, 1.2), rng),
        )
    };
    let mut cells = vec![
        or_unknown(tongue.country, 0.8, rng),
        or_unknown(gender, 0.8, rng),
        or_unknown(age_band, 0.7, rng),
        or_unknown(tongue.language, 0.9, rng),
        or_unknown(topic, 0.6, rng),
        (followers as u64).to_string(),
        (following.min(7_500.0) as u64).to_string(),
        (posts as u64).to_string(),
        rng.random_bool(if real { 0.97 } else { 0.55 }).to_string(),
        rng.random_bool(if real { 0.4 } else { 0.25 }).to_string(),
        (if rng.random_bool(if real { 0.8 } else { 0.2 }) { rng.random_range(8..140) } else { 0 })
            .to_string(),
    ];
    let username_length: u32 = rng.random_range(6..22);
    // A name has no more digits than characters.
    let username_digits = rng.random_range(if real { 0..3 } else { 1..8 }).min(username_length);
    cells.extend([username_length.to_string(), username_digits.to_string()]);
    cells
}

fn any_tongue(rng: &mut ChaCha12Rng) -> &'static Tongue {
    tongue(rng.random_range(0..TONGUES.len()))
}

fn weighted(entries: &[(&'static str, f64)], rng: &mut ChaCha12Rng) -> &'static str {
    let mut at = rng.random_range(0.0..1.0);
    for (entry, weight) in entries {
        if at < *weight {
            return entry;
        }
        at -= weight;
    }
    entries.last().map_or("", |(entry, _)| entry)
}
