//! Addresses of profiles.

use std::borrow::Cow;

use crate::model::Platform;

/// Longer texts are no address of a profile.
const LONGEST: usize = 2_000;

/// The first parts of Instagram's addresses that are not accounts.
const NOT_ACCOUNTS: &[&str] =
    &["p", "reel", "reels", "tv", "explore", "stories", "accounts", "direct", "about", "developer", "legal"];

pub(super) const fn example(platform: Platform) -> &'static str {
    match platform {
        Platform::Instagram => "https://www.instagram.com/name/",
        Platform::TikTok => "https://www.tiktok.com/@name",
        Platform::YouTube => "https://www.youtube.com/@name",
    }
}

/// Whether a text is meant as an address: no handle contains a slash.
pub(super) fn looks_like_one(text: &str) -> bool {
    text.contains('/')
}

/// Host and path of an address, without scheme, query and fragment.
fn split(text: &str) -> Option<(String, &str)> {
    if text.len() > LONGEST {
        return None;
    }
    let scheme = ["https://", "http://", "//"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let rest = text.get(scheme.map_or(0, str::len)..)?;
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let bare = ["www.", "m.", "mobile."].into_iter().find_map(|prefix| host.strip_prefix(prefix));
    Some((bare.unwrap_or(&host).to_owned(), path))
}

/// The platform of an address.
pub(super) fn platform(text: &str) -> Option<Platform> {
    match split(text)?.0.as_str() {
        "instagram.com" | "instagr.am" => Some(Platform::Instagram),
        "tiktok.com" => Some(Platform::TikTok),
        "youtube.com" => Some(Platform::YouTube),
        _ => None,
    }
}

/// The platform and the handle, not yet checked, in the address of a profile.
pub(super) fn read(text: &str) -> Option<(Platform, String)> {
    let platform = platform(text)?;
    let (_, path) = split(text)?;
    let first = path.split('/').find(|part| !part.is_empty())?;
    let name = decoded(first)?;
    let name = match platform {
        Platform::Instagram if NOT_ACCOUNTS.contains(&name.to_ascii_lowercase().as_str()) => return None,
        Platform::Instagram => name,
        // Addresses without @ are videos, channels by number or names of old, not handles.
        Platform::TikTok | Platform::YouTube => Cow::Owned(name.strip_prefix('@')?.to_owned()),
    };
    (!name.is_empty()).then(|| (platform, name.into_owned()))
}

/// Undoes percent-encoding, as browsers copy addresses with letters beyond ASCII.
fn decoded(part: &str) -> Option<Cow<'_, str>> {
    if !part.contains('%') {
        return Some(Cow::Borrowed(part));
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let value = digit()? * 16 + digit()?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}
