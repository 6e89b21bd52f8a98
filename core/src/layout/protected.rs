//! What may not be split between two rows: see `layout/protected.py`, whose patterns these are.

use std::ops::Range;

use super::alphabet::{Alphabet, Id, Kind};
use super::expression::{Choice, Expression};
use super::letters::Letters;

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
    /// Those that are worth trying wherever a digit is, as bits.
    digit: u32,
    /// By character: those in whose matches it may stand before a blank, and behind one.
    around_blank: Vec<(u32, u32)>,
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
            .filter(|(_, (hint, _))| hint == r"\d")
            .fold(0, |bits, (number, _)| bits | 1 << number);
        let bits = |has: &dyn Fn(&Expression) -> bool| {
            let own = |(number, one): (usize, &Protected)| u32::from(has(&one.pattern)) << number;
            all.iter().enumerate().map(own).sum()
        };
        let around_blank = (0..alphabet.count() as Id)
            .map(|id| (bits(&|one| one.may_precede(id)), bits(&|one| one.may_follow(id))))
            .collect();
        Some(Self { all, digit, around_blank })
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
        // What has a blank in it has digits too.
        if alphabet.kind(ids[place]).is(Kind::SPACE) {
            let asked = self.that_hold(ids, place);
            return asked != 0
                && may_be_protected(ids, alphabet, digits, place)
                && self.span(place, asked, letters, alphabet, matches);
        }
        may_be_protected(ids, alphabet, noted, place) && {
            // What has a digit in it and none in its word goes on behind a blank beside the word.
            let asked = around(ids, alphabet, place).map_or(u32::MAX, |[head, tail]| {
                !self.digit | self.that_hold(ids, head) | self.that_hold(ids, tail)
            });
            self.span(place, asked, letters, alphabet, matches)
        }
    }

    /// The patterns, as bits, of which a match could hold the blank at `place` and what is before it,
    /// as far as the characters beside it tell.
    fn that_hold(&self, text: &[Id], place: usize) -> u32 {
        let bits = |place: Option<usize>| {
            let id = place.and_then(|place| text.get(place));
            id.map_or((0, 0), |&id| self.around_blank[usize::from(id)])
        };
        bits(place.checked_sub(1)).0 & bits(place.checked_add(1)).1
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
            let is_worth = if self.digit & bit != 0 {
                !digits.is_empty()
            } else {
                finds(hint, ids, noted, choices)
            };
            if is_worth {
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

/// The blanks on both sides of a word, `usize::MAX` for none at an end of the text; `None` for a
/// word with a digit or a long one.
fn around(text: &[Id], alphabet: &Alphabet, place: usize) -> Option<[usize; 2]> {
    let (low, high) = (place.saturating_sub(NEAR), (place + NEAR).min(text.len()));
    let is_blank = |&id: &Id| alphabet.kind(id).is(Kind::SPACE);
    let head = text[low..place].iter().rposition(is_blank).map(|count| low + count);
    let tail = text[place..high].iter().position(is_blank).map(|count| place + count);
    let is_cut = (head.is_none() && low > 0) || (tail.is_none() && high < text.len());
    let word = head.map_or(0, |blank| blank + 1)..tail.unwrap_or(text.len());
    let has_digit = || text[word].iter().any(|&id| alphabet.kind(id).is(Kind::DECIMAL));
    (!is_cut && !has_digit()).then(|| [head, tail].map(|blank| blank.unwrap_or(usize::MAX)))
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
    let has = |range: Range<usize>| {
        let next = noted.partition_point(|&one| (one as usize) < range.start);
        noted.get(next).is_some_and(|&one| (one as usize) < range.end)
    };
    if has(low..high) {
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
    is_cut || has(from..to)
}
