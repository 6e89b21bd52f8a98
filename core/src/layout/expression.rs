//! The regular expressions of `layout/protected.py`, matched as Python's `re` matches them.
//!
//! Only what those patterns use: sets, groups without capture, alternatives, greedy and possessive
//! repeats, one character behind, anything ahead, and `(?i:)` for letters of ASCII. The patterns
//! themselves come from Python, so that there is one source of them. A set is a row of bits over
//! the alphabet, by which it means what Python says it means.

use super::alphabet::{Alphabet, Id, Kind};
use super::places::{Shape, Side, first_of};
use super::syntax::{Node, common_behind, read};

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    pub fn of(alphabet: &Alphabet, has: impl Fn(Id) -> bool) -> Self {
        let mut bits = vec![0; alphabet.count().div_ceil(64)];
        for id in (0..alphabet.count() as Id).filter(|&id| has(id)) {
            bits[usize::from(id / 64)] |= 1_u64 << (id % 64);
        }
        Self(bits)
    }

    /// Those of some characters that the alphabet has.
    pub fn only(alphabet: &Alphabet, characters: impl IntoIterator<Item = char>) -> Self {
        let mut bits = vec![0; alphabet.count().div_ceil(64)];
        for id in characters.into_iter().filter_map(|one| alphabet.id(one)) {
            bits[usize::from(id / 64)] |= 1_u64 << (id % 64);
        }
        Self(bits)
    }

    #[inline]
    pub fn has(&self, id: Id) -> bool {
        self.0.get(usize::from(id / 64)).is_some_and(|bits| bits >> (id % 64) & 1 != 0)
    }

    /// The numbers of its characters.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate();
        words.flat_map(|(number, &word)| bits(word).map(move |bit| 64 * number + bit))
    }

    pub fn keep(&mut self, other: &Self) {
        for (bits, wanted) in self.0.iter_mut().zip(&other.0) {
            *bits &= wanted;
        }
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, two)| one & two != 0)
    }

    pub fn add(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }
}

/// The places of the bits that are set.
pub(crate) fn bits(mut all: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (all != 0).then(|| all.trailing_zeros() as usize);
        all &= all.wrapping_sub(1);
        next
    })
}

/// One step of a pattern.
#[derive(Debug)]
enum Step {
    /// As many characters of a set as can be, from `least` to `most`.
    Repeat { set: Set, least: usize, most: usize, is_possessive: bool },
    /// Go on here, where that may begin with the next character, and if it fails there.
    Either(Option<Set>, usize, usize),
    /// The next character is in the set.
    Begins(Set),
    /// Go on there.
    Goto(usize),
    /// The character behind is not in the set.
    NotBehind(Set),
    /// What follows matches, or does not; the steps behind it begin at `behind`.
    Ahead { behind: usize, is_wanted: bool },
    /// All of it matches.
    Done,
}

/// A pattern that Python's `re` knows too.
#[derive(Debug)]
pub(crate) struct Expression {
    steps: Vec<Step>,
    /// What a match may begin with.
    first: Set,
    /// What must not stand before it.
    behind: Option<Set>,
    /// For each place that may be a blank what stands on its sides: see `Shape`.
    around_blanks: Vec<[Vec<Side>; 2]>,
}

/// Where a try can be taken up again: a step, a place, and places before it that are left to try.
pub(crate) type Choice = (usize, usize, usize);

impl Expression {
    /// Read a pattern; `None` where it uses what is not known here.
    pub fn new(pattern: &str, alphabet: &Alphabet) -> Option<Self> {
        let node = read(pattern, alphabet)?;
        let mut steps = Vec::new();
        write(&node, &mut steps)?;
        steps.push(Step::Done);
        let blanks = Set::of(alphabet, |id| alphabet.kind(id).is(Kind::SPACE));
        let Shape { first, around_blanks } = Shape::of(&node, &blanks, alphabet)?;
        Some(Self { steps, first, behind: common_behind(&node), around_blanks })
    }

    /// For each place that may be a blank what stands on its sides: see `Shape`.
    pub fn around_blanks(&self) -> &[[Vec<Side>; 2]] {
        &self.around_blanks
    }

    /// Whether a match could begin with `id` behind the character `before`.
    #[inline]
    pub fn may_begin(&self, id: Id, before: Option<Id>) -> bool {
        self.first.has(id)
            && !self.behind.as_ref().zip(before).is_some_and(|(set, before)| set.has(before))
    }

    /// Where the match that begins at `start` ends.
    pub fn match_at(&self, text: &[Id], start: usize, choices: &mut Vec<Choice>) -> Option<usize> {
        self.run(0, text, start, choices)
    }

    fn run(
        &self,
        step: usize,
        text: &[Id],
        start: usize,
        choices: &mut Vec<Choice>,
    ) -> Option<usize> {
        let base = choices.len();
        let (mut step, mut place) = (step, start);
        loop {
            let goes_on = match &self.steps[step] {
                Step::Done => {
                    choices.truncate(base);
                    return Some(place);
                }
                Step::Goto(to) => {
                    step = *to;
                    continue;
                }
                Step::Either(first, one, two) => {
                    if first.as_ref().is_none_or(|set| begins(set, text, place)) {
                        choices.push((*two, place, 0));
                        step = *one;
                    } else {
                        step = *two;
                    }
                    continue;
                }
                Step::Begins(set) => begins(set, text, place),
                Step::NotBehind(set) => place == 0 || !set.has(text[place - 1]),
                Step::Ahead { behind, is_wanted } => {
                    let is_there = self.run(step + 1, text, place, choices).is_some();
                    if is_there == *is_wanted {
                        step = *behind;
                        continue;
                    }
                    false
                }
                Step::Repeat { set, least, most, is_possessive } => {
                    let room = text.len() - place;
                    let rest = &text[place..place + room.min(*most)];
                    let count = rest.iter().position(|&id| !set.has(id)).unwrap_or(rest.len());
                    if count > *least && !is_possessive {
                        choices.push((step + 1, place + count - 1, count - 1 - least));
                    }
                    place += count;
                    count >= *least
                }
            };
            if goes_on {
                step += 1;
                continue;
            }
            if choices.len() == base {
                return None;
            }
            let (next, from, left) = choices.pop()?;
            if left > 0 {
                choices.push((next, from - 1, left - 1));
            }
            (step, place) = (next, from);
        }
    }
}

fn begins(set: &Set, text: &[Id], place: usize) -> bool {
    text.get(place).is_some_and(|&id| set.has(id))
}

fn write(node: &Node, steps: &mut Vec<Step>) -> Option<()> {
    match node {
        Node::Repeat { set, least, most, is_possessive } => steps.push(Step::Repeat {
            set: set.clone(),
            least: *least,
            most: *most,
            is_possessive: *is_possessive,
        }),
        Node::Sequence(all) => all.iter().try_for_each(|one| write(one, steps))?,
        Node::Alternatives(all) => write_alternatives(all, steps)?,
        Node::Group { inner, least, most } => {
            for _ in 0..*least {
                write(inner, steps)?;
            }
            let mut choices = Vec::new();
            for _ in *least..*most {
                choices.push(steps.len());
                steps.push(Step::Done);
                write(inner, steps)?;
            }
            let end = steps.len();
            let first = first_of(inner);
            for place in choices {
                steps[place] = Step::Either(first.clone(), place + 1, end);
            }
        }
        Node::NotBehind(set) => steps.push(Step::NotBehind(set.clone())),
        Node::Ahead { inner, is_wanted } => {
            let place = steps.len();
            steps.push(Step::Done);
            write(inner, steps)?;
            steps.push(Step::Done);
            steps[place] = Step::Ahead { behind: steps.len(), is_wanted: *is_wanted };
        }
    }
    Some(())
}

fn write_alternatives(all: &[Node], steps: &mut Vec<Step>) -> Option<()> {
    let (last, others) = all.split_last()?;
    let mut ends = Vec::new();
    let mut firsts = all.iter().map(first_of);
    let any = firsts.try_fold(Set::default(), |mut any, one| {
        any.add(&one?);
        Some(any)
    });
    steps.extend(any.map(Step::Begins));
    for one in others {
        let choice = steps.len();
        steps.push(Step::Done);
        write(one, steps)?;
        ends.push(steps.len());
        steps.push(Step::Done);
        steps[choice] = Step::Either(first_of(one), choice + 1, steps.len());
    }
    write(last, steps)?;
    for place in ends {
        steps[place] = Step::Goto(steps.len());
    }
    Some(())
}
