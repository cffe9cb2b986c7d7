//! Gender, as declared or as a platform reports it.

use super::Error;
use super::words::words;

words! {
    /// Gender, as declared by the person or reported by the platform.
    ///
    /// ```
    /// use renown::model::Gender;
    ///
    /// assert_eq!("Women".parse(), Ok(Gender::Female));
    /// ```
    #[non_exhaustive]
    pub enum Gender or |value| Error::UnknownWord { what: "gender", value, known: "female, male, other" } => {
        /// Female.
        Female = "female" | "f" | "woman" | "women" | "w",
        /// Male.
        Male = "male" | "m" | "man" | "men",
        /// Declared as another.
        Other = "other" | "non_binary" | "nonbinary" | "diverse" | "x",
    }
}
