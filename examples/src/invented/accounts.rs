//! Invented influencers.

use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, LogNormal, Pareto};

use super::words::{TONGUES, TOPICS, Tongue, tongue};
use super::{COLLECTED_AT, finished, rfc3339};

pub(super) struct Account {
    pub id: String,
    pub platform: &'static str,
    pub handle: String,
    pub tongue: &'static Tongue,
    pub name: &'static str,
    pub topic: &'static str,
    pub followers: u64,
    following: u64,
    pub posts: u64,
    /// What share of the followers engages with a usual post.
    pub rate: f64,
    /// What share of the posts hides its likes.
    pub hides: f64,
    /// What share of the followers is not real.
    pub bought: f64,
    /// Days over which the posts are spread.
    pub active_days: f64,
}

const PLATFORMS: [&str; 3] = ["instagram", "tiktok", "youtube"];

pub(super) fn invent(rng: &mut ChaCha12Rng, count: usize) -> Vec<Account> {
    (0..count).map(|index| account(rng, index)).collect()
}

fn account(rng: &mut ChaCha12Rng, index: usize) -> Account {
    let platform = PLATFORMS.get(index % 3).copied().unwrap_or("instagram");
    let tongue = tongue(index / 3 + index);
    let name = pick(tongue.names, index / TONGUES.len());
    let topic = pick(TOPICS, rng.random_range(0..TOPICS.len()));
    // A heavier tail than in the wild (about 0.9), so that thirty accounts reach every tier from nano to mega.
    let followers = sample(Pareto::new(1_500.0, 0.45), rng).min(60_000_000.0);
    let typical = sample(LogNormal::new((0.035_f64).ln(), 0.5), rng);
    let rate = typical * (followers / 10_000.0).powf(-0.12);
    let hides = if rng.random_bool(0.15) { 0.6 } else { 0.03 };
    let bought =
        if rng.random_bool(0.25) { rng.random_range(0.25..0.6) } else { rng.random_range(0.02..0.12) };
    Account {
        id: format!("inf-{:04}", index + 1),
        platform,
        handle: handle(platform, tongue, name, topic, index),
        tongue,
        name,
        topic,
        followers: followers as u64,
        following: sample(LogNormal::new(6.0, 0.9), rng).min(7_500.0) as u64,
        posts: rng.random_range(36..84),
        rate: rate.min(0.4),
        hides,
        bought,
        active_days: rng.random_range(150.0..420.0),
    }
}

/// YouTube allows handles in any script; the others allow a few Latin characters.
fn handle(platform: &str, tongue: &Tongue, name: &str, topic: &str, index: usize) -> String {
    let number = index + 11;
    match platform {
        "youtube" => format!("{}{number}", name.replace(' ', "_")),
        "tiktok" => format!("{topic}.{}{number}", tongue.country.to_lowercase()),
        _ => format!("the.{topic}_{}{number}", tongue.country.to_lowercase()),
    }
}

pub(super) fn table(accounts: &[Account]) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "influencer_id",
        "platform",
        "handle",
        "full_name",
        "bio",
        "country",
        "language",
        "account_type",
        "verified",
        "category",
        "followers",
        "following",
        "content_count",
        "private",
        "age_band",
        "states",
        "source",
        "collected_at",
    ])?;
    for (index, account) in accounts.iter().enumerate() {
        let (private, age_band, states) = barrier(index);
        table.write_record([
            account.id.as_str(),
            account.platform,
            &account.handle,
            account.name,
            &format!("{} · {}", account.topic, pick(account.tongue.captions, account.posts as usize)),
            account.tongue.country,
            account.tongue.language,
            if account.followers > 20_000 { "business" } else { "creator" },
            if account.followers > 400_000 { "true" } else { "false" },
            account.topic,
            &account.followers.to_string(),
            &account.following.to_string(),
            &account.posts.to_string(),
            private,
            age_band,
            states,
            "public",
            &rfc3339(COLLECTED_AT),
        ])?;
    }
    finished(table)
}

/// What stands in the way of showing an account: of every thirty one went private, one is under age, one objected.
fn barrier(index: usize) -> (&'static str, &'static str, &'static str) {
    match index % 30 {
        12 => ("true", "", ""),
        19 => ("false", "13-17", ""),
        25 => ("false", "", "objected"),
        _ => ("false", "", ""),
    }
}

/// The entry at `index`, counted round and round.
pub(super) fn pick(entries: &'static [&'static str], index: usize) -> &'static str {
    entries.get(index % entries.len().max(1)).copied().unwrap_or_default()
}

pub(super) fn sample<E, D: Distribution<f64>>(distribution: Result<D, E>, rng: &mut ChaCha12Rng) -> f64 {
    // The parameters are constants of this module, all of them valid.
    distribution.map_or(0.0, |distribution| distribution.sample(rng))
}
