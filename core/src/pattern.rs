//! Patterns: what is behind, what is replaced, what is ahead.

use std::collections::HashMap;

use crate::characters::{Characters, EDGE, Id};
use crate::classes::{SetId, Sets};
use crate::rules;
use crate::runs::Runs;
use crate::table::Fault;
use crate::view::View;

/// One test. A text is one `Is` a character.
#[derive(Clone, Copy, Debug)]
enum Test {
    Is(Id),
    In(SetId),
    /// As many of a set as there are: never given back.
    Run {
        set: SetId,
        least: u32,
        most: u32,
    },
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    /// From the focus backwards: the nearest character decides soonest.
    behind: Box<[Test]>,
    focus: Box<[Test]>,
    ahead: Box<[Test]>,
    is_at_start: bool,
    /// The set of an endless run that it begins with, where it asks for nothing behind.
    ///
    /// Where such a pattern fails it fails in all the rest of that run, for the run ends at the same
    /// place and what is tested then is the same.
    begins_with_run: Option<SetId>,
    /// The length of the focus where [`Filter`] tests all that the pattern asks for.
    decided: Option<usize>,
}

/// The least `most` of a run without a limit.
const ENDLESS: u32 = 1_000_000_000;

impl Pattern {
    /// Compile `pattern`.
    pub fn compile(
        pattern: &rules::Pattern,
        characters: &Characters,
        sets: &Sets,
    ) -> Result<Self, Fault> {
        let compile = |tests: &[rules::Test]| compile_tests(tests, characters, sets);
        let mut behind = compile(&pattern.behind)?;
        behind.reverse();
        let is_fixed =
            |test: &Test| !matches!(test, Test::Run { least, most, .. } if least != most);
        if !behind.iter().all(is_fixed) {
            return Err(Fault::BehindOfNoLength);
        }
        let (focus, ahead) = (compile(&pattern.focus)?, compile(&pattern.ahead)?);
        if focus.is_empty() && ahead.is_empty() {
            return Err(Fault::EmptyPattern);
        }
        let begins_with_run = match focus.first().or(ahead.first()) {
            Some(&Test::Run { set, least, most })
                if least <= 1 && most >= ENDLESS && behind.is_empty() && !pattern.is_at_start =>
            {
                Some(set)
            }
            _ => None,
        };
        let is_one = |test: &Test| matches!(test, Test::Is(_) | Test::In(_));
        let is_decided = behind.len() <= 1
            && focus.len() + ahead.len() <= 2
            && behind.iter().chain(&focus).chain(&ahead).all(is_one);
        Ok(Self {
            decided: is_decided.then_some(focus.len()),
            behind: behind.into(),
            focus: focus.into(),
            ahead: ahead.into(),
            is_at_start: pattern.is_at_start,
            begins_with_run,
        })
    }

    /// The end of the focus where the pattern holds at `place`.
    pub fn matches(
        &self,
        view: &View,
        sets: &Sets,
        runs: &mut Runs,
        place: usize,
    ) -> Option<usize> {
        if self.is_at_start && !view.is_start(place) {
            return None;
        }
        if !self.behind.is_empty() && !self.holds_behind(view, sets, place) {
            return None;
        }
        let end = follow(&self.focus, view, sets, runs, place)?;
        follow(&self.ahead, view, sets, runs, end)?;
        Some(end)
    }

    fn holds_behind(&self, view: &View, sets: &Sets, place: usize) -> bool {
        let mut steps = 0;
        self.behind.iter().all(|test| {
            let count = if let Test::Run { least, .. } = test { *least } else { 1 };
            (0..count).all(|_| {
                steps += 1;
                let id = view.before(place, steps);
                id != EDGE
                    && match *test {
                        Test::Is(wanted) => id == wanted,
                        Test::In(set) | Test::Run { set, .. } => sets.holds(set, id),
                    }
            })
        })
    }

    /// Whether it can hold where `before`, `here` and `after` stand: three necessary conditions.
    pub fn filter(&self, sets: &Sets) -> Filter {
        let mut tests = self.focus.iter().chain(&self.ahead);
        let first = tests.next().copied();
        let is_single = matches!(first, Some(Test::Is(_) | Test::In(_)));
        Filter {
            here: condition(first, sets),
            after: if is_single { condition(tests.next().copied(), sets) } else { Condition::None },
            before: condition(self.behind.first().copied(), sets),
            is_at_start: self.is_at_start,
        }
    }
}

/// What three neighbours must be.
pub struct Filter {
    here: Condition,
    after: Condition,
    before: Condition,
    is_at_start: bool,
}

enum Condition {
    None,
    Is(Id),
    In(SetId),
}

fn condition(test: Option<Test>, _sets: &Sets) -> Condition {
    match test {
        Some(Test::Is(id)) => Condition::Is(id),
        Some(Test::In(set)) => Condition::In(set),
        Some(Test::Run { set, least, .. }) if least > 0 => Condition::In(set),
        Some(Test::Run { .. }) | None => Condition::None,
    }
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

fn follow(
    tests: &[Test],
    view: &View,
    sets: &Sets,
    runs: &mut Runs,
    mut place: usize,
) -> Option<usize> {
    for test in tests {
        match *test {
            Test::Is(id) if view.at(place) == id => place += 1,
            Test::In(set) if holds(view, sets, set, place) => place += 1,
            Test::Run { set, least, most } => {
                let end = runs.end(view, sets, set, place, most as usize);
                if end - place < least as usize {
                    return None;
                }
                place = end;
            }
            _ => return None,
        }
    }
    Some(place)
}

#[inline]
fn holds(view: &View, sets: &Sets, set: SetId, place: usize) -> bool {
    let id = view.at(place);
    id != EDGE && sets.holds(set, id)
}

fn compile_tests(
    tests: &[rules::Test],
    characters: &Characters,
    sets: &Sets,
) -> Result<Vec<Test>, Fault> {
    let mut compiled = Vec::new();
    for test in tests {
        match test {
            rules::Test::Text(text) => {
                compiled.extend(text.chars().map(|c| Test::Is(characters.id(c))))
            }
            rules::Test::OneOf(set, least, most) => {
                let set = sets.tested(*set).ok_or(Fault::NoSuchSet)?;
                compiled.push(match (*least, *most) {
                    (1, 1) => Test::In(set),
                    (least, most) => Test::Run { set, least, most },
                });
            }
        }
    }
    Ok(compiled)
}

/// What is known of one text while a pass goes over it.
#[derive(Debug, Default)]
pub struct Search {
    runs: Runs,
    /// Patterns, as bits, that cannot hold before `until`.
    asleep: Vec<u64>,
    until: usize,
}

impl Search {
    /// Forget everything: another text comes.
    pub fn clear(&mut self) {
        self.runs.clear();
        self.wake();
    }

    fn wake(&mut self) {
        self.asleep.clear();
        self.until = usize::MAX;
    }

    fn put_to_sleep(&mut self, number: usize, until: usize) {
        if self.asleep.len() <= number / 64 {
            self.asleep.resize(number / 64 + 1, 0);
        }
        self.asleep[number / 64] |= 1 << (number % 64);
        self.until = self.until.min(until);
    }
}

/// Patterns in the order in which they are tried.
///
/// Which of them may hold at a place is told by the characters before, at and behind it.
#[derive(Debug)]
pub struct Patterns {
    all: Vec<Pattern>,
    words: usize,
    here: Vec<u64>,
    before: Vec<u64>,
    after: Vec<u64>,
    /// By character: whether any pattern begins with it.
    begins: Vec<bool>,
    /// By the character before, one bit a character: whether any pattern begins there.
    pairs: Vec<u64>,
    pair_words: usize,
}

impl Patterns {
    /// The patterns with their index over `count` characters.
    pub fn of(patterns: Vec<Pattern>, count: usize, sets: &Sets) -> Self {
        let words = patterns.len().div_ceil(64);
        let empty = || vec![0_u64; words * count];
        let (mut here, mut before, mut after) = (empty(), empty(), empty());
        let mut begins = vec![false; count];
        for (number, pattern) in patterns.iter().enumerate() {
            let filter = pattern.filter(sets);
            let (word, bit) = (number / 64, 1_u64 << (number % 64));
            for (id, begins) in begins.iter_mut().enumerate() {
                let slot = id * words + word;
                let one = id as Id;
                if filter.allows_here(sets, one) {
                    here[slot] |= bit;
                    *begins = true;
                }
                before[slot] |= if filter.allows_before(sets, one) { bit } else { 0 };
                after[slot] |= if filter.allows_after(sets, one) { bit } else { 0 };
            }
        }
        let mut index = Self {
            all: patterns,
            words,
            here,
            before,
            after,
            begins,
            pairs: Vec::new(),
            pair_words: count.div_ceil(64),
        };
        index.pairs = index.find_pairs(count);
        index
    }

    fn find_pairs(&self, count: usize) -> Vec<u64> {
        let mut pairs = Vec::with_capacity(count * self.pair_words);
        // Most characters stand before the same patterns: each such row is worked out once.
        let mut known: HashMap<&[u64], Vec<u64>> = HashMap::new();
        for before in 0..count {
            let allowed = &self.before[before * self.words..][..self.words];
            let row = known.entry(allowed).or_insert_with(|| self.find_beginning_with(allowed));
            pairs.extend_from_slice(row);
        }
        pairs
    }

    /// The characters, as bits, that one of the `allowed` patterns can begin with.
    fn find_beginning_with(&self, allowed: &[u64]) -> Vec<u64> {
        let mut row = vec![0; self.pair_words];
        for id in (0..self.begins.len()).filter(|&id| self.begins[id]) {
            let here = &self.here[id * self.words..][..self.words];
            if here.iter().zip(allowed).any(|(here, allowed)| here & allowed != 0) {
                row[id / 64] |= 1 << (id % 64);
            }
        }
        row
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        let tests = |one: &Pattern| {
            size_of_val(&*one.behind) + size_of_val(&*one.focus) + size_of_val(&*one.ahead)
        };
        let rows = [&self.here, &self.before, &self.after, &self.pairs];
        size_of_val(&*self.all)
            + self.all.iter().map(tests).sum::<usize>()
            + rows.iter().map(|row| size_of_val(row.as_slice())).sum::<usize>()
            + size_of_val(&*self.begins)
    }

    /// Whether any pattern can begin with `id`.
    #[inline]
    pub fn begins(&self, id: Id) -> bool {
        self.begins[usize::from(id)]
    }

    /// Whether any pattern can begin with `id` where `before` stands before it.
    #[inline]
    pub fn begins_behind(&self, before: Id, id: Id) -> bool {
        let id = usize::from(id);
        self.pairs[usize::from(before) * self.pair_words + id / 64] >> (id % 64) & 1 != 0
    }

    /// The first pattern that holds at `place`, with the end of its focus; `least` is the shortest.
    #[inline]
    pub fn find(
        &self,
        view: &View,
        sets: &Sets,
        search: &mut Search,
        place: usize,
        least: usize,
    ) -> Option<(usize, usize)> {
        let here = view.at(place);
        if !self.begins(here) || !self.begins_behind(view.before(place, 1), here) {
            return None;
        }
        self.find_beginning(view, sets, search, place, least)
    }

    fn find_beginning(
        &self,
        view: &View,
        sets: &Sets,
        search: &mut Search,
        place: usize,
        least: usize,
    ) -> Option<(usize, usize)> {
        if search.until <= place {
            search.wake();
        }
        let row = |id: Id| usize::from(id) * self.words;
        let here = row(view.at(place));
        let (before, after) = (row(view.before(place, 1)), row(view.at(place + 1)));
        for word in 0..self.words {
            let mut left =
                self.here[here + word] & self.before[before + word] & self.after[after + word];
            left &= !search.asleep.get(word).copied().unwrap_or(0);
            while left != 0 {
                let number = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                let pattern = &self.all[number];
                let found = match pattern.decided {
                    Some(length) => Some(place + length),
                    None => pattern.matches(view, sets, &mut search.runs, place),
                };
                match found {
                    Some(end) if end >= place + least => return Some((number, end)),
                    Some(_) => {}
                    None => {
                        if let Some(set) = pattern.begins_with_run {
                            let most = ENDLESS as usize;
                            let end = search.runs.end(view, sets, set, place, most);
                            if end > place + 1 && end - place < most {
                                search.put_to_sleep(number, end);
                            }
                        }
                    }
                }
            }
        }
        None
    }
}
