//! The fields of the sections of the United States, national and by state.
//!
//! One idea to keep in mind: these are tables from the specifications. What a choice means is in
//! [`effects`](super::super::effects); the tables give names, order and widths.
//!
//! Source: IAB Tech Lab, Global Privacy Platform, Sections/US-National and Sections/US-States (CC BY 3.0).

use super::super::layout::{Field, Kind, Layout, SegmentLayout, Tag, field};
use super::categories::{
    CALIFORNIA, COLORADO, COMMON, DELAWARE, NATIONAL_1, NATIONAL_2, NEW_JERSEY, OREGON, UTAH,
    children as child,
};

const fn choice(name: &'static str) -> Field {
    field(name, Kind::Choice)
}

const fn sensitive(categories: &'static [&'static str]) -> Field {
    field("sensitive_data_processing", Kind::Choices(categories))
}

const fn children(questions: &'static [&'static str]) -> Field {
    field("known_child_sensitive_data_consents", Kind::Choices(questions))
}

const SALE_NOTICE: Field = choice("sale_opt_out_notice");
const SHARING_NOTICE: Field = choice("sharing_opt_out_notice");
const ADS_NOTICE: Field = choice("targeted_advertising_opt_out_notice");
const LIMIT_NOTICE: Field = choice("sensitive_data_limit_use_notice");
const SALE: Field = choice("sale_opt_out");
const SHARING: Field = choice("sharing_opt_out");
const ADS: Field = choice("targeted_advertising_opt_out");
const CHILD: Field = choice("known_child_sensitive_data_consents");
const PERSONAL: Field = choice("personal_data_consents");
const ADDITIONAL: Field = choice("additional_data_processing_consent");
const COVERED: Field = field("mspa_covered_transaction", Kind::Covered);
const OPTION_MODE: Field = choice("mspa_opt_out_option_mode");
const SERVICE_MODE: Field = choice("mspa_service_provider_mode");

const GPC: SegmentLayout = SegmentLayout {
    name: "gpc",
    tag: Tag::Type { width: 2, value: 1 },
    fields: &[field("gpc", Kind::Boolean)],
};

/// It has no type bits of its own in the strings of the IAB's library, and comes second.
const SENSITIVE: SegmentLayout =
    SegmentLayout { name: "sensitive_data_consents", tag: Tag::Second, fields: &[sensitive(COMMON)] };

const fn core(fields: &'static [Field]) -> SegmentLayout {
    SegmentLayout { name: "core", tag: Tag::Version, fields }
}

const fn layout(name: &'static str, version: u8, segments: &'static [SegmentLayout]) -> Layout {
    Layout { name, version, group: 8, segments }
}

const NATIONAL_1_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    SHARING_NOTICE,
    ADS_NOTICE,
    choice("sensitive_data_processing_opt_out_notice"),
    LIMIT_NOTICE,
    SALE,
    SHARING,
    ADS,
    sensitive(NATIONAL_1),
    children(child::NATIONAL_1),
    PERSONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static NATIONAL_1_LAYOUT: Layout = layout("usnat", 1, &[core(NATIONAL_1_CORE), GPC]);

const NATIONAL_2_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    SHARING_NOTICE,
    ADS_NOTICE,
    choice("sensitive_data_processing_opt_out_notice"),
    LIMIT_NOTICE,
    SALE,
    SHARING,
    ADS,
    sensitive(NATIONAL_2),
    children(child::NATIONAL_2),
    PERSONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static NATIONAL_2_LAYOUT: Layout = layout("usnat", 2, &[core(NATIONAL_2_CORE), GPC]);

const CALIFORNIA_CORE: &[Field] = &[
    SALE_NOTICE,
    SHARING_NOTICE,
    LIMIT_NOTICE,
    SALE,
    SHARING,
    sensitive(CALIFORNIA),
    children(child::CALIFORNIA),
    PERSONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static CALIFORNIA_LAYOUT: Layout = layout("usca", 1, &[core(CALIFORNIA_CORE), GPC]);

const VIRGINIA_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    CHILD,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static VIRGINIA_LAYOUT: Layout = layout("usva", 1, &[core(VIRGINIA_CORE)]);

const COLORADO_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COLORADO),
    CHILD,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static COLORADO_LAYOUT: Layout = layout("usco", 1, &[core(COLORADO_CORE), GPC]);

const UTAH_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    choice("sensitive_data_processing_opt_out_notice"),
    SALE,
    ADS,
    sensitive(UTAH),
    CHILD,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static UTAH_LAYOUT: Layout = layout("usut", 1, &[core(UTAH_CORE)]);

const CONNECTICUT_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    children(child::THREE),
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static CONNECTICUT_LAYOUT: Layout = layout("usct", 1, &[core(CONNECTICUT_CORE), GPC]);

const FLORIDA_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    children(child::FLORIDA),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static FLORIDA_LAYOUT: Layout = layout("usfl", 1, &[core(FLORIDA_CORE)]);

const MONTANA_CORE: &[Field] = &[
    choice("sharing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    children(child::THREE),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static MONTANA_LAYOUT: Layout = layout("usmt", 1, &[core(MONTANA_CORE), GPC]);

const OREGON_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(OREGON),
    children(child::THREE),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static OREGON_LAYOUT: Layout = layout("usor", 1, &[core(OREGON_CORE), GPC]);

const TEXAS_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    CHILD,
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static TEXAS_LAYOUT: Layout = layout("ustx", 1, &[core(TEXAS_CORE), GPC]);

const DELAWARE_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(DELAWARE),
    children(child::DELAWARE),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static DELAWARE_LAYOUT: Layout = layout("usde", 1, &[core(DELAWARE_CORE), GPC]);

const IOWA_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    choice("sensitive_data_opt_out_notice"),
    SALE,
    ADS,
    sensitive(COMMON),
    CHILD,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static IOWA_LAYOUT: Layout = layout("usia", 1, &[core(IOWA_CORE), GPC]);

pub(super) static NEBRASKA_LAYOUT: Layout = layout("usne", 1, &[core(TEXAS_CORE), GPC]);

const NEW_HAMPSHIRE_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(COMMON),
    children(child::THREE),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static NEW_HAMPSHIRE_LAYOUT: Layout = layout("usnh", 1, &[core(NEW_HAMPSHIRE_CORE), GPC]);

const NEW_JERSEY_CORE: &[Field] = &[
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    sensitive(NEW_JERSEY),
    children(child::NEW_JERSEY),
    ADDITIONAL,
    COVERED,
    OPTION_MODE,
    SERVICE_MODE,
];

pub(super) static NEW_JERSEY_LAYOUT: Layout = layout("usnj", 1, &[core(NEW_JERSEY_CORE), GPC]);

pub(super) static TENNESSEE_LAYOUT: Layout = layout("ustn", 1, &[core(TEXAS_CORE), GPC]);

pub(super) static MINNESOTA_LAYOUT: Layout = layout("usmn", 1, &[core(TEXAS_CORE), GPC]);

const MARYLAND_CORE: &[Field] = &[
    COVERED,
    choice("mspa_mode"),
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    ADDITIONAL,
];

pub(super) static MARYLAND_LAYOUT: Layout = layout("usmd", 1, &[core(MARYLAND_CORE), GPC]);

const INDIANA_CORE: &[Field] = &[
    COVERED,
    choice("mspa_mode"),
    choice("processing_notice"),
    SALE_NOTICE,
    ADS_NOTICE,
    SALE,
    ADS,
    CHILD,
    ADDITIONAL,
];

pub(super) static INDIANA_LAYOUT: Layout = layout("usin", 1, &[core(INDIANA_CORE), SENSITIVE]);

pub(super) static KENTUCKY_LAYOUT: Layout = layout("usky", 1, &[core(INDIANA_CORE), SENSITIVE]);

pub(super) static RHODE_ISLAND_LAYOUT: Layout = layout("usri", 1, &[core(INDIANA_CORE), SENSITIVE]);

/// Version 2 as it was written before its lists grew: the fields of version 1 under the number 2.
pub(super) static NATIONAL_2_SHORT_LAYOUT: Layout = layout("usnat", 2, &[core(NATIONAL_1_CORE), GPC]);
