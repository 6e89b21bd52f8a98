//! Rules as bytes: what is kept between two runs of a program.
//!
//! ```text
//! 8 bytes  "BrlRules"
//! 2 bytes  version of the format, little-endian
//! 4 bytes  CRC-32 of what follows, little-endian
//! the rest the rules, by postcard
//! ```
//!
//! Rules are stored, not what is compiled from them. To compile them takes less time than to check
//! that compiled numbers lead nowhere wrong, and the compiler takes any rules at all: there is no
//! second way into a table, and nothing in the bytes is believed.

use std::fmt;

use crate::rules::Rules;
use crate::table::{Fault, Table};

const MAGIC: &[u8; 8] = b"BrlRules";
/// To be raised when [`Rules`] change in any way.
const VERSION: u16 = 2;
const HEAD: usize = MAGIC.len() + 2 + 4;
/// Bytes of the longest rules that are read; an Italian table has 40,000.
const MOST_BYTES: usize = 1 << 24;

/// Why bytes give no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They are something else, or too long.
    NotRules,
    /// Another version wrote them.
    OtherVersion,
    /// They are not what was written.
    Damaged,
    /// They are rules that cannot be compiled.
    Faulty(Fault),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRules => to.write_str("these bytes are no stored rules"),
            Self::OtherVersion => to.write_str("another version stored these rules"),
            Self::Damaged => to.write_str("the stored rules are damaged"),
            Self::Faulty(fault) => fault.fmt(to),
        }
    }
}

impl std::error::Error for Unreadable {}

/// The checksum that stands before stored rules.
pub fn checksum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

impl Rules {
    /// The rules as bytes, for [`Rules::from_bytes`] of the same version.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rules = postcard::to_allocvec(self).expect("rules are plain values of known length");
        let mut bytes = Vec::with_capacity(HEAD + rules.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&checksum(&rules).to_le_bytes());
        bytes.extend_from_slice(&rules);
        bytes
    }

    /// Rules that were stored. Whatever the bytes are: an error, never a panic, and no more memory
    /// than in proportion to them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Unreadable::NotRules)?;
        let (version, rest) = rest.split_first_chunk().ok_or(Unreadable::Damaged)?;
        if u16::from_le_bytes(*version) != VERSION {
            return Err(Unreadable::OtherVersion);
        }
        let (sum, rules) = rest.split_first_chunk().ok_or(Unreadable::Damaged)?;
        if rules.len() > MOST_BYTES {
            return Err(Unreadable::NotRules);
        }
        if u32::from_le_bytes(*sum) != checksum(rules) {
            return Err(Unreadable::Damaged);
        }
        match postcard::take_from_bytes(rules) {
            Ok((rules, [])) => Ok(rules),
            _ => Err(Unreadable::Damaged),
        }
    }
}

impl Table {
    /// Compile stored rules: see [`Rules::from_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::compile(&Rules::from_bytes(bytes)?).map_err(Unreadable::Faulty)
    }
}
