//! Which section has which number and which forms.
//!
//! Source: GPP, Section Information.

use super::super::layout::Layout;
use super::super::tcf;
use super::{canada, states};

/// A section that is understood: its number, its prefix, and per version the forms, the one that is written
/// first.
pub(super) struct Known {
    pub(super) id: u16,
    pub(super) name: &'static str,
    pub(super) layouts: &'static [&'static [&'static Layout]],
}

const fn known(id: u16, name: &'static str, layouts: &'static [&'static [&'static Layout]]) -> Known {
    Known { id, name, layouts }
}

/// The section of the US Privacy string, which has letters and not bits.
pub(super) const US_PRIVACY: u16 = 6;

/// Sorted by number.
pub(super) static SECTIONS: &[Known] = &[
    known(1, "tcfeuv1", &[&[&tcf::V1]]),
    known(2, "tcfeuv2", &[&[&tcf::V2]]),
    known(5, "tcfcav1", canada::FORMS),
    known(
        7,
        "usnat",
        &[&[&states::NATIONAL_2_LAYOUT, &states::NATIONAL_2_SHORT_LAYOUT], &[&states::NATIONAL_1_LAYOUT]],
    ),
    known(8, "usca", &[&[&states::CALIFORNIA_LAYOUT]]),
    known(9, "usva", &[&[&states::VIRGINIA_LAYOUT]]),
    known(10, "usco", &[&[&states::COLORADO_LAYOUT]]),
    known(11, "usut", &[&[&states::UTAH_LAYOUT]]),
    known(12, "usct", &[&[&states::CONNECTICUT_LAYOUT]]),
    known(13, "usfl", &[&[&states::FLORIDA_LAYOUT]]),
    known(14, "usmt", &[&[&states::MONTANA_LAYOUT]]),
    known(15, "usor", &[&[&states::OREGON_LAYOUT]]),
    known(16, "ustx", &[&[&states::TEXAS_LAYOUT]]),
    known(17, "usde", &[&[&states::DELAWARE_LAYOUT]]),
    known(18, "usia", &[&[&states::IOWA_LAYOUT]]),
    known(19, "usne", &[&[&states::NEBRASKA_LAYOUT]]),
    known(20, "usnh", &[&[&states::NEW_HAMPSHIRE_LAYOUT]]),
    known(21, "usnj", &[&[&states::NEW_JERSEY_LAYOUT]]),
    known(22, "ustn", &[&[&states::TENNESSEE_LAYOUT]]),
    known(23, "usmn", &[&[&states::MINNESOTA_LAYOUT]]),
    known(24, "usmd", &[&[&states::MARYLAND_LAYOUT]]),
    known(25, "usin", &[&[&states::INDIANA_LAYOUT]]),
    known(26, "usky", &[&[&states::KENTUCKY_LAYOUT]]),
    known(27, "usri", &[&[&states::RHODE_ISLAND_LAYOUT]]),
];

pub(super) fn by_id(id: u16) -> Option<&'static Known> {
    SECTIONS.iter().find(|section| section.id == id)
}

/// The number of a section by its prefix.
pub(super) fn id_of(name: &str) -> Option<u16> {
    match name {
        "uspv1" => Some(US_PRIVACY),
        _ => SECTIONS.iter().find(|section| section.name == name).map(|section| section.id),
    }
}
