//! What holds for every value of the model: written and read back it is the same, whatever is in it.

use proptest::option::of;
use proptest::prelude::*;

use super::*;

fn there_and_back<T>(value: &T) -> Result<(), TestCaseError>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Record + PartialEq + std::fmt::Debug,
{
    let json = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&json).map_err(|e| TestCaseError::fail(e.to_string()))?;
    prop_assert_eq!(&read, value);
    prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
    prop_assert_eq!(&T::from_value(serde_json::to_value(value).unwrap()).unwrap(), value);
    Ok(())
}

fn count() -> impl Strategy<Value = Option<u64>> {
    of(0..=COUNT_MAX)
}

fn timestamp() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.millis()..=Timestamp::MAX.millis())
        .prop_map(|millis| Timestamp::from_millis(millis).unwrap())
}

fn platform() -> impl Strategy<Value = Platform> {
    proptest::sample::select(Platform::ALL)
}

fn country() -> impl Strategy<Value = Country> {
    proptest::sample::select(Country::all().collect::<Vec<_>>())
}

fn region() -> impl Strategy<Value = Region> {
    proptest::sample::select(Region::all().collect::<Vec<_>>())
}

fn location() -> impl Strategy<Value = Location> {
    let city = of("\\PC{0,12}");
    (of(country()), of(region()), city).prop_filter_map(
        "the region lies elsewhere",
        |(country, region, city)| {
            let country = if region.is_some() { None } else { country };
            Location::new(country, region, city).ok()
        },
    )
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let source = proptest::sample::select(Source::ALL);
    let origins = proptest::collection::vec("[a-z_]{1,12}", 0..3);
    (source, timestamp(), origins).prop_map(|(source, at, origins)| {
        origins
            .iter()
            .fold(Provenance::new(source, at), |provenance, tag| provenance.with_origin(tag.parse().unwrap()))
    })
}

prop_compose! {
    fn post()(
        id in "[!-~]{1,20}",
        platform in platform(),
        at in timestamp(),
        counts in [count(), count(), count(), count(), count(), count(), count(), count()],
        caption in of("(\\PC|#[a-zé]{1,5} |@[a-z_]{2,9} |#ad |paid partnership ){0,12}"),
        kind in of(proptest::sample::select(PostKind::ALL)),
        flags in (any::<bool>(), of(any::<bool>())),
        followers in count(),
        provenance in of(provenance()),
    ) -> Post {
        let [likes, comments, shares, saves, views, plays, reach, impressions] = counts;
        let counts = PostCounts { likes, comments, shares, saves, views, plays, reach, impressions };
        let mut post = Post::new(PostId::new(id.as_str()).unwrap(), InfluencerId::new(id).unwrap(), platform, at)
            .with_counts(counts)
            .unwrap()
            .with_pinned(flags.0);
        if let Some(caption) = caption {
            post = post.with_caption(caption).unwrap();
        }
        if let Some(kind) = kind {
            post = post.with_kind(kind);
        }
        if let Some(declared) = flags.1 {
            post = post.with_declared_sponsored(declared);
        }
        if let Some(followers) = followers {
            post = post.with_followers_at_post(followers).unwrap();
        }
        match provenance {
            Some(provenance) => post.with_provenance(provenance).unwrap(),
            None => post,
        }
    }
}

prop_compose! {
    fn member()(
        location in location(),
        role in proptest::sample::select(AudienceRole::ALL),
        gender in of(proptest::sample::select(Gender::ALL)),
        band in of(proptest::sample::select(AgeBand::ALL)),
        interests in proptest::collection::vec("[\\PC&&[^ ]]{1,9}", 0..4),
        counts in (count(), count()),
        weight in 0.0..1e12,
    ) -> AudienceMember {
        let mut member = AudienceMember::new(MemberId::new("m").unwrap(), InfluencerId::new("i").unwrap())
            .with_location(location)
            .with_role(role)
            .with_counts(counts.0, counts.1)
            .unwrap()
            .with_weight(weight)
            .unwrap();
        if let Ok(with_interests) = member.clone().with_interests(interests) {
            member = with_interests;
        }
        if let Some(gender) = gender {
            member = member.with_gender(gender);
        }
        match band {
            Some(band) => member.with_age_band(band),
            None => member,
        }
    }
}

prop_compose! {
    fn account()(
        texts in (of("\\PC{0,12}"), of("\\PC{0,12}"), of("\\PC{0,12}")),
        measured in (of(0..100_u64), of(0..100_u64), of(0.0..=1.0)),
        counts in (count(), count(), count()),
        flags in (of(any::<bool>()), of(any::<bool>())),
    ) -> AccountFeatures {
        let measures = Measures {
            length: measured.0,
            digits: measured.1.filter(|digits| measured.0.is_none_or(|length| *digits <= length)),
            digit_share: measured.2,
            words: None,
        };
        let known = measures != Measures::default();
        let feature = |text: Option<String>, measures: Measures| match text {
            Some(text) => Some(TextFeature::Text(text)),
            None if known => Some(TextFeature::Measured(measures)),
            None => None,
        };
        let mut account = AccountFeatures::new().with_counts(counts.0, counts.1, counts.2).unwrap();
        if let Some(username) = feature(texts.0, measures) {
            account = account.with_username(username).unwrap();
        }
        if let Some(name) = feature(texts.1, Measures { words: measured.0, ..measures }) {
            account = account.with_full_name(name).unwrap();
        }
        if let Some(bio) = texts.2 {
            account = account.with_bio(TextFeature::Text(bio)).unwrap();
        }
        if let Some(picture) = flags.0 {
            account = account.with_picture(picture);
        }
        match flags.1 {
            Some(private) => account.with_private(private),
            None => account,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_post_survives_being_written(post in post()) {
        there_and_back(&post)?;
    }

    #[test]
    fn a_member_survives_being_written(member in member()) {
        there_and_back(&member)?;
    }

    #[test]
    fn features_survive_being_written(account in account()) {
        there_and_back(&account)?;
    }

    #[test]
    fn places_and_provenance_survive_being_written(location in location(), provenance in provenance()) {
        there_and_back(&location)?;
        there_and_back(&provenance)?;
    }

    #[test]
    fn a_profile_survives_being_written(
        platform in platform(),
        name in "[a-z][a-z0-9_]{2,20}",
        texts in (of("\\PC{0,12}"), of("\\PC{0,30}")),
        location in of(location()),
        followers in 0..=COUNT_MAX,
    ) {
        let handle = Handle::new(platform, &name).unwrap();
        let mut profile = Profile::new(InfluencerId::new("i").unwrap(), handle).with_followers(followers).unwrap();
        if let (Some(name), Some(bio)) = texts {
            profile = profile.with_full_name(name).unwrap().with_bio(bio).unwrap();
        }
        if let Some(location) = location {
            profile = profile.with_location(location);
        }
        there_and_back(&profile)?;
    }

    #[test]
    fn a_series_survives_being_written(days in proptest::collection::btree_map(0..40_000_i32, 0..=COUNT_MAX, 0..20)) {
        let date = |day: i32| chrono::NaiveDate::from_num_days_from_ce_opt(day + 700_000).unwrap();
        let points = days.into_iter().map(|(day, followers)| FollowerPoint::new(date(day), followers).unwrap());
        there_and_back(&FollowerSeries::new(InfluencerId::new("i").unwrap(), points.collect()).unwrap())?;
    }

    #[test]
    fn words_survive_being_written(text in "\\PC{0,16}", at in timestamp()) {
        prop_assert_eq!(at.to_string().parse(), Ok(at));
        for platform in Platform::ALL {
            prop_assert_eq!(platform.to_string().parse(), Ok(*platform));
        }
        if let Ok(language) = text.parse::<Language>() {
            prop_assert_eq!(language.to_string().parse(), Ok(language));
        }
        if let Ok(brand) = Brand::new(&text) {
            prop_assert_eq!(Brand::new(&brand.to_string()), Ok(brand));
        }
        if let Ok(url) = Url::new(text.as_str()) {
            prop_assert_eq!(url.to_string().parse(), Ok(url));
        }
        let _ = (Country::parse(&text), Region::parse(&text, None), text.parse::<AgeBand>(), text.parse::<Timestamp>());
    }

    #[test]
    fn tags_of_known_parts_survive_being_written(
        language in "[a-zA-Z]{2,3}",
        script in "(-[A-Z][a-z]{3})?",
        area in "(-[A-Za-z]{2}|-[0-9]{3})?",
    ) {
        if let Ok(tag) = format!("{language}{script}{area}").parse::<Language>() {
            prop_assert_eq!(tag.to_string().parse(), Ok(tag));
        }
    }

    #[test]
    fn no_json_at_all_panics(text in "\\PC{0,40}", json in "[\\[\\]{}\",:0-9a-z.e-]{0,40}") {
        for text in [text, json] {
            let _ = (Post::from_json(&text), Profile::from_json(&text), AccountFeatures::from_json(&text));
        }
    }
}
