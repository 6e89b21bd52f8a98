//! Patterns read one character at a time: what a rule still asks of the text that follows.
//!
//! See `translate/back/patterns.py`. Here a text is one test a character.

use std::sync::Arc as Shared;

use crate::characters::{Characters, Id};
use crate::rules::{self, Beside};
use crate::table::Fault;

/// A set of characters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Set(Box<[u64]>);

impl Set {
    /// The set of `members`; `None` is the set of all.
    pub fn of(members: Option<impl IntoIterator<Item = Id>>, count: usize) -> Self {
        let Some(members) = members else { return Self(vec![u64::MAX; count.div_ceil(64)].into()) };
        let mut bits = vec![0; count.div_ceil(64)];
        for id in members {
            bits[usize::from(id) / 64] |= 1 << (id % 64);
        }
        Self(bits.into())
    }

    #[inline]
    pub fn holds(&self, id: Id) -> bool {
        self.0[usize::from(id) / 64] >> (id % 64) & 1 != 0
    }
}

/// The sets that a description lists.
pub(super) fn compile_sets(sets: &[Option<String>], characters: &Characters) -> Vec<Shared<Set>> {
    let compile = |set: &Option<String>| {
        let members = set.as_ref().map(|set| set.chars().map(|one| characters.id(one)));
        Shared::new(Set::of(members, characters.count()))
    };
    sets.iter().map(compile).collect()
}

/// The least `most` of a run without a limit.
const UNLIMITED: u32 = 1_000_000_000;

/// One test.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Is(Id),
    /// As many of a set as there are: never given back. The edge may be as good as one.
    In {
        set: Shared<Set>,
        least: u32,
        most: u32,
        is_edge: bool,
    },
}

impl Test {
    fn beside(beside: Beside, sets: &[Shared<Set>]) -> Result<Self, Fault> {
        let set = sets.get(beside.set).ok_or(Fault::NoSuchSet)?.clone();
        Ok(Self::In { set, least: 1, most: 1, is_edge: beside.is_edge })
    }

    /// How many characters it takes behind a place, where the number is fixed.
    pub fn length(&self) -> usize {
        match self {
            Self::Is(_) => 1,
            Self::In { least, .. } => *least as usize,
        }
    }

    fn takes(&self, id: Id) -> bool {
        match self {
            Self::Is(wanted) => *wanted == id,
            Self::In { set, .. } => set.holds(id),
        }
    }

    /// Whether a pattern that begins with it may begin with `id`.
    pub fn may_begin(&self, id: Id) -> bool {
        matches!(self, Self::In { least: 0, .. }) || self.takes(id)
    }
}

/// The tests of one rule from its place on: its focus, then what stands ahead.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub tests: Box<[Test]>,
    /// How many tests belong to the focus.
    pub focus: u32,
    pub behind: Box<[Test]>,
    pub behind_length: usize,
    pub is_at_start: bool,
}

impl Chain {
    /// The chain of a pattern.
    pub fn of(
        pattern: &rules::Pattern,
        is_edge: bool,
        characters: &Characters,
        sets: &[Shared<Set>],
    ) -> Result<Self, Fault> {
        let compile = |tests: &[rules::Test], is_edge| compile(tests, is_edge, characters, sets);
        let behind = compile(&pattern.behind, is_edge)?;
        let mut tests = compile(&pattern.focus, false)?;
        let focus = tests.len() as u32;
        tests.extend(compile(&pattern.ahead, false)?);
        if tests.is_empty() {
            return Err(Fault::EmptyPattern);
        }
        let is_fixed = |test: &Test| !matches!(test, Test::In { least, most, .. } if least != most);
        if !behind.iter().all(is_fixed) {
            return Err(Fault::BehindOfNoLength);
        }
        Ok(Self {
            tests: tests.into(),
            focus,
            behind_length: behind.iter().map(Test::length).sum(),
            behind: behind.into(),
            is_at_start: pattern.is_at_start,
        })
    }

    /// The chain of a string with its neighbours.
    pub fn of_string(
        rule: &rules::StringRule,
        characters: &Characters,
        sets: &[Shared<Set>],
    ) -> Result<Self, Fault> {
        let mut tests: Vec<Test> = rule.text.chars().map(|c| Test::Is(characters.id(c))).collect();
        let focus = tests.len() as u32;
        if focus == 0 {
            return Err(Fault::EmptyString);
        }
        if let Some(after) = rule.after {
            tests.push(Test::beside(after, sets)?);
        }
        let before = rule.before.map(|before| Test::beside(before, sets)).transpose()?;
        Ok(Self {
            tests: tests.into(),
            focus,
            behind_length: before.iter().len(),
            behind: before.into_iter().collect(),
            is_at_start: false,
        })
    }

    /// Whether the text before the place is what it asks for.
    pub fn holds_behind(&self, behind: &[Id]) -> bool {
        if self.is_at_start {
            return behind.is_empty();
        }
        let Some(first) = behind.len().checked_sub(self.behind_length) else {
            let is_edge = matches!(*self.behind, [Test::In { is_edge: true, .. }]);
            return behind.is_empty() && is_edge;
        };
        let mut rest = &behind[first..];
        self.behind.iter().all(|test| {
            let (own, others) = rest.split_at(test.length());
            rest = others;
            own.iter().all(|&id| test.takes(id))
        })
    }

    /// What it asks of the character `distance` characters before its place.
    pub fn at(&self, distance: usize) -> Option<&Test> {
        let mut end = 0;
        self.behind.iter().rev().find(|test| {
            let start = end;
            end += test.length();
            start < distance && distance <= end
        })
    }
}

fn compile(
    tests: &[rules::Test],
    is_edge: bool,
    characters: &Characters,
    sets: &[Shared<Set>],
) -> Result<Vec<Test>, Fault> {
    let mut compiled = Vec::new();
    for test in tests {
        match test {
            rules::Test::Text(text) => {
                compiled.extend(text.chars().map(|c| Test::Is(characters.id(c))));
            }
            rules::Test::OneOf(set, least, most) => {
                let set = sets.get(*set).ok_or(Fault::NoSuchSet)?.clone();
                compiled.push(Test::In { set, least: *least, most: *most, is_edge });
            }
        }
    }
    Ok(compiled)
}

/// A chain by its number, the test that comes next and how much of that test is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Residual {
    pub chain: u32,
    pub test: u32,
    pub done: u32,
}

impl Residual {
    /// All of a chain.
    pub fn of(chain: usize) -> Self {
        Self { chain: chain as u32, test: 0, done: 0 }
    }

    /// What is left after `id`, and the test that took it; `None` if the rule fails.
    ///
    /// No test where the chain was complete before the character.
    pub fn advance(self, chain: &Chain, id: Id) -> Option<(Self, Option<u32>)> {
        let Self { test: mut number, mut done, .. } = self;
        while let Some(test) = chain.tests.get(number as usize) {
            match test {
                Test::Is(wanted) => {
                    return (*wanted == id).then(|| (self.next(number + 1, 0), Some(number)));
                }
                Test::In { set, least, most, .. } => {
                    if done < *most && set.holds(id) {
                        // Beyond the least, the number no longer matters where there is no most.
                        let taken = done + 1;
                        let count = if *most >= UNLIMITED { taken.min(*least) } else { taken };
                        let rest = if count < *most {
                            self.next(number, count)
                        } else {
                            self.next(number + 1, 0)
                        };
                        return Some((rest, Some(number)));
                    }
                    if done < *least {
                        return None;
                    }
                    (number, done) = (number + 1, 0);
                }
            }
        }
        Some((self.next(number, 0), None))
    }

    fn next(self, test: u32, done: u32) -> Self {
        Self { test, done, ..self }
    }

    /// Whether the rule holds whatever follows, the end of the text included.
    pub fn is_certain(self, chain: &Chain) -> bool {
        self.asks_for_nothing(chain, false)
    }

    /// Whether the rule holds if the text ends here.
    pub fn holds_at_end(self, chain: &Chain) -> bool {
        self.asks_for_nothing(chain, true)
    }

    fn asks_for_nothing(self, chain: &Chain, is_end: bool) -> bool {
        let mut done = self.done;
        chain.tests[self.test as usize..].iter().all(|test| match test {
            Test::Is(_) => false,
            Test::In { least, is_edge, .. } => {
                let is_done = *least <= done || (is_end && *is_edge);
                done = 0;
                is_done
            }
        })
    }

    /// Whether the next character may still belong to the focus.
    pub fn in_focus(self, chain: &Chain) -> bool {
        self.test < chain.focus
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc as Shared;

    use super::{Chain, Residual, Set, Test, UNLIMITED};

    fn run(members: &[u16], least: u32, most: u32, is_edge: bool) -> Test {
        let set = Shared::new(Set::of(Some(members.iter().copied()), 70));
        Test::In { set, least, most, is_edge }
    }

    fn chain(tests: Vec<Test>, focus: u32) -> Chain {
        Chain { tests: tests.into(), focus, ..Chain::default() }
    }

    #[test]
    fn a_run_never_gives_back() {
        let chain = chain(vec![run(&[3, 69], 1, UNLIMITED, false), Test::Is(3)], 1);
        let start = Residual::of(7);
        let (one, taker) = start.advance(&chain, 3).unwrap();
        assert_eq!((one.test, one.done, taker), (0, 1, Some(0)));
        assert_eq!(one.advance(&chain, 69), Some((one, Some(0))));
        assert_eq!(
            one.advance(&chain, 5),
            None,
            "the run takes every 3, none is left for the text"
        );
        assert!(!one.is_certain(&chain));
    }

    #[test]
    fn a_complete_chain_takes_nothing() {
        let chain = chain(vec![run(&[3], 1, 2, false)], 1);
        let (one, _) = Residual::of(0).advance(&chain, 3).unwrap();
        assert!(one.is_certain(&chain) && one.in_focus(&chain));
        let (rest, taker) = one.advance(&chain, 4).unwrap();
        assert_eq!((rest.test, taker), (1, None));
        let (two, _) = one.advance(&chain, 3).unwrap();
        assert!(!two.in_focus(&chain));
    }

    #[test]
    fn the_edge_is_as_good_where_it_is_said() {
        let edge = chain(vec![Test::Is(5), run(&[3], 1, 1, true)], 1);
        let (rest, _) = Residual::of(0).advance(&edge, 5).unwrap();
        assert!(rest.holds_at_end(&edge) && !rest.is_certain(&edge));
        let behind =
            Chain { behind: [run(&[3], 1, 1, true)].into(), behind_length: 1, ..Chain::default() };
        assert!(behind.holds_behind(&[]) && behind.holds_behind(&[9, 3]));
        assert!(!behind.holds_behind(&[3, 9]));
    }

    #[test]
    fn what_is_asked_at_a_distance() {
        let behind = vec![Test::Is(5), run(&[3], 2, 2, false)];
        let chain = Chain { behind: behind.into(), behind_length: 3, ..Chain::default() };
        assert!(matches!(chain.at(1), Some(Test::In { .. })));
        assert!(matches!(chain.at(2), Some(Test::In { .. })));
        assert!(matches!(chain.at(3), Some(Test::Is(5))));
        assert!(chain.at(4).is_none());
        assert!(chain.holds_behind(&[9, 5, 3, 3]) && !chain.holds_behind(&[3, 3]));
    }
}
