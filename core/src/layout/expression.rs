//! The regular expressions of `layout/protected.py`, matched as Python's `re` matches them.
//!
//! Only what those patterns use: sets, groups without capture, alternatives, greedy and possessive
//! repeats, one character behind, anything ahead, and `(?i:)` for letters of ASCII. The patterns
//! themselves come from Python, so that there is one source of them. A set is a row of bits over
//! the alphabet, by which it means what Python says it means.

use super::alphabet::{Alphabet, Id, Kind};

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    fn of(alphabet: &Alphabet, has: impl Fn(Id) -> bool) -> Self {
        let mut bits = vec![0; alphabet.count().div_ceil(64)];
        for id in (0..alphabet.count() as Id).filter(|&id| has(id)) {
            bits[usize::from(id / 64)] |= 1_u64 << (id % 64);
        }
        Self(bits)
    }

    #[inline]
    pub fn has(&self, id: Id) -> bool {
        self.0[usize::from(id / 64)] >> (id % 64) & 1 != 0
    }

    fn keep(&mut self, other: &Self) {
        for (bits, wanted) in self.0.iter_mut().zip(&other.0) {
            *bits &= wanted;
        }
    }

    fn add(&mut self, other: &Self) {
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }
}

/// One step of a pattern.
#[derive(Debug)]
enum Step {
    /// As many characters of a set as can be, from `least` to `most`.
    Repeat { set: Set, least: usize, most: usize, is_possessive: bool },
    /// Go on here, and if that fails there.
    Either(usize, usize),
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
}

/// Where a try can be taken up again: a step, a place, and places before it that are left to try.
pub(crate) type Choice = (usize, usize, usize);

/// Repeats of a group are written out, so there are not many.
const MOST_COPIES: usize = 64;

impl Expression {
    /// Read a pattern; `None` where it uses what is not known here.
    pub fn new(pattern: &str, alphabet: &Alphabet) -> Option<Self> {
        let mut reader = Reader { rest: pattern, alphabet, is_caseless: false };
        let node = reader.alternatives()?;
        if !reader.rest.is_empty() {
            return None;
        }
        let mut steps = Vec::new();
        write(&node, &mut steps)?;
        steps.push(Step::Done);
        let mut first = Set::of(alphabet, |_| false);
        if first_of(&node, &mut first) {
            return None; // it could match nothing
        }
        Some(Self { steps, first, behind: common_behind(&node) })
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
                Step::Either(one, two) => {
                    choices.push((*two, place, 0));
                    step = *one;
                    continue;
                }
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

/// A pattern as a tree.
enum Node {
    Repeat { set: Set, least: usize, most: usize, is_possessive: bool },
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Group { inner: Box<Node>, least: usize, most: usize },
    NotBehind(Set),
    Ahead { inner: Box<Node>, is_wanted: bool },
}

struct Reader<'a> {
    rest: &'a str,
    alphabet: &'a Alphabet,
    is_caseless: bool,
}

impl Reader<'_> {
    fn take(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn alternatives(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.take("|") {
            all.push(self.sequence()?);
        }
        if all.len() == 1 { all.pop() } else { Some(Node::Alternatives(all)) }
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            all.push(self.repeated()?);
        }
        Some(Node::Sequence(all))
    }

    fn repeated(&mut self) -> Option<Node> {
        let one = self.one()?;
        let Some((least, most)) = self.counts()? else { return Some(one) };
        let is_possessive = self.take("+");
        match one {
            Node::Repeat { set, least: 1, most: 1, .. } => {
                Some(Node::Repeat { set, least, most, is_possessive })
            }
            Node::Sequence(_) | Node::Alternatives(_) if !is_possessive && most <= MOST_COPIES => {
                Some(Node::Group { inner: Box::new(one), least, most })
            }
            _ => None,
        }
    }

    /// What stands behind something: how often it may come; `None` inside if nothing does.
    #[expect(clippy::option_option, reason = "a fault, nothing, or counts")]
    fn counts(&mut self) -> Option<Option<(usize, usize)>> {
        let known = [("*", (0, usize::MAX)), ("+", (1, usize::MAX)), ("?", (0, 1))];
        for (sign, counts) in known {
            if self.take(sign) {
                return (!self.rest.starts_with('?')).then_some(Some(counts));
            }
        }
        if !self.take("{") {
            return Some(None);
        }
        let (counts, rest) = self.rest.split_once('}')?;
        self.rest = rest;
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        Some(Some((least.parse().ok()?, most.parse().ok()?)))
    }

    fn one(&mut self) -> Option<Node> {
        if self.take("(?<!") {
            let inner = self.alternatives()?;
            return match inside(self.closed(inner)?)? {
                Node::Repeat { set, least: 1, most: 1, .. } => Some(Node::NotBehind(set)),
                _ => None,
            };
        }
        for (sign, is_wanted) in [("(?=", true), ("(?!", false)] {
            if self.take(sign) {
                let inner = self.alternatives()?;
                return Some(Node::Ahead { inner: Box::new(self.closed(inner)?), is_wanted });
            }
        }
        if self.take("(?i:") {
            let before = std::mem::replace(&mut self.is_caseless, true);
            let inner = self.alternatives()?;
            self.is_caseless = before;
            return self.closed(inner);
        }
        if self.take("(?:") {
            let inner = self.alternatives()?;
            return self.closed(inner);
        }
        let set = match self.next()? {
            '[' => self.set()?,
            '\\' => self.escape()?,
            '(' | ')' | '*' | '+' | '?' | '{' | '.' | '^' | '$' => return None,
            character => self.literal(character),
        };
        Some(Node::Repeat { set, least: 1, most: 1, is_possessive: false })
    }

    fn closed(&mut self, inner: Node) -> Option<Node> {
        self.take(")").then_some(inner)
    }

    fn literal(&self, character: char) -> Set {
        let alphabet = self.alphabet;
        Set::of(alphabet, |id| {
            let own = alphabet.character(id);
            own == character || (self.is_caseless && own.eq_ignore_ascii_case(&character))
        })
    }

    fn escape(&mut self) -> Option<Set> {
        let alphabet = self.alphabet;
        let of_kind = |bit, is| Some(Set::of(alphabet, |id| alphabet.kind(id).is(bit) == is));
        match self.next()? {
            'w' => of_kind(Kind::WORD, true),
            'W' => of_kind(Kind::WORD, false),
            'd' => of_kind(Kind::DECIMAL, true),
            's' => of_kind(Kind::SPACE, true),
            'S' => of_kind(Kind::SPACE, false),
            'u' => {
                let (code, rest) = self.rest.split_at_checked(4)?;
                self.rest = rest;
                let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
                Some(self.literal(character))
            }
            other if other.is_ascii_alphanumeric() => None,
            other => Some(self.literal(other)),
        }
    }

    /// A set in brackets; in those that ignore case no letters are known.
    fn set(&mut self) -> Option<Set> {
        let alphabet = self.alphabet;
        let is_other = self.take("^");
        let mut set = Set::of(alphabet, |_| false);
        while !self.take("]") {
            let character = self.next()?;
            if character == '\\' {
                set.add(&self.escape()?);
                continue;
            }
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let last = if is_range {
                self.next()?;
                self.next().filter(|&last| last != '\\')?
            } else {
                character
            };
            if self.is_caseless && character.is_alphabetic() {
                return None;
            }
            set.add(&Set::of(alphabet, |id| (character..=last).contains(&alphabet.character(id))));
        }
        Some(if is_other { Set::of(alphabet, |id| !set.has(id)) } else { set })
    }
}

/// The one node in a sequence of one.
fn inside(node: Node) -> Option<Node> {
    match node {
        Node::Sequence(mut all) if all.len() == 1 => all.pop(),
        _ => None,
    }
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
            for place in choices {
                steps[place] = Step::Either(place + 1, end);
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
    for one in others {
        let choice = steps.len();
        steps.push(Step::Done);
        write(one, steps)?;
        ends.push(steps.len());
        steps.push(Step::Done);
        steps[choice] = Step::Either(choice + 1, steps.len());
    }
    write(last, steps)?;
    for place in ends {
        steps[place] = Step::Goto(steps.len());
    }
    Some(())
}

/// Add what a match may begin with; whether it may also be empty.
fn first_of(node: &Node, first: &mut Set) -> bool {
    match node {
        Node::Repeat { set, least, .. } => {
            first.add(set);
            *least == 0
        }
        Node::Sequence(all) => all.iter().all(|one| first_of(one, first)),
        Node::Alternatives(all) => {
            all.iter().map(|one| first_of(one, first)).fold(false, |any, one| any | one)
        }
        Node::Group { inner, least, .. } => first_of(inner, first) || *least == 0,
        Node::NotBehind(_) | Node::Ahead { .. } => true,
    }
}

/// What must not stand before any match, as far as matches begin with that test.
fn common_behind(node: &Node) -> Option<Set> {
    match node {
        Node::NotBehind(set) => Some(set.clone()),
        Node::Sequence(all) => common_behind(all.first()?),
        Node::Alternatives(all) => {
            let mut common = common_behind(all.first()?)?;
            for one in &all[1..] {
                common.keep(&common_behind(one)?);
            }
            Some(common)
        }
        Node::Repeat { .. } | Node::Group { .. } | Node::Ahead { .. } => None,
    }
}
