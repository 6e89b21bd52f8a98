//! What may not be split between two rows: see `layout/protected.py`, whose patterns these are.

use std::ops::Range;

use super::alphabet::{Alphabet, Id, Kind};
use super::expression::{Choice, Expression};

/// A pattern, and what a text must hold for it to be worth trying: see `Protected` in Python.
#[derive(Debug)]
struct Protected {
    hint: Expression,
    pattern: Expression,
}

/// All patterns, made ready for an alphabet.
#[derive(Debug)]
pub struct Patterns {
    all: Vec<Protected>,
    /// By character: the patterns that a match of may begin with it, as bits.
    first: Vec<u32>,
    digit: u32,
}

/// Characters around a place in which a digit must stand if a match with a blank is there.
///
/// In such a match no more than " milioni di euro/" and twelve letters, or nine groups of four,
/// are without a digit; what joins a digit without a blank has no limit and is looked at whole.
const NEAR: usize = 64;
const FAR: usize = 192;
/// Characters before its first digit that a match with a blank among them has at most, and more.
const LEAD: usize = 16;

impl Patterns {
    /// The patterns with their hints; `None` where one of them uses what is not known here.
    pub fn new(patterns: &[(String, String)], alphabet: &Alphabet) -> Option<Self> {
        let ready = |(hint, pattern): &(String, String)| {
            let hint = Expression::new(hint, alphabet)?;
            Some(Protected { hint, pattern: Expression::new(pattern, alphabet)? })
        };
        let all: Vec<Protected> = patterns.iter().map(ready).collect::<Option<_>>()?;
        if all.len() > 32 {
            return None;
        }
        let mut first = vec![0; alphabet.count()];
        for (number, one) in all.iter().enumerate() {
            for (id, bits) in first.iter_mut().enumerate() {
                *bits |= u32::from(one.pattern.may_begin(id as Id, None)) << number;
            }
        }
        let digit = patterns
            .iter()
            .enumerate()
            .filter(|(_, (hint, _))| hint == r"\d")
            .fold(0, |bits, (number, _)| bits | 1 << number);
        Some(Self { all, first, digit })
    }

    /// The stretches that stay whole, rising; overlaps are joined.
    ///
    /// `noted` has the places, rising, of what every match holds at least one of.
    pub(crate) fn find(
        &self,
        text: &[Id],
        noted: &[u32],
        alphabet: &Alphabet,
        found: &mut Vec<Range<u32>>,
    ) {
        found.clear();
        let mut choices = Vec::new();
        let mut wanted = 0_u32;
        let is_digit = |&place: &u32| alphabet.kind(text[place as usize]).is(Kind::DECIMAL);
        let has_digit = noted.iter().any(is_digit);
        for (number, one) in self.all.iter().enumerate() {
            let bit = 1 << number;
            let is_by_digit = self.digit & bit != 0;
            let is_worth =
                if is_by_digit { has_digit } else { finds(&one.hint, text, noted, &mut choices) };
            wanted |= if is_worth { bit } else { 0 };
        }
        if wanted == 0 {
            return;
        }
        // Each pattern goes on behind its last match.
        let mut ends = [0_usize; 32];
        let mut place = 0;
        for &noted in noted {
            let noted = noted as usize;
            place = place.max(first_start(text, alphabet, place, noted));
            while place <= noted {
                let before = place.checked_sub(1).map(|before| text[before]);
                let mut left = self.first[usize::from(text[place])] & wanted;
                while left != 0 {
                    let number = left.trailing_zeros() as usize;
                    left &= left - 1;
                    let pattern = &self.all[number].pattern;
                    if place < ends[number] || !pattern.may_begin(text[place], before) {
                        continue;
                    }
                    if let Some(end) = pattern.match_at(text, place, &mut choices) {
                        ends[number] = end;
                        found.push(place as u32..end as u32);
                    }
                }
                place += 1;
            }
        }
        join(found);
    }
}

/// From where on a match may begin whose first noted place is `noted`; not before `floor`.
fn first_start(text: &[Id], alphabet: &Alphabet, floor: usize, noted: usize) -> usize {
    if floor >= noted {
        return floor;
    }
    let is_blank = |place: &usize| alphabet.kind(text[*place]).is(Kind::SPACE);
    let word = (floor..noted).rev().find(is_blank).map_or(floor, |blank| blank + 1);
    word.min(noted.saturating_sub(LEAD)).max(floor)
}

/// Whether a hint is there; each holds a noted place among its first three.
fn finds(hint: &Expression, text: &[Id], noted: &[u32], choices: &mut Vec<Choice>) -> bool {
    noted.iter().any(|&noted| {
        let noted = noted as usize;
        (noted.saturating_sub(2)..=noted).any(|place| {
            hint.may_begin(text[place], None) && hint.match_at(text, place, choices).is_some()
        })
    })
}

/// Join overlaps of spans in the order of their beginnings.
fn join(found: &mut Vec<Range<u32>>) {
    let mut count = 0;
    for place in 0..found.len() {
        let one = found[place].clone();
        if count > 0 && one.start < found[count - 1].end {
            found[count - 1].end = found[count - 1].end.max(one.end);
        } else {
            found[count] = one;
            count += 1;
        }
    }
    found.truncate(count);
}

/// Whether a break before `place` could be in something protected, told from what is near alone.
///
/// `noted` has the places, rising, of what every such match holds at least one of. No match that
/// spans `place` is overlooked.
pub(crate) fn may_be_protected(
    text: &[Id],
    alphabet: &Alphabet,
    noted: &[u32],
    place: usize,
) -> bool {
    if noted.is_empty() {
        return false;
    }
    let is_blank = |&id: &Id| alphabet.kind(id).is(Kind::SPACE);
    let low = place.saturating_sub(NEAR);
    let high = (place + NEAR).min(text.len());
    let floor = low.saturating_sub(FAR);
    let ceiling = (high + FAR).min(text.len());
    let head = text[floor..low].iter().rev().position(is_blank);
    let tail = text[high..ceiling].iter().position(is_blank);
    let is_cut = (head.is_none() && floor > 0) || (tail.is_none() && ceiling < text.len());
    let from = head.map_or(floor, |count| low - count) as u32;
    let to = tail.map_or(ceiling, |count| high + count) as u32;
    let next = noted.partition_point(|&one| one < from);
    is_cut || noted.get(next).is_some_and(|&one| one < to)
}
