//! What stands in a caption: hashtags, mentions, disclosed partnerships.
//!
//! One idea to keep in mind: a caption is read once, from left to right, in time linear in its length. [`tokens`]
//! gives byte ranges and allocates nothing; [`scan`] collects them.
//!
//! The rules follow what the platforms link, which is close to Unicode's hashtag identifiers (UAX #31): see
//! `docs/model.md`.

mod address;
mod disclosure;
mod labels;
pub(crate) mod script;
pub(crate) mod tag;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

pub use disclosure::{Disclosure, Form};

use super::handle::mention_end;
use super::{Handle, Hashtag, Mention, Platform};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// A hashtag, and what it discloses if it is a label.
    Hashtag(Option<&'static Disclosure>),
    /// A mention of an account.
    Mention,
    /// Words that disclose a partnership without being a hashtag.
    Words(&'static Disclosure),
}

/// A part of a caption that means something.
#[derive(Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in bytes; hashtags and mentions with their sign.
    pub range: Range<usize>,
    /// What stands there.
    pub text: &'t str,
}

impl Token<'_> {
    /// What the token discloses.
    pub fn disclosure(&self) -> Option<&'static Disclosure> {
        match self.kind {
            TokenKind::Hashtag(disclosure) => disclosure,
            TokenKind::Words(disclosure) => Some(disclosure),
            TokenKind::Mention => None,
        }
    }
}

impl std::fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("kind", &self.kind).field("range", &self.range).finish_non_exhaustive()
    }
}

/// A disclosure and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    /// What is disclosed, and in which language.
    pub disclosure: &'static Disclosure,
    /// Where it stands in the caption, in bytes.
    pub range: Range<usize>,
}

/// What stands in a caption. Hashtags and mentions stand once each, in the order in which they first appear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// The hashtags.
    pub hashtags: Vec<Hashtag>,
    /// The accounts mentioned.
    pub mentions: Vec<Mention>,
    /// The words and hashtags that disclose a partnership.
    pub disclosures: Vec<Disclosed>,
}

/// Reads a caption.
///
/// ```
/// use renown::model::{Platform, caption};
///
/// let caption = caption::scan("Bezahlte Partnerschaft mit @invented_shoes. #Sneaker #adventure", Platform::Instagram);
/// assert_eq!(caption.hashtags.len(), 2);
/// assert_eq!(caption.mentions[0].to_string(), "@invented_shoes");
/// assert_eq!(caption.disclosures.len(), 1);
/// assert_eq!(caption.disclosures[0].disclosure.language, "de");
/// ```
pub fn scan(text: &str, platform: Platform) -> Caption {
    let mut caption = Caption::default();
    let mut tags = HashSet::new();
    let mut names = HashSet::new();
    for token in tokens(text, platform) {
        if let Some(disclosure) = token.disclosure() {
            caption.disclosures.push(Disclosed { disclosure, range: token.range.clone() });
        }
        match token.kind {
            TokenKind::Hashtag(_) => {
                if let Ok(hashtag) = Hashtag::new(token.text)
                    && tags.insert(hashtag.clone())
                {
                    caption.hashtags.push(hashtag);
                }
            }
            TokenKind::Mention => {
                if let Ok(handle) = Handle::new(platform, token.text)
                    && names.insert(handle.clone())
                {
                    caption.mentions.push(Mention::from(handle));
                }
            }
            TokenKind::Words(_) => {}
        }
    }
    caption
}

/// Reads a caption piece by piece, without allocating.
///
/// ```
/// use renown::model::{Platform, caption};
///
/// let text = "mail me@invented.example or ask @invented #travel";
/// let found: Vec<&str> = caption::tokens(text, Platform::TikTok).map(|token| token.text).collect();
/// assert_eq!(found, ["@invented", "#travel"]);
/// ```
pub fn tokens(text: &str, platform: Platform) -> Tokens<'_> {
    Tokens { text, platform, at: 0, before: None, before_that: None, ended: 0, host_read: 0, opening: true }
}

/// The iterator that [`tokens`] gives.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    platform: Platform,
    /// How far the text is read, in bytes.
    at: usize,
    /// The character before.
    before: Option<char>,
    /// The character before that.
    before_that: Option<char>,
    /// Where the last token ended: right after it a sign begins a new one.
    ended: usize,
    /// How far the text is known to hold no host name, so that none of it is read twice.
    host_read: usize,
    /// Whether no word has been read yet.
    opening: bool,
}

impl<'t> Tokens<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, end: usize) {
        let read = self.text.get(self.at..end).unwrap_or_default();
        let mut backwards = read.chars().rev();
        if let Some(last) = backwards.next() {
            self.before_that = backwards.next().or(self.before);
            self.before = Some(last);
        }
        self.at = end;
    }

    fn take(&mut self, kind: TokenKind, end: usize) -> Token<'t> {
        let range = self.at..end;
        let text = self.text.get(range.clone()).unwrap_or_default();
        self.advance(end);
        self.ended = end;
        self.opening = false;
        Token { kind, range, text }
    }

    /// Whether the character before makes a sign part of a word.
    fn inside_word(&self) -> bool {
        self.ended != self.at && self.before.is_some_and(|c| script::is_word(c) && !script::is_unspaced(c))
    }

    fn hashtag(&mut self, sign: char) -> Option<Token<'t>> {
        if self.inside_word() || self.before == Some('&') {
            return None;
        }
        let body = self.rest().get(sign.len_utf8()..)?;
        let length = tag::end(body)?;
        let body = body.get(..length)?;
        if body.chars().nth(super::HASHTAG_MAX).is_some() {
            return None;
        }
        let disclosure = disclosure::of_tag(body);
        Some(self.take(TokenKind::Hashtag(disclosure), self.at + sign.len_utf8() + length))
    }

    fn mention(&mut self, sign: char) -> Option<Token<'t>> {
        let in_address = self.before.is_some_and(|c| matches!(c, '+' | '-' | '%'))
            && self.before_that.is_some_and(script::is_word);
        if self.inside_word() || in_address {
            return None;
        }
        let body = self.rest().get(sign.len_utf8()..)?;
        let length = mention_end(self.platform, body)?;
        Some(self.take(TokenKind::Mention, self.at + sign.len_utf8() + length))
    }

    /// Reads from the beginning of a word: an address to be skipped, or words that disclose.
    fn word(&mut self, first: char) -> Option<Token<'t>> {
        let starts_host = !self.before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        if first.is_ascii_alphanumeric() && starts_host && self.at >= self.host_read {
            let found = address::end(self.rest());
            self.host_read = self.at + found.read;
            if found.is_address {
                self.advance(self.at + found.read);
                self.opening = false;
                return None;
            }
        }
        if self.before.is_some_and(|c| script::is_word(c) && !script::is_unspaced(c)) {
            return None;
        }
        let (disclosure, length) = disclosure::of_words(self.rest(), self.opening)?;
        Some(self.take(TokenKind::Words(disclosure), self.at + length))
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        while let Some(c) = self.rest().chars().next() {
            let start = self.at;
            let token = if tag::is_number_sign(c) {
                self.hashtag(c)
            } else if matches!(c, '@' | '\u{FF20}' | '\u{FE6B}') {
                self.mention(c)
            } else if c.is_alphanumeric() {
                self.word(c)
            } else {
                None
            };
            if token.is_some() {
                return token;
            }
            if self.at == start {
                if script::is_word(c) {
                    self.opening = false;
                }
                self.before_that = self.before.replace(c);
                self.at += c.len_utf8();
            }
        }
        None
    }
}

impl std::iter::FusedIterator for Tokens<'_> {}
