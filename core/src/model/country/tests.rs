use super::names::{entries, fold};
use super::*;

#[test]
fn there_are_249_countries_and_kosovo() {
    assert_eq!(Country::all().len(), 250);
    let kosovo: Country = "XK".parse().unwrap();
    assert_eq!(kosovo.numeric(), None);
    assert_eq!("FR".parse::<Country>().unwrap().numeric(), Some(250));
}

#[test]
fn the_table_is_sorted_and_every_code_is_found_again() {
    let codes: Vec<_> = Country::all().map(Country::as_str).collect();
    assert!(codes.is_sorted());
    for country in Country::all() {
        assert_eq!(country.as_str().parse(), Ok(country));
        assert_eq!(Country::parse(country.alpha3()), Ok(country));
        assert_eq!(Country::parse(country.name()), Ok(country), "{country}");
        assert_eq!(Country::parse(&country.as_str().to_lowercase()), Ok(country));
    }
}

#[test]
fn every_name_is_its_own_key_and_is_found() {
    assert!(entries().count() > 500);
    for (name, country) in entries() {
        assert_eq!(fold(name), name);
        assert_eq!(Country::parse(name), Ok(country), "{name}");
    }
}

#[test]
fn what_people_write_is_read() {
    for (text, code) in [
        (" uk ", "GB"),
        ("U.S.A.", "US"),
        ("united states of america", "US"),
        ("Deutschland", "DE"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("cote d'ivoire", "CI"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Czech Republic", "CZ"),
    ] {
        assert_eq!(Country::parse(text).unwrap().as_str(), code, "{text}");
    }
}

#[test]
fn a_wrong_country_brings_a_suggestion_only_where_one_is_near() {
    let suggestion = |text: &str| match Country::parse(text).unwrap_err() {
        Error::UnknownCountry { suggestion, .. } => suggestion,
        other => panic!("{other}"),
    };
    assert_eq!(suggestion("Gemrany").as_deref(), Some("DE"));
    assert_eq!(suggestion("Brasill").as_deref(), Some("BR"));
    assert_eq!(suggestion("ZZ"), None);
    assert_eq!(suggestion(""), None);
    assert_eq!(suggestion("Atlantis"), None);
    assert_eq!(suggestion(&"x".repeat(1_000_000)), None);
}

#[test]
fn codes_from_data_are_read_strictly() {
    for text in ["de", " DE", "DEU", "Germany", "D", "", "ZZ", "EU", "D\u{c9}"] {
        assert!(text.parse::<Country>().is_err(), "{text}");
    }
}

#[test]
fn regions_are_sorted_and_each_is_found_again() {
    let codes: Vec<_> = Region::all().map(Region::as_str).collect();
    assert!(codes.len() > 5000);
    assert!(codes.is_sorted_by(|a, b| a < b));
    for region in Region::all() {
        assert_eq!(region.as_str().parse(), Ok(region));
        assert_eq!(region.country().as_str(), &region.as_str()[..2]);
    }
    assert_eq!(Country::parse("US").unwrap().regions().count(), 57);
    assert_eq!(Country::parse("VA").unwrap().regions().count(), 0);
}

#[test]
fn regions_are_read_by_code_part_and_name() {
    let us = "US".parse().ok();
    for text in ["US-CA", "us-ca", "CA", "California", "california "] {
        assert_eq!(Region::parse(text, us).unwrap().as_str(), "US-CA", "{text}");
    }
    let germany = "DE".parse().ok();
    assert_eq!(Region::parse("Bavaria", germany).unwrap().as_str(), "DE-BY");
    assert!(Region::parse("California", None).is_err());
    assert!("us-ca".parse::<Region>().unwrap_err().to_string().ends_with("did you mean US-CA?"));
    for text in ["", "US", "US-", "US-ZZ", "US-CA\n", "\tUS-CA"] {
        assert!(text.parse::<Region>().is_err(), "{text}");
    }
}
