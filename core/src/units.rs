//! The units of a text: words with the blank behind them, found many at a time.

use crate::words::{SHORT, Side, Words};

/// Units that are looked up together, so that memory answers for all of them at once.
pub(crate) const AHEAD: usize = 16;

/// A unit and where it would be remembered.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    pub key: u128,
    pub start: usize,
    pub length: usize,
    pub place: usize,
    pub side: Side,
}

/// The next units of a text.
pub(crate) struct Units {
    pub all: [Unit; AHEAD],
    marks: [(usize, u32); AHEAD],
    pub count: usize,
}

impl Units {
    #[inline]
    pub fn new() -> Self {
        let none = Unit { key: 0, start: 0, length: 0, place: 0, side: Side::Edge };
        Self { all: [none; AHEAD], marks: [(0, 0); AHEAD], count: 0 }
    }

    /// Find at most `most` units from `start` on.
    #[inline]
    pub fn find(
        &mut self,
        bytes: &[u8],
        mut start: usize,
        mut side: Side,
        most: usize,
        words: &Words,
    ) {
        let mut seen = 0;
        self.count = 0;
        for (unit, mark) in self.all.iter_mut().zip(&mut self.marks).take(most) {
            if start >= bytes.len() {
                break;
            }
            let (key, length) = unit_at(bytes, start);
            *mark = words.mark_of(key, length, side);
            seen ^= words.touch_group(mark.0);
            *unit = Unit { key, start, length, place: 0, side };
            self.count += 1;
            start += length;
            side = Side::behind(bytes[start - 1]);
        }
        for (unit, &mark) in self.all[..self.count].iter_mut().zip(&self.marks) {
            unit.place = words.place_of(mark);
            seen ^= words.touch(unit.place);
        }
        std::hint::black_box(seen);
    }
}

const EACH: u128 = u128::MAX / 0xFF;
const HIGH: u128 = EACH * 0x80;

/// The place of the first byte of 16 that is a blank or a control, 16 if there is none.
///
/// A borrow can only come from a byte that was found, so that the first one found is right.
#[inline]
fn first_blank(bytes: u128) -> usize {
    let found = bytes.wrapping_sub(EACH * 0x21) & !bytes & HIGH;
    let (low, high) = (found as u64, (found >> 64) as u64);
    let place = if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() };
    (place / 8) as usize
}

/// By length: the bytes that are kept.
const KEPT: [u128; SHORT + 1] = {
    let mut kept = [0; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        kept[length] = u128::MAX >> (8 * (SHORT - length));
        length += 1;
    }
    kept
};

/// The unit that begins at `start`: its first 16 bytes, those behind it blanked, and its length.
#[inline]
fn unit_at(bytes: &[u8], start: usize) -> (u128, usize) {
    let rest = &bytes[start..];
    let block = match (rest.first_chunk::<SHORT>(), bytes.last_chunk::<SHORT>()) {
        (Some(block), _) => u128::from_le_bytes(*block),
        (None, Some(block)) => u128::from_le_bytes(*block) >> (8 * (SHORT - rest.len())),
        (None, None) => {
            let mut block = [0; SHORT];
            block[..rest.len()].copy_from_slice(rest);
            u128::from_le_bytes(block)
        }
    };
    let place = first_blank(block);
    if place < SHORT {
        let length = (place + 1).min(rest.len());
        return (block & KEPT[length], length);
    }
    let far = rest[SHORT..].iter().position(|&byte| byte <= b' ');
    (block, far.map_or(rest.len(), |far| SHORT + far + 1))
}
