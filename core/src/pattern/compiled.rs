//! One pattern, compiled: tests of characters, in the order in which they are made.

use super::filter::{Condition, Filter};
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
    pub begins_with_run: Option<SetId>,
    /// The length of the focus where [`Filter`] tests all that the pattern asks for.
    pub decided: Option<usize>,
}

/// The least `most` of a run without a limit.
pub const ENDLESS: u32 = 1_000_000_000;

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
    pub fn filter(&self) -> Filter {
        let mut tests = self.focus.iter().chain(&self.ahead);
        let first = tests.next().copied();
        let is_single = matches!(first, Some(Test::Is(_) | Test::In(_)));
        Filter {
            here: condition(first),
            after: if is_single { condition(tests.next().copied()) } else { Condition::None },
            before: condition(self.behind.first().copied()),
            is_at_start: self.is_at_start,
        }
    }

    /// Bytes of memory beside its own.
    pub fn size_of_tests(&self) -> usize {
        size_of_val(&*self.behind) + size_of_val(&*self.focus) + size_of_val(&*self.ahead)
    }
}

fn condition(test: Option<Test>) -> Condition {
    match test {
        Some(Test::Is(id)) => Condition::Is(id),
        Some(Test::In(set)) => Condition::In(set),
        Some(Test::Run { set, least, .. }) if least > 0 => Condition::In(set),
        Some(Test::Run { .. }) | None => Condition::None,
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
