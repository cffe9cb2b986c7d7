//! The fields of the Canadian TCF, section 5.
//!
//! One idea to keep in mind: there are two forms under one version. The specification has ranges in Fibonacci
//! coding; encoders before 2026 wrote ranges of 16 bits, and some left the restrictions out at the end. The first is
//! tried first and the only one written.
//!
//! Source: GPP Extension: IAB Canada TCF (CC BY 3.0).

use super::super::layout::{Field, Kind, Layout, SegmentLayout, Tag, field};

pub(super) static FORMS: &[&[&Layout]] = &[&[&FIBONACCI, &FIXED, &WITHOUT_RESTRICTIONS]];

/// The publisher's segment comes before that of disclosed vendors, as the IAB's library writes them.
const fn segments(vendors: &'static [Field], core: &'static [Field]) -> [SegmentLayout; 3] {
    [
        SegmentLayout { name: "core", tag: Tag::Version, fields: core },
        SegmentLayout {
            name: "publisher_purposes",
            tag: Tag::Type { width: 3, value: 3 },
            fields: PUBLISHER,
        },
        SegmentLayout { name: "disclosed_vendors", tag: Tag::Type { width: 3, value: 1 }, fields: vendors },
    ]
}

static FIBONACCI: Layout = Layout {
    name: "tcfcav1",
    version: 1,
    group: 8,
    segments: &segments(
        &[field("vendors", Kind::FibonacciVendors)],
        &core(Kind::FibonacciVendors, Kind::FibonacciRestrictions),
    ),
};

static FIXED: Layout = Layout {
    name: "tcfcav1",
    version: 1,
    group: 8,
    segments: &segments(&[field("vendors", Kind::Vendors)], &core(Kind::Vendors, Kind::Restrictions)),
};

static WITHOUT_RESTRICTIONS: Layout = Layout {
    name: "tcfcav1",
    version: 1,
    group: 8,
    segments: &segments(
        &[field("vendors", Kind::FibonacciVendors)],
        core(Kind::FibonacciVendors, Kind::FibonacciRestrictions).split_at(14).0,
    ),
};

const fn core(vendors: Kind, restrictions: Kind) -> [Field; 15] {
    [
        field("created", Kind::Instant),
        field("last_updated", Kind::Instant),
        field("cmp_id", Kind::Integer(12)),
        field("cmp_version", Kind::Integer(12)),
        field("consent_screen", Kind::Integer(6)),
        field("consent_language", Kind::Letters(2)),
        field("vendor_list_version", Kind::Integer(12)),
        field("tcf_policy_version", Kind::Integer(6)),
        field("use_non_standard_stacks", Kind::Boolean),
        field("special_feature_express_consent", Kind::Bitfield(12)),
        field("purposes_express_consent", Kind::Bitfield(24)),
        field("purposes_implied_consent", Kind::Bitfield(24)),
        field("vendor_express_consent", vendors),
        field("vendor_implied_consent", vendors),
        field("pub_restrictions", restrictions),
    ]
}

const PUBLISHER: &[Field] = &[
    field("pub_purposes_express_consent", Kind::Bitfield(24)),
    field("pub_purposes_implied_consent", Kind::Bitfield(24)),
    field("num_custom_purposes", Kind::Integer(6)),
    field("custom_purposes_express_consent", Kind::BitfieldOf("num_custom_purposes")),
    field("custom_purposes_implied_consent", Kind::BitfieldOf("num_custom_purposes")),
];
