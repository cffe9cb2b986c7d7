//! Invented posts.

use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use rand_distr::LogNormal;

use super::accounts::{Account, pick, sample};
use super::words::BRANDS;
use super::{COLLECTED_AT, finished, rfc3339};

const DAY: f64 = 86_400.0;

pub(super) fn table(accounts: &[Account], rng: &mut ChaCha12Rng) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "post_id",
        "influencer_id",
        "platform",
        "published_at",
        "kind",
        "caption",
        "likes",
        "comments",
        "shares",
        "saves",
        "views",
        "pinned",
        "sponsored",
        "source",
        "collected_at",
    ])?;
    for account in accounts {
        for (published_at, index) in moments(account, rng).into_iter().zip(1_u64..) {
            let post = invent(account, rng);
            table.write_record([
                format!("{}-p{index:03}", account.id).as_str(),
                &account.id,
                account.platform,
                &rfc3339(published_at),
                post.kind,
                &post.caption,
                &shown(post.likes),
                &post.comments.to_string(),
                &shown(post.shares),
                &shown(post.saves),
                &shown(post.views),
                if post.pinned { "true" } else { "false" },
                if post.sponsored { "true" } else { "false" },
                "public",
                &rfc3339(COLLECTED_AT),
            ])?;
        }
    }
    finished(table)
}

struct Post {
    kind: &'static str,
    caption: String,
    likes: Option<u64>,
    comments: u64,
    shares: Option<u64>,
    saves: Option<u64>,
    views: Option<u64>,
    pinned: bool,
    sponsored: bool,
}

/// When an account posts: spread over its active days, around the evening of its own zone, newest last.
fn moments(account: &Account, rng: &mut ChaCha12Rng) -> Vec<i64> {
    let mut moments: Vec<i64> = (0..account.posts)
        .map(|_| {
            let days_ago = (rng.random_range(0.0..account.active_days)).floor();
            let hour = 12.0 + sample(rand_distr::Normal::new(6.0, 2.5), rng).clamp(-5.0, 11.0);
            let midnight = (COLLECTED_AT as f64 / DAY).floor() * DAY - days_ago * DAY;
            let moment = midnight + (hour - account.tongue.utc_offset_hours as f64) * 3_600.0;
            (moment as i64 + rng.random_range(0..3_600)).min(COLLECTED_AT - 600)
        })
        .collect();
    moments.sort_unstable();
    moments
}

fn invent(account: &Account, rng: &mut ChaCha12Rng) -> Post {
    let sponsored = rng.random_bool(0.12);
    let viral = rng.random_bool(0.012);
    let video = account.platform != "instagram" || rng.random_bool(0.4);

    let mut likes = account.followers as f64 * account.rate * sample(LogNormal::new(0.0, 0.55), rng);
    // People engage less with what is paid for.
    likes *= if sponsored { 0.72 } else { 1.0 };
    likes *= if viral { rng.random_range(6.0..14.0) } else { 1.0 };
    let comments = likes * sample(LogNormal::new(-3.5, 0.5), rng);
    let shares = likes * sample(LogNormal::new(-4.0, 0.7), rng);
    let views = (likes * sample(LogNormal::new(2.3, 0.4), rng)).max(likes + 1.0);

    let hidden = account.platform != "tiktok" && rng.random_bool(account.hides);
    Post {
        kind: if video { "video" } else { "image" },
        caption: caption(account, sponsored, rng),
        likes: (!hidden).then_some(likes as u64),
        comments: comments as u64,
        shares: (account.platform == "tiktok").then_some(shares as u64),
        saves: (account.platform == "tiktok").then_some((shares * 1.4) as u64),
        views: video.then_some(views as u64),
        pinned: rng.random_bool(if viral { 0.5 } else { 0.02 }),
        sponsored,
    }
}

fn caption(account: &Account, sponsored: bool, rng: &mut ChaCha12Rng) -> String {
    let tongue = account.tongue;
    let mut caption = pick(tongue.captions, rng.random_range(0..tongue.captions.len())).to_owned();
    if sponsored {
        let brand = pick(BRANDS, rng.random_range(0..BRANDS.len()));
        caption.push_str(&format!(" @{brand} {}", tongue.disclosure));
    }
    for hashtag in tongue.hashtags {
        if rng.random_bool(0.45) {
            caption.push(' ');
            caption.push_str(hashtag);
        }
    }
    if rng.random_bool(0.3) {
        caption.push_str(&format!(" #{}", account.topic));
    }
    caption
}

fn shown(count: Option<u64>) -> String {
    count.map(|count| count.to_string()).unwrap_or_default()
}
