//! First characters of words that are not quiet, mostly capitals: found by what is beside them, without a search.
//!
//! Most stretches are such a one, and what is remembered of them is the same as of all; here it is once more, where
//! one look at memory finds it.

use crate::known::Side;

/// Cells of one at most.
pub(crate) const MOST: usize = 2;
const ASCII: usize = 0x80;
const SIDES: usize = 3;

/// The cells of a first character.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Initial {
    pub cells: [u8; MOST],
    /// How many of these there are; 0 where nothing is known.
    pub count: u8,
}

/// What is known, by [`place_of`].
#[derive(Debug, Default)]
pub(crate) struct Initials(Vec<Initial>);

impl Initials {
    /// What is known of the one at this place.
    #[inline]
    pub fn get(&self, place: usize) -> Option<Initial> {
        self.0.get(place).copied().filter(|initial| initial.count > 0)
    }

    /// Remember one; nothing where it has too many cells.
    pub fn put(&mut self, place: usize, cells: &[u8]) {
        self.0.resize(SIDES * ASCII * ASCII, Initial::default());
        let mut initial = Initial { count: cells.len() as u8, ..Initial::default() };
        if let Some(own) = initial.cells.get_mut(..cells.len()) {
            own.copy_from_slice(cells);
            self.0[place] = initial;
        }
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.0)
    }
}

/// Where the character at `start` is remembered, which is the first of a word with another behind it; both are
/// ASCII. What is before it is quiet from `floor` on.
#[inline]
pub(crate) fn place_of(text: &[u8], floor: usize, start: usize) -> Option<usize> {
    let side = match start.checked_sub(1) {
        None => Side::Edge,
        Some(before) if before >= floor => match text[before] {
            b' ' => Side::Space,
            b'\n' => Side::Newline,
            _ => return None,
        },
        Some(_) => return None,
    };
    match text[start..] {
        [first @ ..0x80, second @ ..0x80, ..] => {
            Some((side as usize * ASCII + usize::from(first)) * ASCII + usize::from(second))
        }
        _ => None,
    }
}
