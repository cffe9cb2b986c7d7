use super::*;

fn tier(name: &str, from: u64) -> Tier {
    Tier { name: name.to_owned(), from }
}

#[test]
fn a_boundary_belongs_to_the_tier_that_begins_there() {
    let tiers = Tiers::default();
    let name = |followers| tiers.of(followers).map(|tier| tier.name.as_str());
    let expected = [
        (0, None),
        (999, None),
        (1_000, Some("nano")),
        (9_999, Some("nano")),
        (10_000, Some("micro")),
        (49_999, Some("micro")),
        (50_000, Some("mid")),
        (499_999, Some("mid")),
        (500_000, Some("macro")),
        (999_999, Some("macro")),
        (1_000_000, Some("mega")),
        (u64::MAX, Some("mega")),
    ];
    for (followers, expected) in expected {
        assert_eq!(name(followers), expected, "{followers}");
    }
}

#[test]
fn tiers_that_cannot_be_told_apart_are_refused() {
    assert_eq!(Tiers::new(vec![]), Err(Error::NoTiers));
    assert_eq!(Tiers::new(vec![tier("a", 0), tier(" ", 1)]), Err(Error::UnnamedTier { position: 1 }));
    assert_eq!(
        Tiers::new(vec![tier("a", 0), tier("b", 1), tier("a", 2)]),
        Err(Error::RepeatedTier { name: "a".into() })
    );
    assert_eq!(
        Tiers::new(vec![tier("a", 5), tier("b", 5)]),
        Err(Error::UnorderedTiers { name: "b".into(), from: 5, before: 5 })
    );
}

#[test]
fn what_cannot_be_made_cannot_be_read_either() {
    let bad = r#"[{"name": "b", "from": 5}, {"name": "a", "from": 1}]"#;
    let error = serde_json::from_str::<Tiers>(bad).unwrap_err().to_string();
    assert!(error.contains("not above 5"), "{error}");
    let written = serde_json::to_string(&Tiers::default()).unwrap();
    assert_eq!(serde_json::from_str::<Tiers>(&written).unwrap(), Tiers::default());
}
