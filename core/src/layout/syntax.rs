//! Patterns as trees: how their text is read, and what must not stand before their matches.

use super::alphabet::{Alphabet, Kind};
use super::expression::Set;

/// Repeats of a group are written out, so there are not many.
const MOST_COPIES: usize = 64;

/// A pattern as a tree.
pub(crate) enum Node {
    Repeat { set: Set, least: usize, most: usize, is_possessive: bool },
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Group { inner: Box<Node>, least: usize, most: usize },
    NotBehind(Set),
    Ahead { inner: Box<Node>, is_wanted: bool },
}

/// Read a pattern; `None` where it uses what is not known here.
pub(crate) fn read(pattern: &str, alphabet: &Alphabet) -> Option<Node> {
    let mut reader = Reader { rest: pattern, alphabet, is_caseless: false };
    let node = reader.alternatives()?;
    reader.rest.is_empty().then_some(node)
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
        if self.is_caseless {
            let both = [character.to_ascii_lowercase(), character.to_ascii_uppercase()];
            return Set::only(self.alphabet, both);
        }
        Set::only(self.alphabet, [character])
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
            if self.is_caseless && character.is_alphabetic() {
                return None;
            }
            if !self.rest.starts_with('-') || self.rest.starts_with("-]") {
                set.add(&self.literal(character));
                continue;
            }
            self.next()?;
            let range = character..=self.next().filter(|&last| last != '\\')?;
            set.add(&Set::of(alphabet, |id| range.contains(&alphabet.character(id))));
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

/// What must not stand before any match, as far as matches begin with that test.
pub(crate) fn common_behind(node: &Node) -> Option<Set> {
    match node {
        Node::NotBehind(set) => Some(set.clone()),
        Node::Sequence(all) => common_behind(all.first()?),
        Node::Alternatives(all) => common(all, common_behind),
        Node::Repeat { .. } | Node::Group { .. } | Node::Ahead { .. } => None,
    }
}

/// What must not stand behind any match, as far as matches end with a test for one character.
pub(crate) fn common_ahead(node: &Node) -> Option<Set> {
    match node {
        Node::Ahead { inner, is_wanted: false } => match &**inner {
            Node::Sequence(all) => match all.as_slice() {
                [Node::Repeat { set, least: 1, .. }] => Some(set.clone()),
                _ => None,
            },
            _ => None,
        },
        Node::Sequence(all) => common_ahead(all.last()?),
        Node::Alternatives(all) => common(all, common_ahead),
        _ => None,
    }
}

/// What a set for each of some nodes has in common; `None` if one has none.
fn common(all: &[Node], set: fn(&Node) -> Option<Set>) -> Option<Set> {
    let mut common = set(all.first()?)?;
    for one in &all[1..] {
        common.keep(&set(one)?);
    }
    Some(common)
}
