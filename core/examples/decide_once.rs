//! What one decision costs: the same question in full and prepared, in nanoseconds (the median of rounds).
//!
//! ```sh
//! cargo run --release -p renown --example decide_once
//! ```

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use renown::privacy::{Facts, Policy, Request};
use serde_json::json;

const ROUNDS: usize = 31;
const RUNS: u32 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let facts: Facts = serde_json::from_value(json!({
        "role": "influencer", "residence": "DE", "platform": "instagram", "followers": 20_000,
    }))?;
    let request: Request = serde_json::from_value(json!({
        "subject": "influencer-17", "categories": ["influencer.performance"], "purpose": "influencer_search",
        "recipient": { "kind": "user", "id": "brand-4" },
    }))?;
    let now = "2026-03-01T12:00:00Z".parse()?;
    let policy = Policy::influencer_marketing();
    let question = policy.prepare(facts.clone(), request.clone());
    let mut out = std::io::stdout();
    writeln!(out, "in full  {:.0} ns", cost(|| policy.decide(&facts, &request, now).outcome().permits()))?;
    writeln!(out, "prepared {:.0} ns", cost(|| question.decide(now).outcome().permits()))?;
    Ok(())
}

/// The median over rounds of what one run costs.
fn cost(run: impl Fn() -> bool) -> f64 {
    let round = |_| {
        let start = Instant::now();
        for _ in 0..RUNS {
            black_box(run());
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(RUNS)
    };
    let mut rounds: Vec<f64> = (0..ROUNDS).map(round).collect();
    rounds.sort_by(f64::total_cmp);
    rounds.get(ROUNDS / 2).copied().unwrap_or_default()
}
