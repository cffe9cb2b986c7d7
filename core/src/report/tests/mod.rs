//! Tests of the report: its figures against the metrics they come from, what it keeps to itself, its two forms.

mod charts;
mod disclosure;
mod figures;
mod forms;
mod page;

use super::*;
use crate::credibility::AudienceCredibility;
use crate::metrics::value::UnitPrices;
use crate::model::{
    AudienceMember, FollowerPoint, FollowerSeries, Handle, InfluencerId, MemberId, Platform, Post,
    PostCounts, PostId, Profile, Provenance, Source, Timestamp,
};
use crate::privacy::{Held, Policy, Purpose, Recipient, Request};
use crate::stats::wilson;

/// An invented influencer with everything that a report can be made of.
struct Invented {
    profile: Profile,
    posts: Vec<Post>,
    audience: Vec<AudienceMember>,
    series: FollowerSeries,
    credibility: AudienceCredibility,
    peers: Vec<f64>,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-03-01T12:00:00Z")
}

fn id() -> InfluencerId {
    InfluencerId::new("inf-1").unwrap()
}

fn post(number: u64) -> Post {
    let captions = [
        "Slow morning, strong tea #slowliving",
        "今日の朝ごはん ＃散歩 #カフェ巡り",
        "صباح الخير #صباح_الخير",
        "New tea by @kumo_tea #ad",
    ];
    let published = noon().millis() - i64::try_from(number).unwrap() * 59 * 3_600_000 - 90_000_000;
    let counts = PostCounts {
        likes: (number % 11 != 5).then_some(900 + number * 137 % 613),
        comments: Some(20 + number * 7 % 23),
        views: number.is_multiple_of(2).then_some(9_000 + number * 777 % 5_001),
        ..PostCounts::default()
    };
    Post::new(
        PostId::new(format!("p{number:02}")).unwrap(),
        id(),
        Platform::Instagram,
        Timestamp::from_millis(published).unwrap(),
    )
    .with_counts(counts)
    .unwrap()
    .with_caption(captions[usize::try_from(number % 4).unwrap()])
    .unwrap()
    .with_provenance(Provenance::new(Source::Public, at("2026-03-01T06:00:00Z")))
    .unwrap()
}

fn member(number: u64) -> AudienceMember {
    let member = AudienceMember::new(MemberId::new(format!("m{number}")).unwrap(), id())
        .with_counts(None, Some(number * 29));
    let member =
        member.unwrap().with_gender(["female", "male"][usize::from(number % 5 < 2)].parse().unwrap());
    let member = member
        .with_age_band(["18-24", "25-34", "35-44"][usize::from(number.is_multiple_of(3))].parse().unwrap());
    // Three people of Iceland: fewer than a cell may have.
    let country = if number < 3 { "IS" } else { ["JP", "DE"][usize::from(number.is_multiple_of(4))] };
    let location = crate::model::Location::new(Some(country.parse().unwrap()), None, None).unwrap();
    let interests = vec![["tea", "travel"][usize::from(number.is_multiple_of(2))].to_owned()];
    member.with_location(location).with_language("ja".parse().unwrap()).with_interests(interests).unwrap()
}

/// 50 of 80 accounts were found to be ordinary people, and so on.
fn credibility() -> AudienceCredibility {
    let share = |members| wilson(members, 80, 0.95).unwrap();
    AudienceCredibility {
        credibility: share(56),
        real: share(50),
        influencer: share(6),
        mass_follower: share(10),
        suspicious: share(14),
    }
}

impl Invented {
    fn new() -> Self {
        let handle = Handle::new(Platform::Instagram, "invented.person").unwrap();
        let profile = Profile::new(id(), handle)
            .with_followers(42_000)
            .unwrap()
            .with_following(120)
            .unwrap()
            .with_full_name("空野みなと")
            .unwrap()
            .with_bio("tea \u{1b}[2J and rain")
            .unwrap();
        let day = |day: u32| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1 + day / 28, 1 + day % 28).unwrap();
            FollowerPoint::new(date, 40_000 + u64::from(day) * 40 + if day > 30 { 900 } else { 0 }).unwrap()
        };
        Invented {
            profile,
            posts: (0..36).map(post).collect(),
            audience: (0..80).map(member).collect(),
            series: FollowerSeries::new(id(), (0..50).map(day).collect()).unwrap(),
            credibility: credibility(),
            peers: (1..=24).map(|peer| f64::from(peer) / 1_000.0).collect(),
        }
    }

    fn input(&self) -> Input<'_> {
        Input {
            audience: &self.audience,
            series: Some(&self.series),
            peers: &self.peers,
            credibility: Some(&self.credibility),
            ..Input::new(&self.profile, &self.posts, noon())
        }
    }

    fn report(&self) -> Report {
        open(&report(&self.input(), &options()).unwrap())
    }
}

fn options() -> ReportOptions {
    let prices = UnitPrices {
        currency: "EUR".parse().unwrap(),
        cpm: Some("12.50".parse().unwrap()),
        cpe: Some("0.10".parse().unwrap()),
        cpv: Some("0.02".parse().unwrap()),
    };
    ReportOptions { prices: Some(prices), top: 3, ..ReportOptions::default() }
}

fn request(held: &Held<Report>) -> Request {
    let (subject, categories) = (held.subject().clone(), held.categories().to_vec());
    let user = Recipient::user("brand-1").unwrap();
    Request::disclose(subject, categories, Purpose::INFLUENCER_SEARCH, user)
}

fn open(held: &Held<Report>) -> Report {
    let facts = crate::privacy::Facts::of(crate::privacy::SubjectRole::Influencer);
    let permit =
        Policy::influencer_marketing().decide(&facts, &request(held), noon().datetime()).permit().unwrap();
    let (report, receipt) = held.open(&permit, noon().datetime()).unwrap().into_parts();
    assert!(receipt.is_intact());
    report.clone()
}
