//! What a profile says that the gate must know.

use crate::model::{AgeBand, Profile};
use crate::privacy::{Facts, SubjectRole, SubjectState};

/// The facts that a profile itself tells the gate: an influencer, whose account may be private, and who may be under
/// age. What the profile cannot know (an objection, a restriction, an erasure) the caller adds with
/// [`Facts::with`].
///
/// ```
/// use renown::model::{Handle, InfluencerId, Platform, Profile};
/// use renown::privacy::SubjectState;
/// use renown::report::facts_of;
/// let profile = Profile::new(InfluencerId::new("1")?, Handle::new(Platform::TikTok, "invented_person")?);
/// assert!(facts_of(&profile).states.is_empty());
/// assert!(facts_of(&profile.with_private(true)).states.contains(&SubjectState::NotPublic));
/// # Ok::<(), renown::model::Error>(())
/// ```
#[must_use]
pub fn facts_of(profile: &Profile) -> Facts {
    let mut facts = Facts::of(SubjectRole::Influencer);
    if profile.private() == Some(true) {
        facts = facts.with(SubjectState::NotPublic);
    }
    if profile.age_band().is_some_and(may_be_minor) {
        facts = facts.with(SubjectState::Minor);
    }
    facts
}

/// A band that begins below 18 is taken for one of minors: in doubt for the child.
fn may_be_minor(band: AgeBand) -> bool {
    band.low() < 18
}
