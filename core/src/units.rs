//! The units of a text: words with the blank behind them, found many at a time.

use crate::alignments::LANES;
use crate::known::{LEAST_MEDIUM, MEDIUM, SHORT, Short, Side, hash, key_of, padded};
use crate::slots::Slot;
use crate::words::Words;

/// Units that are looked up together, so that memory answers for all of them at once.
pub(crate) const AHEAD: usize = 32;

/// A unit and what it is looked up by, if it is short; that of medium length has the hash.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// What it is written as, once that was looked up.
    pub short: Short,
    pub hash: u64,
    pub start: usize,
    pub length: usize,
    pub side: Side,
}

const NONE: Unit = Unit { short: Short::EMPTY, hash: 0, start: 0, length: 0, side: Side::Edge };

/// The next units of a text.
#[derive(Debug)]
pub(crate) struct Units {
    all: [Unit; AHEAD],
    count: usize,
    /// Whether these are the first ones of a text that is still to be written.
    is_begun: bool,
}

impl Default for Units {
    fn default() -> Self {
        Self { all: [NONE; AHEAD], count: 0, is_begun: false }
    }
}

impl Units {
    /// Find at most `most` units from `start` on, and say that their slots will be looked up.
    #[inline]
    pub fn find(
        &mut self,
        bytes: &[u8],
        mut start: usize,
        mut side: Side,
        most: usize,
        words: &Words,
    ) {
        let mut count = 0;
        for unit in self.all.iter_mut().take(most) {
            if start >= bytes.len() {
                break;
            }
            let (block, length) = unit_at(bytes, start);
            let key = key_of([block], length, side);
            let hash = if (LEAST_MEDIUM..=MEDIUM).contains(&length) {
                let hash = hash(&medium_key(&bytes[start..start + length], side));
                words.expect_medium(hash);
                hash
            } else {
                let hash = hash(&key);
                words.expect(hash);
                hash
            };
            *unit = Unit { short: Short::unknown(key), hash, start, length, side };
            count += 1;
            start += length;
            side = Side::behind(bytes[start - 1]);
        }
        self.count = count;
    }

    /// Look up those that were found, and say which alignments are read next.
    #[inline]
    pub fn look_up(&mut self, words: &Words) {
        for unit in &mut self.all[..self.count] {
            if let Some(&short) = words.short(&unit.short, unit.hash) {
                words.expect_alignment(&short);
                unit.short = short;
            }
        }
    }

    /// Find the first units of a text that is written later.
    pub fn begin(&mut self, bytes: &[u8], words: &Words) {
        self.find(bytes, 0, Side::Edge, AHEAD, words);
        self.is_begun = true;
    }

    /// Whether the first units of the text are there; not any more from now on.
    #[inline]
    pub fn take_begun(&mut self) -> bool {
        std::mem::take(&mut self.is_begun)
    }

    /// Those that were found.
    #[inline]
    pub fn found(&self) -> &[Unit] {
        &self.all[..self.count]
    }
}

/// By length: the bytes that are kept of a short unit.
pub(crate) const KEPT: [u128; LANES + 1] = {
    let mut kept = [0; LANES + 1];
    let mut length = 1;
    while length <= SHORT {
        kept[length] = u128::MAX >> (8 * (LANES - length));
        length += 1;
    }
    kept
};

/// The key of a unit of medium length.
pub(crate) fn medium_key(unit: &[u8], side: Side) -> [u128; 2] {
    key_of(padded(unit), unit.len(), side)
}

/// The unit that begins at `start`: the bytes of a short one, those behind it blanked, and its length.
#[inline]
fn unit_at(bytes: &[u8], start: usize) -> (u128, usize) {
    let left = bytes.len() - start;
    let block = block_at(bytes, start);
    let place = first_blank(block);
    if place < LANES {
        let length = (place + 1).min(left);
        return (block & KEPT[length], length);
    }
    let far = bytes[start + LANES..].iter().position(|&byte| byte <= b' ');
    (0, far.map_or(left, |far| LANES + far + 1))
}

/// The 16 bytes from `start` on, with zeros behind the last of `bytes`.
#[inline]
pub(crate) fn block_at(bytes: &[u8], start: usize) -> u128 {
    match bytes.len().checked_sub(LANES) {
        // Near the end, the last block: that is as often as not, so that no jump depends on it.
        Some(last) => {
            let from = start.min(last);
            let block = bytes[from..].first_chunk().map_or(0, |block| u128::from_le_bytes(*block));
            block >> (8 * (start - from))
        }
        None => {
            let mut block = [0; LANES];
            block[..bytes.len() - start].copy_from_slice(&bytes[start..]);
            u128::from_le_bytes(block)
        }
    }
}

const EACH: u128 = u128::MAX / 0xFF;
const HIGH: u128 = EACH * 0x80;

/// The place of the first byte of 16 that is a blank or a control, 16 if there is none.
///
/// A borrow can only come from a byte that was found, so that the first one found is right.
#[inline]
fn first_blank(block: u128) -> usize {
    let found = block.wrapping_sub(EACH * 0x21) & !block & HIGH;
    let (low, high) = (found as u64, (found >> 64) as u64);
    let place = if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() };
    (place / 8) as usize
}
