//! Liang's patterns as an automaton: one step for each character of a word.
//!
//! A state is the longest beginning of a pattern that the characters so far end with, after Aho and
//! Corasick. What all patterns that end there say is one number, a byte for each place.

/// States at most: with more of them each step would wait for memory.
const MOST_STATES: usize = 1 << 12;

/// What is said of the last places, a byte for each: the highest one is the place behind the last
/// character.
type Levels = u64;

/// The places before that one.
const BEFORE: usize = size_of::<Levels>() - 1;
const LOWEST_BITS: Levels = Levels::MAX / 0xFF;

/// Patterns of which none says anything of a place further before its end.
#[derive(Debug)]
pub(crate) struct Automaton {
    /// The next state by state and code; a row for each state.
    next: Vec<u16>,
    /// The size of a row, as a power of two.
    shift: u32,
    levels: Vec<Levels>,
}

impl Automaton {
    /// The automaton of a trie: `children` has a row of `width` for each node, 0 for no child.
    ///
    /// `values` gives what the pattern of a node says: the characters before the first place, and the
    /// levels from there on. `None` for more than an automaton holds.
    pub fn new<'a>(
        children: &[u32],
        width: usize,
        values: impl Fn(usize) -> Option<(usize, &'a [u8])>,
    ) -> Option<Self> {
        let count = children.len() / width;
        if count > MOST_STATES {
            return None;
        }
        let shift = width.next_power_of_two().trailing_zeros();
        let mut next = vec![0; count << shift];
        let mut levels = vec![0; count];
        // Node, characters before it, and the state of all of them but the first.
        let mut nodes = vec![(0, 0, 0)];
        let mut done = 0;
        while let Some(&(node, depth, shorter)) = nodes.get(done) {
            done += 1;
            let own = values(node).map_or(Some(0), |(start, own)| aligned(depth, start, own))?;
            levels[node] = higher(own, levels[shorter]);
            for code in 0..width {
                let behind = if node == 0 { 0 } else { next[shorter << shift | code] };
                let child = children[node * width + code] as usize;
                next[node << shift | code] = if child == 0 { behind } else { child as u16 };
                if child != 0 {
                    nodes.push((child, depth + 1, usize::from(behind)));
                }
            }
        }
        Some(Self { next, shift, levels })
    }

    /// The places of a word of up to 66 codes whose level is odd, as bits; place 1 is behind the first
    /// of them.
    pub fn odd(&self, codes: &[u8]) -> u64 {
        let (mut state, mut levels, mut odd) = (0, 0, 0_u64);
        for &code in codes {
            state = usize::from(self.next[state << self.shift | usize::from(code)]);
            levels = higher(levels >> 8, self.levels[state]);
            // Nothing is said any more of the first of these places, which is one before the word first.
            odd = odd >> 1 | levels << (u64::BITS - 1);
        }
        // The lowest bit of each byte, side by side.
        let last = (levels & LOWEST_BITS).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        match codes.len().checked_sub(BEFORE) {
            Some(first) => odd >> (u64::BITS as usize - 1 - first) | last << first,
            None => last >> (BEFORE - codes.len()),
        }
    }
}

/// Levels from `start` on of a pattern of `length` characters; `None` where they do not fit.
fn aligned(length: usize, start: usize, own: &[u8]) -> Option<Levels> {
    let first = (BEFORE + start).checked_sub(length)?;
    Some(own.iter().rev().fold(0, |levels, &one| levels << 8 | Levels::from(one)) << (8 * first))
}

/// The higher level of each place: they are digits, so that the highest bit of a byte is free.
#[inline]
fn higher(one: Levels, other: Levels) -> Levels {
    const FREE: Levels = LOWEST_BITS << 7;
    let is_one = (((one | FREE) - other) & FREE) >> 7;
    let from_one = is_one * 0xFF;
    one & from_one | other & !from_one
}
