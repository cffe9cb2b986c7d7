//! Invented names and brands, and captions in several languages and scripts.

/// A language with what the generator needs of it.
pub(super) struct Tongue {
    /// BCP 47 tag.
    pub language: &'static str,
    /// ISO 3166-1 alpha-2 code of where its accounts live.
    pub country: &'static str,
    /// IANA zone, as hours from UTC in winter; posts follow the local day.
    pub utc_offset_hours: i64,
    /// Display names.
    pub names: &'static [&'static str],
    /// Captions of everyday posts.
    pub captions: &'static [&'static str],
    /// Hashtags of everyday posts.
    pub hashtags: &'static [&'static str],
    /// How a paid partnership is disclosed.
    pub disclosure: &'static str,
}

/// Brands that do not exist, as account handles.
pub(super) const BRANDS: &[&str] = &[
    "velora.skin",
    "kumo_tea",
    "northpine",
    "solhaus",
    "brio.bikes",
    "tavola_verde",
    "lumen_audio",
    "oatwell",
];

pub(super) const TOPICS: &[&str] =
    &["beauty", "travel", "food", "fitness", "technology", "fashion", "gaming", "art"];

/// The tongue of that number, counted round and round.
pub(super) fn tongue(number: usize) -> &'static Tongue {
    let [first, ..] = &TONGUES;
    TONGUES.get(number % TONGUES.len()).unwrap_or(first)
}

pub(super) static TONGUES: [Tongue; 10] = [
    Tongue {
        language: "en",
        country: "GB",
        utc_offset_hours: 0,
        names: &["Ottilie Marrow", "Jasper Fennick", "Wren Halloway"],
        captions: &[
            "Slow morning, strong tea",
            "New week, new playlist ☕️",
            "Behind the scenes of today's shoot",
        ],
        hashtags: &["#slowliving", "#behindthescenes", "#weekend"],
        disclosure: "#ad",
    },
    Tongue {
        language: "de",
        country: "DE",
        utc_offset_hours: 1,
        names: &["Lenne Brückmoor", "Falk Übersand", "Mieke Straßental"],
        captions: &["Heute früh am See", "Endlich wieder Wochenende", "Rezept steht in den Kommentaren"],
        hashtags: &["#draußen", "#rezept", "#alltag"],
        disclosure: "#werbung",
    },
    Tongue {
        language: "es",
        country: "MX",
        utc_offset_hours: -6,
        names: &["Ximena Valdoro", "Íñigo Salceda"],
        captions: &["Domingo de mercado", "¿Quién se apunta?", "Un café y a grabar"],
        hashtags: &["#mañana", "#receta", "#viaje"],
        disclosure: "#publicidad",
    },
    Tongue {
        language: "fr",
        country: "FR",
        utc_offset_hours: 1,
        names: &["Solène Ardoise", "Gaspard Luzel"],
        captions: &[
            "Retour au marché ce matin",
            "Petite balade avant la pluie",
            "On teste une nouvelle recette",
        ],
        hashtags: &["#été", "#cuisine", "#balade"],
        disclosure: "Partenariat rémunéré",
    },
    Tongue {
        language: "pt-BR",
        country: "BR",
        utc_offset_hours: -3,
        names: &["Iara Montelume", "Caetano Brisal"],
        captions: &["Sol, mar e música", "Treino de hoje concluído", "Bom dia, gente!"],
        hashtags: &["#treino", "#praia", "#manhã"],
        disclosure: "#publi",
    },
    Tongue {
        language: "ja",
        country: "JP",
        utc_offset_hours: 9,
        names: &["空野みなと", "青葉ことり"],
        captions: &["今日の朝ごはん", "新しいカフェを見つけた", "週末の散歩"],
        hashtags: &["#朝ごはん", "#カフェ巡り", "＃散歩"],
        disclosure: "#PR",
    },
    Tongue {
        language: "ko",
        country: "KR",
        utc_offset_hours: 9,
        names: &["한별누리", "서온마루"],
        captions: &["오늘의 운동 끝", "주말 산책", "새로운 레시피"],
        hashtags: &["#오늘의운동", "#산책", "#레시피"],
        disclosure: "#광고",
    },
    Tongue {
        language: "ar",
        country: "EG",
        utc_offset_hours: 2,
        names: &["نادين سلوان", "طارق ميدار"],
        captions: &["صباح الخير", "وصفة اليوم", "نزهة في المساء"],
        hashtags: &["#صباح_الخير", "#وصفات", "#سفر"],
        disclosure: "#إعلان",
    },
    Tongue {
        language: "hi",
        country: "IN",
        utc_offset_hours: 5,
        names: &["तारा उजियार", "नीरव सागरिक"],
        captions: &["सुबह की चाय", "आज की रेसिपी", "नई यात्रा शुरू"],
        hashtags: &["#सुबह", "#यात्रा", "#रेसिपी"],
        disclosure: "#विज्ञापन",
    },
    Tongue {
        language: "uk",
        country: "UA",
        utc_offset_hours: 2,
        names: &["Зоряна Вітрук", "Лесь Калинець"],
        captions: &["Ранок біля річки", "Новий рецепт у дописі", "Вихідні в горах"],
        hashtags: &["#ранок", "#гори", "#рецепт"],
        disclosure: "#реклама",
    },
];
