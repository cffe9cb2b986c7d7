//! One influencer's report: everything that the metrics and the audience give, put together in one document.
//!
//! One idea to keep in mind: a report is about a person, so it is born [`Held`](crate::privacy::Held). Whoever wants
//! to read, print or send it needs a permit; and what is said of the audience has gone through the rules of
//! [`release`](crate::audience::release) before it enters.
//!
//! ```
//! use renown::model::{Handle, InfluencerId, Platform, Post, PostCounts, PostId, Profile, Timestamp};
//! use renown::privacy::{Facts, Policy, Purpose, Recipient, Request, SubjectRole};
//! use renown::report::{Input, ReportOptions, TextOptions, report, text};
//!
//! let id = InfluencerId::new("4711")?;
//! let profile = Profile::new(id.clone(), Handle::new(Platform::Instagram, "invented_person")?).with_followers(2_000)?;
//! let post = |number: &str, likes| {
//!     Post::new(PostId::new(number)?, id.clone(), Platform::Instagram, "2026-01-31T10:00:00Z".parse()?)
//!         .with_counts(PostCounts { likes: Some(likes), comments: Some(4), ..PostCounts::default() })
//! };
//! let posts = [post("1", 56)?, post("2", 76)?, post("3", 96)?];
//!
//! let now: Timestamp = "2026-03-01T06:00:00Z".parse()?;
//! let input = Input::new(&profile, &posts, now);
//! let held = report(&input, &ReportOptions::default())?;
//!
//! let (subject, categories) = (held.subject().clone(), held.categories().to_vec());
//! let user = Recipient::user("brand-1")?;
//! let request = Request::disclose(subject, categories, Purpose::INFLUENCER_SEARCH, user);
//! let decision = Policy::influencer_marketing().decide(&Facts::of(SubjectRole::Influencer), &request, now.datetime());
//! let (report, receipt) = held.open(&decision.permit()?, now.datetime())?.into_parts();
//! assert_eq!(report.engagement.rate.value(), Some(0.04), "(76 + 4) / 2000");
//! assert!(text(report, &TextOptions::default()).contains("4.00 %"));
//! assert!(receipt.is_intact());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod assemble;
mod audience;
mod chart;
mod content;
mod document;
mod engagement;
mod error;
mod facts;
mod history;
mod options;
mod origins;
mod page;
mod stated;
mod text;
mod value;

pub use account::{Counts, Identity};
pub use assemble::{Input, report};
pub use audience::{AudienceBreakdown, AudienceSample, AudienceShare};
pub use chart::{Answer, ChartKind, FigureRow, chart, chart_of, charts};
pub use content::{Content, ContentPost, Engagements};
pub use document::Report;
pub use engagement::{EngagementReport, Rates};
pub use error::{CODES, Error};
pub use facts::facts_of;
pub use history::{History, PeriodCount, PeriodReport, Spread};
pub use options::ReportOptions;
pub use origins::{Collected, InputOrigin, Origins, Part};
pub use page::html;
pub use stated::Stated;
pub use text::{TextOptions, text};
pub use value::ValueReport;

#[cfg(test)]
mod tests;
