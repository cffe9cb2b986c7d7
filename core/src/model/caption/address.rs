//! Web addresses in captions: what stands in them is no hashtag and no mention.

/// What was read from a place on.
pub(super) struct Found {
    /// How many bytes.
    pub(super) read: usize,
    /// Whether they are an address.
    pub(super) is_address: bool,
}

/// Reads an address: `http://…`, `https://…`, `www.…`, or a host with a path as in `invented.example/page#part`.
///
/// An address ends at the first character that RFC 3986 does not allow in one.
pub(super) fn end(text: &str) -> Found {
    let bytes = text.as_bytes();
    let begins =
        |prefix: &str| bytes.get(..prefix.len()).is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()));
    if begins("https://") || begins("http://") || begins("www.") {
        return Found { read: whole(bytes), is_address: true };
    }
    let host = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let name = bytes.get(..host).unwrap_or_default();
    let last = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let is_host = last.len() >= 2 && last.len() < host && last.iter().all(u8::is_ascii_alphabetic);
    if is_host && bytes.get(host) == Some(&b'/') {
        Found { read: whole(bytes), is_address: true }
    } else {
        Found { read: host, is_address: false }
    }
}

fn whole(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(b)).count()
}
