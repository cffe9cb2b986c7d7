//! Passwords: kept as Argon2id verifiers only, in the form that PHC strings have.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::keys::random;

/// What one guess costs. The default is the second recommended option of RFC 9106, section 4: 64 MiB, three passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    fn default() -> Self {
        PasswordCost { memory_kib: 65_536, passes: 3, lanes: 4 }
    }
}

/// Shorter passwords are refused, longer ones too, since each guess costs what it is long
/// (NIST SP 800-63B, section 5.1.1.2, asks for at least 8 characters and to allow at least 64).
const CHARACTERS: std::ops::RangeInclusive<usize> = 8..=256;

impl PasswordCost {
    fn argon2(self) -> Result<Argon2<'static>, Error> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None);
        let params = params.map_err(|error| Error::malformed("password_cost", error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// The verifier of a new password.
    pub(super) fn verifier(self, password: &str) -> Result<String, Error> {
        if !CHARACTERS.contains(&password.chars().count()) {
            return Err(Error::malformed("password", "a password has 8 to 256 characters"));
        }
        self.hash(password)
    }

    /// The same for any text.
    pub(super) fn hash(self, password: &str) -> Result<String, Error> {
        let salt: [u8; 16] = random()?;
        let hash = self.argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
        let hash = hash.map_err(|error| Error::malformed("password", error.to_string()))?;
        Ok(hash.to_string())
    }

    /// A verifier of this cost that no password has: its salt and its hash are zeros.
    pub(super) fn verifier_of_nothing(self) -> String {
        let PasswordCost { memory_kib, passes, lanes } = self;
        let zeros = |digits| "A".repeat(digits);
        format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${}${}", zeros(22), zeros(43))
    }

    /// Whether a verifier was made at this cost.
    pub(super) fn made(self, verifier: &str) -> bool {
        let params = PasswordHash::new(verifier).ok().and_then(|hash| Params::try_from(&hash).ok());
        params.is_some_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) == (self.memory_kib, self.passes, self.lanes)
        })
    }
}

/// Whether a password is the one of a verifier; compared in constant time.
pub(super) fn matches(verifier: &str, password: &str) -> bool {
    PasswordHash::new(verifier)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_nothing_is_worked_at_like_any_other() {
        let cost = PasswordCost { memory_kib: 64, passes: 2, lanes: 1 };
        let (nothing, real) = (cost.verifier_of_nothing(), cost.verifier("invented horse").unwrap());
        assert!(cost.made(&nothing) && cost.made(&real));
        assert_eq!(nothing.len(), real.len());
        let parsed = PasswordHash::new(&nothing).unwrap();
        assert_eq!(parsed.hash.unwrap().as_bytes(), [0; 32]);
        assert!(matches(&real, "invented horse"));
        assert!(!matches(&nothing, "invented horse"));
    }
}
