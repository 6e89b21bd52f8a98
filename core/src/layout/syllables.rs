//! Where a word may be divided: Liang's patterns, as pyphen reads and applies them.

use rustc_hash::FxHashMap;

use super::alphabet::{Alphabet, Id, Kind};

/// Longer strings of letters are no words: `LONGEST_WORD` of `hyphenation.py`.
const LONGEST_WORD: usize = 64;
/// Letters on each side of the hyphen.
pub(crate) const LEAST_LETTERS: usize = 2;

/// Lines of a dictionary that hold no pattern.
const IGNORED: [&str; 6] = [
    "%",
    "#",
    "LEFTHYPHENMIN",
    "RIGHTHYPHENMIN",
    "COMPOUNDLEFTHYPHENMIN",
    "COMPOUNDRIGHTHYPHENMIN",
];

/// What a pattern says of the places from `start` on, counted from its first character.
#[derive(Debug)]
struct Values {
    start: usize,
    values: Box<[u8]>,
}

/// A node of the patterns' trie: the values of what ends here.
#[derive(Debug, Default)]
struct Node {
    values: Option<Values>,
}

/// The patterns of a language.
#[derive(Debug)]
pub struct Dictionary {
    nodes: Vec<Node>,
    next: FxHashMap<(u32, char), u32>,
}

impl Dictionary {
    /// Read the lines of a dictionary, the first of which names an encoding.
    ///
    /// `None` for one with what is not known here: hyphens that change the spelling, and characters
    /// given by number.
    pub fn new(text: &str) -> Option<Self> {
        let mut dictionary = Self { nodes: vec![Node::default()], next: FxHashMap::default() };
        // Only line feeds part lines for pyphen, after the ends of lines were unified.
        for line in text.split(['\n', '\r']).skip(1).map(str::trim) {
            if line.is_empty() || IGNORED.iter().any(|word| line.starts_with(word)) {
                continue;
            }
            if line.contains(['/', '=']) || line.contains("^^") || !dictionary.add(line) {
                return None;
            }
        }
        Some(dictionary)
    }

    /// Whether the pattern could be read.
    fn add(&mut self, line: &str) -> bool {
        let mut node = 0;
        let mut values = Vec::new();
        let mut value = None;
        for character in line.chars() {
            if let Some(digit) = character.to_digit(10) {
                if value.is_some() {
                    return false;
                }
                value = Some(digit as u8);
                continue;
            }
            values.push(value.take().unwrap_or(0));
            node = self.child(node, character);
        }
        values.push(value.unwrap_or(0));
        let Some(start) = values.iter().position(|&one| one > 0) else { return true };
        let end = values.iter().rposition(|&one| one > 0).map_or(0, |last| last + 1);
        let values = values[start..end].into();
        self.nodes[node as usize].values = Some(Values { start, values });
        true
    }

    fn child(&mut self, node: u32, character: char) -> u32 {
        let count = self.nodes.len() as u32;
        let child = *self.next.entry((node, character)).or_insert(count);
        if child == count {
            self.nodes.push(Node::default());
        }
        child
    }

    /// The places where a word of `alphabet` may be divided, rising, as `Hyphenator.positions`.
    pub(crate) fn positions(&self, word: &[Id], alphabet: &Alphabet, places: &mut Vec<usize>) {
        places.clear();
        if !(2 * LEAST_LETTERS..=LONGEST_WORD).contains(&word.len()) {
            return;
        }
        let mut levels = [0_u8; LONGEST_WORD + 4];
        let lower = |place: usize| match place.checked_sub(1).and_then(|at| word.get(at)) {
            Some(&id) => alphabet.lower(id),
            None => '.',
        };
        let count = word.len() + 2;
        for start in 0..count - 1 {
            let mut node = 0;
            for place in start..count {
                let Some(&child) = self.next.get(&(node, lower(place))) else { break };
                node = child;
                let Some(found) = &self.nodes[node as usize].values else { continue };
                let from = start + found.start;
                for (level, &value) in levels[from..].iter_mut().zip(&*found.values) {
                    *level = value.max(*level);
                }
            }
        }
        let is_alpha = |id: &Id| alphabet.kind(*id).is(Kind::ALPHA);
        places.extend((LEAST_LETTERS..=word.len() - LEAST_LETTERS).filter(|&place| {
            levels[place + 1] % 2 == 1
                && word[place - LEAST_LETTERS..place].iter().all(is_alpha)
                && word[place..].iter().filter(|id| is_alpha(id)).count() >= LEAST_LETTERS
        }));
    }
}
