//! What may not be split between two rows: see `layout/protected.py`, whose patterns these are.

use std::ops::Range;

use super::alphabet::{Alphabet, Id, Kind};
use super::expression::{Choice, Expression, bits};
use super::letters::Letters;
use super::places::REACH;
use super::sides::Sides;

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
    /// Those whose matches hold a digit, as bits: their hints do.
    digit: u32,
    /// What stands before the blanks of their matches, and what behind.
    sides: [Sides; 2],
    /// Of which pattern each blank is, as one bit; no more than 64 blanks.
    blanks: Vec<u32>,
}

/// The matches in a text of those patterns that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    /// The patterns, as bits.
    asked: u32,
    /// By pattern: where it matches, rising.
    spans: Vec<Vec<Range<u32>>>,
    choices: Vec<Choice>,
}

impl Matches {
    /// Forget what holds for another text.
    pub fn clear(&mut self) {
        self.asked = 0;
    }
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
        let digit = patterns
            .iter()
            .enumerate()
            .filter(|(_, (hint, _))| hint.contains(r"\d"))
            .fold(0, |bits, (number, _)| bits | 1 << number);
        // What holds a blank is looked for where digits are.
        let is_known = |(number, one): (usize, &Protected)| {
            digit >> number & 1 != 0 || one.pattern.around_blanks().is_empty()
        };
        if !all.iter().enumerate().all(is_known) {
            return None;
        }
        let owned = |(number, one): (usize, &Protected)| {
            vec![1 << number; one.pattern.around_blanks().len()]
        };
        let blanks: Vec<u32> = all.iter().enumerate().flat_map(owned).collect();
        let around: Vec<_> = all.iter().flat_map(|one| one.pattern.around_blanks()).collect();
        let side = |way: usize| Sides::new(around.iter().map(|ways| &ways[way]), alphabet.count());
        let sides = [side(0)?, side(1)?];
        Some(Self { all, digit, sides, blanks })
    }

    /// The stretches that stay whole, rising; overlaps are joined.
    pub(crate) fn find(&self, letters: &Letters, alphabet: &Alphabet) -> Vec<Range<u32>> {
        let mut matches = Matches::default();
        for number in 0..self.all.len() {
            self.ask(number, letters, alphabet, &mut matches);
        }
        let mut found = matches.spans.concat();
        found.sort_unstable_by_key(|span| (span.start, span.end));
        join(&mut found);
        found
    }

    /// Whether a break before `place`, or at it if it is a blank, would split what stays whole.
    pub(crate) fn hold(
        &self,
        place: usize,
        letters: &Letters,
        alphabet: &Alphabet,
        matches: &mut Matches,
    ) -> bool {
        let Letters { ids, noted, digits, .. } = letters;
        // What has a blank in it has digits too: see `new`.
        if alphabet.kind(ids[place]).is(Kind::SPACE) {
            let asked = if digits.is_empty() { 0 } else { self.that_hold(ids, place) };
            return asked != 0
                && may_be_protected(ids, alphabet, digits, place)
                && self.span(place, asked, letters, alphabet, matches);
        }
        if noted.is_empty() {
            return false;
        }
        let asked = match around(ids, alphabet, place) {
            // What has a digit in it and none in its word goes on behind a blank beside the word.
            Some((word, ends)) => {
                let own = if has_one(noted, word) { !self.digit } else { 0 };
                let ends = ends.into_iter().flatten().filter(|_| !digits.is_empty());
                let beside = ends.fold(0, |bits, end| bits | self.that_hold(ids, end));
                let is_near = beside != 0 && may_be_protected(ids, alphabet, digits, place);
                if is_near { own | beside } else { own }
            }
            None if may_be_protected(ids, alphabet, noted, place) => u32::MAX,
            None => 0,
        };
        asked != 0 && self.span(place, asked, letters, alphabet, matches)
    }

    /// The patterns, as bits, of which a match could hold the blank at `place`, as far as the
    /// characters around it tell.
    fn that_hold(&self, text: &[Id], place: usize) -> u32 {
        let [before, behind] = &self.sides;
        let (mut those, mut these) = (u64::MAX, u64::MAX);
        for distance in 0..REACH {
            let before_it = place.checked_sub(distance + 1).map(|place| text[place]);
            those &= before.at(before_it, distance);
            these &= behind.at(text.get(place + distance + 1).copied(), distance);
            if those == 0 || these == 0 {
                return 0;
            }
        }
        let blanks = before.blanks_of(those) & behind.blanks_of(these);
        bits(blanks).fold(0, |all, blank| all | self.blanks[blank])
    }

    /// Whether a match of one of the patterns that are `asked` lies on both sides of `place`; a blank
    /// there is inside of it.
    fn span(
        &self,
        place: usize,
        asked: u32,
        letters: &Letters,
        alphabet: &Alphabet,
        matches: &mut Matches,
    ) -> bool {
        (0..self.all.len()).filter(|number| asked >> number & 1 != 0).any(|number| {
            let spans = self.ask(number, letters, alphabet, matches);
            let next = spans.partition_point(|span| (span.start as usize) < place);
            next.checked_sub(1).is_some_and(|own| place < spans[own].end as usize)
        })
    }

    /// The matches of a pattern, which are looked for once.
    fn ask<'a>(
        &self,
        number: usize,
        letters: &Letters,
        alphabet: &Alphabet,
        matches: &'a mut Matches,
    ) -> &'a [Range<u32>] {
        let Matches { asked, spans, choices } = matches;
        spans.resize_with(self.all.len(), Vec::new);
        let bit = 1_u32 << number;
        if *asked & bit == 0 {
            *asked |= bit;
            spans[number].clear();
            let Letters { ids, noted, digits, .. } = letters;
            let hint = &self.all[number].hint;
            let noted = if self.digit & bit != 0 { digits } else { noted };
            if finds(hint, ids, noted, choices) {
                self.search(number, letters, alphabet, &mut spans[number], choices);
            }
        }
        &spans[number]
    }

    fn search(
        &self,
        number: usize,
        letters: &Letters,
        alphabet: &Alphabet,
        found: &mut Vec<Range<u32>>,
        choices: &mut Vec<Choice>,
    ) {
        let pattern = &self.all[number].pattern;
        let ids = &letters.ids;
        let mut place = 0;
        for &noted in &letters.noted {
            let noted = noted as usize;
            place = first_start(ids, alphabet, place, noted);
            while place <= noted {
                let before = place.checked_sub(1).map(|before| ids[before]);
                let end = if pattern.may_begin(ids[place], before) {
                    pattern.match_at(ids, place, choices)
                } else {
                    None
                };
                if let Some(end) = end {
                    found.push(place as u32..end as u32);
                }
                // A pattern goes on behind its last match.
                place = end.unwrap_or(place + 1);
            }
        }
    }
}

/// A word and the blanks on both sides, `None` for one at an end of the text; nothing for a word
/// with a digit or a long one.
fn around(
    text: &[Id],
    alphabet: &Alphabet,
    place: usize,
) -> Option<(Range<usize>, [Option<usize>; 2])> {
    let (low, high) = (place.saturating_sub(NEAR), (place + NEAR).min(text.len()));
    let is_blank = |&id: &Id| alphabet.kind(id).is(Kind::SPACE);
    let head = text[low..place].iter().rposition(is_blank).map(|count| low + count);
    let tail = text[place..high].iter().position(is_blank).map(|count| place + count);
    let is_cut = (head.is_none() && low > 0) || (tail.is_none() && high < text.len());
    let word = head.map_or(0, |blank| blank + 1)..tail.unwrap_or(text.len());
    let is_digit = |&id: &Id| alphabet.kind(id).is(Kind::DECIMAL);
    (!is_cut && !text[word.clone()].iter().any(is_digit)).then_some((word, [head, tail]))
}

/// Whether one of some rising places is in a stretch.
fn has_one(places: &[u32], range: Range<usize>) -> bool {
    let next = places.partition_point(|&one| (one as usize) < range.start);
    places.get(next).is_some_and(|&one| (one as usize) < range.end)
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
fn may_be_protected(text: &[Id], alphabet: &Alphabet, noted: &[u32], place: usize) -> bool {
    if noted.is_empty() {
        return false;
    }
    let low = place.saturating_sub(NEAR);
    let high = (place + NEAR).min(text.len());
    if has_one(noted, low..high) {
        return true;
    }
    let is_blank = |&id: &Id| alphabet.kind(id).is(Kind::SPACE);
    let floor = low.saturating_sub(FAR);
    let ceiling = (high + FAR).min(text.len());
    let head = text[floor..low].iter().rev().position(is_blank);
    let tail = text[high..ceiling].iter().position(is_blank);
    let is_cut = (head.is_none() && floor > 0) || (tail.is_none() && ceiling < text.len());
    let from = head.map_or(floor, |count| low - count);
    let to = tail.map_or(ceiling, |count| high + count);
    is_cut || has_one(noted, from..to)
}
