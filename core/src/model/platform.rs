//! The platforms on which influencers publish.

use super::Error;
use super::words::words;

words! {
    /// Where an influencer publishes.
    ///
    /// ```
    /// use renown::model::Platform;
    ///
    /// assert_eq!("IG".parse(), Ok(Platform::Instagram));
    /// assert_eq!(Platform::TikTok.to_string(), "tiktok");
    /// ```
    #[non_exhaustive]
    pub enum Platform or |value| Error::UnknownPlatform { value } => {
        /// Instagram.
        Instagram = "instagram" | "ig" | "insta" | "instagram.com",
        /// TikTok.
        TikTok = "tiktok" | "tt" | "tik_tok" | "tiktok.com",
        /// YouTube.
        YouTube = "youtube" | "yt" | "you_tube" | "youtube.com",
    }
}
