//! What must stand before, at and behind a place for a pattern to hold there.

use crate::characters::{EDGE, Id};
use crate::classes::{SetId, Sets};

/// What three neighbours must be.
pub struct Filter {
    pub here: Condition,
    pub after: Condition,
    pub before: Condition,
    pub is_at_start: bool,
}

/// What one character must be.
pub enum Condition {
    None,
    Is(Id),
    In(SetId),
}

impl Condition {
    fn allows(&self, sets: &Sets, id: Id) -> bool {
        match *self {
            Self::None => true,
            Self::Is(wanted) => id == wanted,
            Self::In(set) => id != EDGE && sets.holds(set, id),
        }
    }
}

impl Filter {
    /// Whether `id` may stand at the place.
    pub fn allows_here(&self, sets: &Sets, id: Id) -> bool {
        id != EDGE && self.here.allows(sets, id)
    }

    /// Whether `id` may stand behind the place.
    pub fn allows_after(&self, sets: &Sets, id: Id) -> bool {
        self.after.allows(sets, id)
    }

    /// Whether `id` may stand before the place.
    pub fn allows_before(&self, sets: &Sets, id: Id) -> bool {
        (!self.is_at_start || id == EDGE) && self.before.allows(sets, id)
    }
}
