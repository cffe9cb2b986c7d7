//! The units behind a number: thousands, millions and their like in the languages of the platforms.

/// Units by their lower-case spelling without a period, and their power of ten.
const UNITS: &[(&str, u32)] = &[
    // English, and what most languages took from it.
    ("k", 3),
    ("m", 6),
    ("b", 9),
    ("bn", 9),
    ("mn", 6),
    ("mm", 6),
    ("thousand", 3),
    ("million", 6),
    ("millions", 6),
    ("billion", 9),
    // German.
    ("tsd", 3),
    ("mio", 6),
    ("mrd", 9),
    // Spanish, Portuguese, Italian.
    ("mil", 3),
    ("mill", 6),
    ("mi", 6),
    ("mln", 6),
    // Polish.
    ("tys", 3),
    // Russian, Ukrainian.
    ("тыс", 3),
    ("тис", 3),
    ("млн", 6),
    ("млрд", 9),
    // Indian.
    ("lakh", 5),
    ("crore", 7),
    ("cr", 7),
    // Chinese, Japanese, Korean.
    ("千", 3),
    ("천", 3),
    ("万", 4),
    ("萬", 4),
    ("만", 4),
    ("億", 8),
    ("亿", 8),
    ("억", 8),
];

/// The power of ten of a unit; the empty unit is 10^0.
pub(super) fn power(unit: &str) -> Option<u32> {
    if unit.is_empty() {
        return Some(0);
    }
    let unit = unit.to_lowercase();
    let unit = unit.strip_suffix('.').unwrap_or(&unit);
    UNITS.iter().find(|(name, _)| *name == unit).map(|(_, power)| *power)
}

/// Whether a unit means thousands in Turkish (*bin*) and billions in English.
pub(super) fn is_turkish_or_english(unit: &str) -> bool {
    unit.eq_ignore_ascii_case("b")
}
