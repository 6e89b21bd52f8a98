//! The sides of all patterns' blanks at once, as bits.

use super::alphabet::Id;
use super::expression::bits;
use super::places::{REACH, Side};

/// What may stand on one side of blanks.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    /// By character, and last for the lack of one: the sides, as bits, where it may stand, by distance.
    by_character: Vec<[u64; REACH]>,
    /// Of which blank each side is, as one bit; no more than 64 sides.
    blanks: Vec<u64>,
}

impl Sides {
    /// What stands on one side of each blank; `None` if it is too much.
    pub fn new<'a>(blanks: impl Iterator<Item = &'a Vec<Side>>, count: usize) -> Option<Self> {
        let mut own = Self { by_character: vec![[0; REACH]; count + 1], blanks: Vec::new() };
        let mut by_any = [0; REACH];
        for (blank, sides) in blanks.enumerate() {
            for side in sides {
                let bit = 1_u64.checked_shl(own.blanks.len() as u32)?;
                own.blanks.push(1_u64.checked_shl(blank as u32)?);
                for (distance, one) in side.iter().enumerate() {
                    let Some((set, or_none)) = one else {
                        by_any[distance] |= bit;
                        continue;
                    };
                    let none = or_none.then_some(count);
                    set.places().chain(none).for_each(|id| own.by_character[id][distance] |= bit);
                }
            }
        }
        for distances in &mut own.by_character {
            distances.iter_mut().zip(by_any).for_each(|(bits, any)| *bits |= any);
        }
        Some(own)
    }

    /// The sides, as bits, where a character may stand, or where none may.
    #[inline]
    pub fn at(&self, id: Option<Id>, distance: usize) -> u64 {
        let id = id.map_or(self.by_character.len() - 1, usize::from);
        self.by_character[id][distance]
    }

    /// The blanks, as bits, that some sides are of.
    pub fn blanks_of(&self, sides: u64) -> u64 {
        bits(sides).fold(0, |all, side| all | self.blanks[side])
    }
}
