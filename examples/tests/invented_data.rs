//! The shipped data is what the generator makes, and has in it what data in the wild has.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use renown_examples::invented::{SHIPPED_SEED, tables};

fn shipped(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap()
}

#[test]
fn generating_again_gives_the_bytes_that_are_shipped() {
    let tables = tables(SHIPPED_SEED, 30).unwrap();
    let same = [
        tables.profiles == shipped("profiles.csv"),
        tables.posts == shipped("posts.csv"),
        tables.audience == shipped("audience.csv"),
    ];
    assert_eq!(same, [true; 3], "run `cargo run --example generate` and commit what it writes");
}

#[test]
fn another_seed_gives_other_people() {
    assert_ne!(tables(1, 3).unwrap(), tables(2, 3).unwrap());
}

/// A column of a table.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap().get(at).unwrap().to_owned()).collect()
}

fn numbers(table: &str, name: &str) -> Vec<f64> {
    column(table, name).iter().filter_map(|cell| cell.parse().ok()).collect()
}

#[test]
fn followers_follow_a_power_law() {
    // Of a Pareto distribution the logarithm over the least is exponential; its mean is 1 / shape. Hill (1975).
    let profiles = tables(7, 3_000).unwrap().profiles;
    let followers = numbers(&profiles, "followers");
    let uncapped: Vec<f64> = followers.iter().map(|f| (f.min(59_999_999.0) / 1_500.0).ln()).collect();
    let shape = uncapped.len() as f64 / uncapped.iter().sum::<f64>();
    assert!((0.40..0.52).contains(&shape), "{shape}");
}

#[test]
fn engagement_is_log_normal_with_a_few_viral_posts() {
    let posts = tables(7, 300).unwrap().posts;
    let (ids, likes) = (column(&posts, "influencer_id"), column(&posts, "likes"));
    let mut by_account = std::collections::BTreeMap::<_, Vec<f64>>::new();
    for (id, likes) in ids.into_iter().zip(likes) {
        by_account
            .entry(id)
            .or_default()
            .extend(likes.parse::<f64>().ok().filter(|likes| *likes > 50.0).map(f64::ln));
    }
    let mut deviations: Vec<f64> = Vec::new();
    for logs in by_account.values().filter(|logs| logs.len() > 20) {
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        deviations.extend(logs.iter().map(|log| log - mean));
    }
    deviations.sort_by(f64::total_cmp);
    let at = |share: f64| deviations[(deviations.len() as f64 * share) as usize];
    // The quartiles of a normal distribution are 1.349 standard deviations apart: 0.55 and what sponsoring adds.
    let spread = (at(0.75) - at(0.25)) / 1.349;
    assert!((0.5..0.65).contains(&spread), "{spread}");
    assert!(at(0.999) > 2.0, "viral posts");
}

#[test]
fn there_are_hidden_likes_sponsored_posts_three_platforms_and_several_scripts() {
    let (profiles, posts) = (shipped("profiles.csv"), shipped("posts.csv"));
    let platforms: BTreeSet<String> = column(&profiles, "platform").into_iter().collect();
    assert_eq!(platforms.len(), 3);
    let share = |name: &str, cell: &str| {
        let cells = column(&posts, name);
        cells.iter().filter(|other| *other == cell).count() as f64 / cells.len() as f64
    };
    assert!((0.01..0.3).contains(&share("likes", "")), "hidden likes");
    assert!((0.05..0.2).contains(&share("sponsored", "true")), "sponsored posts");
    assert!(share("pinned", "true") > 0.0);
    let languages: BTreeSet<String> = column(&profiles, "language").into_iter().collect();
    assert!(languages.len() >= 8, "{languages:?}");
    for letter in ['ü', 'ñ', '空', '한', 'ن', 'त', 'З'] {
        assert!(profiles.contains(letter) || posts.contains(letter), "{letter}");
    }
    let states: BTreeSet<String> = column(&profiles, "states").into_iter().collect();
    assert!(states.contains("objected"));
}
