//! How well a person can be reached: the more accounts someone follows, the less is seen of each.

use std::cmp::Ordering;

use super::Category;

/// Bands of how many accounts a person follows. Each ends before the next begins.
///
/// ```
/// use renown::audience::Reachability;
///
/// assert_eq!(Reachability::of(499).label(), "-500");
/// assert_eq!(Reachability::of(1_500).label(), "1500-");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reachability {
    /// Fewer than 500.
    Below500,
    /// 500 to 999.
    From500,
    /// 1 000 to 1 499.
    From1000,
    /// 1 500 and more.
    From1500,
}

impl Reachability {
    /// All bands, ascending.
    pub const ALL: [Reachability; 4] =
        [Reachability::Below500, Reachability::From500, Reachability::From1000, Reachability::From1500];

    /// The band of a person who follows so many accounts.
    pub fn of(following: u64) -> Reachability {
        match following {
            0..500 => Reachability::Below500,
            500..1_000 => Reachability::From500,
            1_000..1_500 => Reachability::From1000,
            1_500.. => Reachability::From1500,
        }
    }

    /// The label in reports.
    pub fn label(self) -> &'static str {
        match self {
            Reachability::Below500 => "-500",
            Reachability::From500 => "500-1000",
            Reachability::From1000 => "1000-1500",
            Reachability::From1500 => "1500-",
        }
    }

    /// The band of a label.
    fn from_label(label: &str) -> Option<Reachability> {
        Reachability::ALL.into_iter().find(|band| band.label() == label)
    }

    /// The order of labels: bands ascending, then any others by their bytes, then missing.
    pub(crate) fn order(a: &Category, b: &Category) -> Ordering {
        let band = |category: &Category| category.label().and_then(Reachability::from_label);
        match (band(a), band(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => a.cmp(b),
        }
    }
}
