//! The categories of sensitive data by section, in the order of the specification.

const ORIGIN: &str = "racial_or_ethnic_origin";
const RELIGION: &str = "religious_beliefs";
const HEALTH: &str = "health";
const SEX: &str = "sex_life_or_sexual_orientation";
const CITIZENSHIP: &str = "citizenship_or_immigration_status";
const GENETIC: &str = "genetic_data";
const BIOMETRIC: &str = "biometric_data";
const LOCATION: &str = "precise_geolocation";
const IDENTITY: &str = "identification_documents";
const FINANCIAL: &str = "financial_account";
const UNION: &str = "union_membership";
const MESSAGES: &str = "mail_email_or_text_messages";
const CRIME_VICTIM: &str = "status_as_crime_victim";
const NATIONAL_ORIGIN: &str = "national_origin";
const TRANSGENDER: &str = "status_as_transgender_or_nonbinary";

/// Virginia, Connecticut, Florida, Montana, Texas, Iowa, Nebraska, New Hampshire, Tennessee, Minnesota, Indiana,
/// Kentucky, Rhode Island.
pub(super) const COMMON: &[&str] =
    &[ORIGIN, RELIGION, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION];

pub(super) const COLORADO: &[&str] = &[ORIGIN, RELIGION, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC];

pub(super) const UTAH: &[&str] = &[ORIGIN, RELIGION, SEX, CITIZENSHIP, HEALTH, GENETIC, BIOMETRIC, LOCATION];

pub(super) const CALIFORNIA: &[&str] = &[
    IDENTITY,
    FINANCIAL,
    LOCATION,
    "racial_or_ethnic_origin_beliefs_or_union_membership",
    MESSAGES,
    GENETIC,
    BIOMETRIC,
    HEALTH,
    SEX,
];

pub(super) const OREGON: &[&str] = &[
    ORIGIN,
    RELIGION,
    HEALTH,
    SEX,
    TRANSGENDER,
    CITIZENSHIP,
    NATIONAL_ORIGIN,
    CRIME_VICTIM,
    GENETIC,
    BIOMETRIC,
    LOCATION,
];

pub(super) const DELAWARE: &[&str] =
    &[ORIGIN, RELIGION, HEALTH, SEX, TRANSGENDER, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION];

pub(super) const NEW_JERSEY: &[&str] =
    &[ORIGIN, RELIGION, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION, TRANSGENDER, FINANCIAL];

pub(super) const NATIONAL_1: &[&str] = &[
    ORIGIN,
    RELIGION,
    HEALTH,
    SEX,
    CITIZENSHIP,
    GENETIC,
    BIOMETRIC,
    LOCATION,
    IDENTITY,
    FINANCIAL,
    UNION,
    MESSAGES,
];

pub(super) const NATIONAL_2: &[&str] = &[
    ORIGIN,
    RELIGION,
    HEALTH,
    SEX,
    CITIZENSHIP,
    GENETIC,
    BIOMETRIC,
    LOCATION,
    IDENTITY,
    FINANCIAL,
    UNION,
    MESSAGES,
    "consumer_health_data",
    CRIME_VICTIM,
    NATIONAL_ORIGIN,
    TRANSGENDER,
];

/// What is asked about children, where a section asks several things.
pub(super) mod children {
    pub(in super::super) const CALIFORNIA: &[&str] = &["sale_under_16", "sharing_under_16"];
    pub(in super::super) const NATIONAL_1: &[&str] = &["processing_13_to_16", "processing_under_13"];
    pub(in super::super) const NATIONAL_2: &[&str] =
        &["processing_13_to_16", "processing_under_13", "processing_16_to_17"];
    /// Connecticut, Montana, Oregon, New Hampshire.
    pub(in super::super) const THREE: &[&str] =
        &["processing", "sale_13_to_16", "targeted_advertising_13_to_16"];
    pub(in super::super) const FLORIDA: &[&str] =
        &["processing_under_13", "processing_13_to_16", "processing_16_to_18"];
    pub(in super::super) const DELAWARE: &[&str] = &[
        "processing",
        "sale_13_to_16",
        "targeted_advertising_13_to_16",
        "sale_16_to_18",
        "targeted_advertising_16_to_18",
    ];
    pub(in super::super) const NEW_JERSEY: &[&str] = &[
        "processing",
        "sale_13_to_16",
        "targeted_advertising_13_to_16",
        "sale_16_to_17",
        "targeted_advertising_16_to_17",
    ];
}
