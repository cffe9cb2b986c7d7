//! Colours that the colour-blind tell apart: the palette of Okabe and Ito (2008).

/// What is measured.
pub(super) const BLUE: &str = "#0072B2";
/// The second of two, and what stands out.
pub(super) const ORANGE: &str = "#E69F00";
/// What is beside: peers, bands.
pub(super) const SKY: &str = "#56B4E9";
/// The account itself among others, and what speaks against.
pub(super) const VERMILLION: &str = "#D55E00";
/// Lines and intervals.
pub(super) const INK: &str = "#1A1A1A";
