//! The fields of TC strings.

use super::super::layout::{Field, Kind, Layout, SegmentLayout, Tag, field};

pub(in super::super) static V2: Layout = Layout {
    name: "tcfeuv2",
    version: 2,
    group: 24,
    segments: &[
        SegmentLayout { name: "core", tag: Tag::Version, fields: CORE },
        SegmentLayout {
            name: "disclosed_vendors",
            tag: Tag::Type { width: 3, value: 1 },
            fields: &[field("vendors", Kind::Vendors)],
        },
        SegmentLayout {
            name: "allowed_vendors",
            tag: Tag::Type { width: 3, value: 2 },
            fields: &[field("vendors", Kind::Vendors)],
        },
        SegmentLayout { name: "publisher_tc", tag: Tag::Type { width: 3, value: 3 }, fields: PUBLISHER },
    ],
};

const CORE: &[Field] = &[
    field("created", Kind::Instant),
    field("last_updated", Kind::Instant),
    field("cmp_id", Kind::Integer(12)),
    field("cmp_version", Kind::Integer(12)),
    field("consent_screen", Kind::Integer(6)),
    field("consent_language", Kind::Letters(2)),
    field("vendor_list_version", Kind::Integer(12)),
    field("tcf_policy_version", Kind::Integer(6)),
    field("is_service_specific", Kind::Boolean),
    field("use_non_standard_texts", Kind::Boolean),
    field("special_feature_opt_ins", Kind::Bitfield(12)),
    field("purposes_consent", Kind::Bitfield(24)),
    field("purposes_li_transparency", Kind::Bitfield(24)),
    field("purpose_one_treatment", Kind::Boolean),
    field("publisher_cc", Kind::Letters(2)),
    field("vendor_consents", Kind::Vendors),
    field("vendor_legitimate_interests", Kind::Vendors),
    field("publisher_restrictions", Kind::Restrictions),
];

const PUBLISHER: &[Field] = &[
    field("purposes_consent", Kind::Bitfield(24)),
    field("purposes_li_transparency", Kind::Bitfield(24)),
    field("num_custom_purposes", Kind::Integer(6)),
    field("custom_purposes_consent", Kind::BitfieldOf("num_custom_purposes")),
    field("custom_purposes_li_transparency", Kind::BitfieldOf("num_custom_purposes")),
];

/// Withdrawn in 2020; still found in stores.
pub(in super::super) static V1: Layout = Layout {
    name: "tcfeuv1",
    version: 1,
    group: 24,
    segments: &[SegmentLayout {
        name: "core",
        tag: Tag::Version,
        fields: &[
            field("created", Kind::Instant),
            field("last_updated", Kind::Instant),
            field("cmp_id", Kind::Integer(12)),
            field("cmp_version", Kind::Integer(12)),
            field("consent_screen", Kind::Integer(6)),
            field("consent_language", Kind::Letters(2)),
            field("vendor_list_version", Kind::Integer(12)),
            field("purposes_allowed", Kind::Bitfield(24)),
            field("vendor_consents", Kind::VendorsWithDefault),
        ],
    }],
};
