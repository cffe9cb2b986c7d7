use crate::audience::{Axis, Dimension, Error, SpecialCategory};

#[test]
fn every_dimension_is_read_back_from_its_name() {
    for dimension in Dimension::ALL {
        assert_eq!(dimension.name().parse(), Ok(dimension));
        let json = serde_json::to_string(&dimension).unwrap();
        assert_eq!(serde_json::from_str::<Dimension>(&json).unwrap(), dimension);
    }
}

#[test]
fn special_categories_are_refused_with_the_reason() {
    for (name, expected) in [
        ("ethnicity", SpecialCategory::Ethnicity),
        ("Race", SpecialCategory::Ethnicity),
        ("ETHNICITIES", SpecialCategory::Ethnicity),
        ("national-origin", SpecialCategory::Ethnicity),
        ("religion", SpecialCategory::Religion),
        ("religious belief", SpecialCategory::Religion),
        ("health", SpecialCategory::Health),
        ("disability_status", SpecialCategory::Health),
        ("sexuality", SpecialCategory::Sexuality),
        ("sexual-orientation", SpecialCategory::Sexuality),
        ("sex life", SpecialCategory::Sexuality),
        ("politics", SpecialCategory::Politics),
        ("political_opinion", SpecialCategory::Politics),
        ("trade union", SpecialCategory::Politics),
    ] {
        let error = name.parse::<Dimension>().unwrap_err();
        assert_eq!(error, Error::SpecialCategory { name: name.to_owned(), category: expected });
        let message = error.to_string();
        assert!(message.contains("special category of personal data (GDPR art. 9"), "{message}");
        assert!(message.contains(expected.describe()), "{message}");
        assert!(serde_json::from_value::<Dimension>(name.into()).is_err());
    }
}

#[test]
fn no_dimension_names_a_special_category() {
    for dimension in Dimension::ALL {
        assert_eq!(SpecialCategory::named_by(dimension.name()), None);
    }
}

#[test]
fn words_that_only_contain_a_special_one_are_not_refused() {
    for name in ["racing", "embrace", "trace", "skin care", "interfaith_x1", "grace", "sexton", "engagement"]
    {
        assert_eq!(SpecialCategory::named_by(name), None, "{name}");
    }
    assert_eq!(
        "tier".parse::<Dimension>().unwrap_err().to_string(),
        "\"tier\" is no dimension; there are country, region, city, gender, age_band, language, interest, \
         reachability, kind"
    );
}

#[test]
fn an_interest_cannot_smuggle_a_special_category_in() {
    let axis = Axis::flat(Dimension::Interest, ["Travel".into(), "Religion & Spirituality".into()]);
    assert!(matches!(axis, Err(Error::SpecialCategory { category: SpecialCategory::Religion, .. })));
    assert!(Axis::flat(Dimension::Interest, ["Travel".into(), "Skin care".into()]).is_ok());
}

#[test]
fn labels_are_refused_without_being_repeated() {
    let error = Axis::flat(Dimension::City, ["a\nb".into()]).unwrap_err();
    assert_eq!(error.to_string(), "dimension city, a label of 3 bytes: it holds a control character");
    assert!(Axis::flat(Dimension::City, ["".into()]).is_err());
    assert!(Axis::flat(Dimension::City, ["é".repeat(513).as_str().into()]).is_err());
    assert!(Axis::flat(Dimension::City, ["é".repeat(512).as_str().into()]).is_ok());
}
