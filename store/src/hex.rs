//! Bytes as hexadecimal digits.

pub(crate) use renown::transparency::from_hex as read;

pub(crate) fn of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
