//! A table made ready to be read backwards: immutable, to be shared between threads.

use crate::rules::Rules;
use crate::table::Fault;

/// A compiled table.
#[derive(Debug)]
pub struct BackTable {
    pub(crate) reach: usize,
}

impl BackTable {
    /// Compile rules that have a description of the way back.
    pub fn compile(rules: &Rules) -> Result<Self, Fault> {
        rules.reading.as_ref().ok_or(Fault::NoReading)?;
        Ok(Self { reach: 1 })
    }

    /// Read rules from JSON (see [`Rules`]) and compile them.
    pub fn from_json(json: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::compile(&serde_json::from_str(json)?)?)
    }
}
