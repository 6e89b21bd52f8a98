//! Short words that were divided before, each in a line of the processor's cache.
//!
//! Where a word may be divided depends on its text, and whether both parts then read like the whole
//! on its cells, and on how many of them stand before the place.

use crate::slots::fold;

/// Bytes, and cells, of a word that is remembered.
const MOST: usize = 21;
/// Places where it might be divided.
const MOST_PLACES: usize = 8;
/// Words that are remembered, at most: a power of two.
const SLOTS: usize = 1 << 12;
/// In a place: no hyphen has to be put there.
const BARE: u8 = 0x80;

/// A word and what is known of its places.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Divided {
    word: [u8; MOST],
    cells: [u8; MOST],
    word_length: u8,
    cell_count: u8,
    /// Characters before each place.
    places: [u8; MOST_PLACES],
    count: u8,
    /// Places of which is known whether both parts read like the whole, and where they do, as bits.
    asked: u8,
    alike: u8,
    /// The cells of the word before each place of which that is known.
    cells_before: [u8; MOST_PLACES],
}

const NOTHING: Divided = Divided {
    word: [0; MOST],
    cells: [0; MOST],
    word_length: 0,
    cell_count: 0,
    places: [0; MOST_PLACES],
    count: 0,
    asked: 0,
    alike: 0,
    cells_before: [0; MOST_PLACES],
};

impl Divided {
    /// The places: their numbers, the characters before them, whether a hyphen is put there.
    pub fn places(&self) -> impl DoubleEndedIterator<Item = (usize, usize, bool)> + use<> {
        let Self { places, count, .. } = *self;
        (0..usize::from(count))
            .map(move |at| (at, usize::from(places[at] & !BARE), places[at] & BARE == 0))
    }

    /// Whether both parts read like the whole if the first one has so many cells, if that is known.
    pub fn is_alike(&self, number: usize, cells: usize) -> Option<bool> {
        let is_known =
            self.asked >> number & 1 != 0 && usize::from(self.cells_before[number]) == cells;
        is_known.then_some(self.alike >> number & 1 != 0)
    }

    /// Remember that.
    pub fn note(&mut self, number: usize, cells: usize, is_alike: bool) {
        self.asked |= 1 << number;
        self.alike = self.alike & !(1 << number) | u8::from(is_alike) << number;
        self.cells_before[number] = cells as u8;
    }
}

/// The words; a new one takes the place of one with the same end of its hash.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Vec<Divided>);

impl Remembered {
    /// Where a word with these cells stands or would stand, and whether it does; `None` for a long
    /// one.
    #[inline]
    pub fn find(&self, word: &[u8], cells: &[u8]) -> Option<(usize, bool)> {
        if word.len() > MOST || cells.len() > MOST {
            return None;
        }
        let at = place_of(word);
        let is_there = self.0.get(at).is_some_and(|one| {
            usize::from(one.word_length) == word.len()
                && usize::from(one.cell_count) == cells.len()
                && one.word[..word.len()] == *word
                && one.cells[..cells.len()] == *cells
        });
        Some((at, is_there))
    }

    /// Remember a word at its place, unless it has too many places to be divided.
    pub fn put(
        &mut self,
        at: usize,
        (word, cells): (&[u8], &[u8]),
        places: impl ExactSizeIterator<Item = (usize, bool)>,
    ) -> bool {
        let count = places.len();
        if count > MOST_PLACES {
            return false;
        }
        self.0.resize(SLOTS, NOTHING);
        let mut one = Divided {
            word_length: word.len() as u8,
            cell_count: cells.len() as u8,
            count: count as u8,
            ..NOTHING
        };
        one.word[..word.len()].copy_from_slice(word);
        one.cells[..cells.len()].copy_from_slice(cells);
        for (own, (place, has_hyphen)) in one.places.iter_mut().zip(places) {
            *own = place as u8 | if has_hyphen { 0 } else { BARE };
        }
        self.0[at] = one;
        true
    }

    /// What stands at a place.
    pub fn at(&mut self, at: usize) -> &mut Divided {
        &mut self.0[at]
    }
}

/// The slot of a word.
#[inline]
fn place_of(word: &[u8]) -> usize {
    let mut hash = word.len() as u64;
    let (parts, rest) = word.as_chunks::<8>();
    for part in parts {
        hash = fold(hash ^ u64::from_le_bytes(*part), 0x9E37_79B9_7F4A_7C15);
    }
    // The rest, byte by byte: copied to be read as one number it would have to be waited for.
    let last = rest.iter().fold(0, |all, &byte| all << 8 | u64::from(byte));
    fold(hash ^ last, 0xC2B2_AE3D_27D4_EB4F) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::{Remembered, SLOTS};

    #[test]
    fn what_is_found_is_what_was_put_last() {
        let mut words = Remembered::default();
        for number in 0..4 * SLOTS {
            let word = format!("parola{number}");
            let cells = [1, 2, number as u8];
            let (at, _) = words.find(word.as_bytes(), &cells).expect("a short word");
            assert!(words.put(at, (word.as_bytes(), &cells), [(2, true), (4, false)].into_iter()));
            words.at(at).note(1, 2, false);
            words.at(at).note(1, 3, true);
            assert_eq!(words.find(word.as_bytes(), &cells), Some((at, true)));
            assert_eq!(words.find(word.as_bytes(), &[1, 2]), Some((at, false)));
            let places: Vec<_> = words.at(at).places().collect();
            assert_eq!(places, [(0, 2, true), (1, 4, false)]);
            assert_eq!([0, 1].map(|one| words.at(at).is_alike(one, 3)), [None, Some(true)]);
            assert_eq!(words.at(at).is_alike(1, 2), None);
        }
        assert_eq!(words.find(&[b'a'; 22], &[]), None);
        let many = (0..9).map(|place| (place, true));
        assert!(!words.put(0, (b"parola", &[1]), many.collect::<Vec<_>>().into_iter()));
    }
}
