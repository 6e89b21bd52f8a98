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
#[derive(Clone, Debug)]
struct Values {
    start: usize,
    values: Box<[u8]>,
}

/// The patterns of a language, in a trie.
///
/// A node is a row of `next`, with a place for each character that patterns have; 0 is no node.
#[derive(Debug)]
pub struct Dictionary {
    /// The number of each character of the patterns, from 1 on.
    codes: FxHashMap<char, usize>,
    width: usize,
    next: Vec<u32>,
    values: Vec<Option<Values>>,
}

/// More characters are in no dictionary that is read here.
const MOST_CODES: usize = 200;

impl Dictionary {
    /// Read the lines of a dictionary, the first of which names an encoding.
    ///
    /// `None` for one with what is not known here: hyphens that change the spelling, and characters
    /// given by number.
    pub fn new(text: &str) -> Option<Self> {
        let is_pattern =
            |line: &&str| !line.is_empty() && !IGNORED.iter().any(|word| line.starts_with(word));
        let lines = text.split(['\n', '\r']).skip(1).map(str::trim).filter(is_pattern);
        let mut codes = FxHashMap::default();
        for character in lines.clone().flat_map(str::chars).filter(|one| !one.is_ascii_digit()) {
            let count = codes.len() + 1;
            codes.entry(character).or_insert(count);
        }
        let width = codes.len() + 1;
        if width > MOST_CODES {
            return None;
        }
        let (next, values) = (vec![0; width], vec![None]);
        let mut dictionary = Self { codes, width, next, values };
        for line in lines {
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
        self.values[node] = Some(Values { start, values });
        true
    }

    fn child(&mut self, node: usize, character: char) -> usize {
        let code = self.codes.get(&character).copied().unwrap_or(0);
        let place = node * self.width + code;
        if self.next[place] == 0 {
            self.next[place] = self.values.len() as u32;
            self.values.push(None);
            self.next.resize(self.next.len() + self.width, 0);
        }
        self.next[place] as usize
    }

    /// By character of an alphabet: its small form's number here, 0 for one that no pattern has.
    pub(crate) fn codes(&self, alphabet: &Alphabet) -> Vec<u8> {
        let code = |id| self.codes.get(&alphabet.lower(id)).copied().unwrap_or(0) as u8;
        (0..alphabet.count() as Id).map(code).collect()
    }

    /// The places where a word of `alphabet` may be divided, rising, as `Hyphenator.positions`.
    ///
    /// `codes` are those of the alphabet here.
    pub(crate) fn positions(
        &self,
        word: &[Id],
        (alphabet, codes): (&Alphabet, &[u8]),
        places: &mut Vec<usize>,
    ) {
        places.clear();
        if !(2 * LEAST_LETTERS..=LONGEST_WORD).contains(&word.len()) {
            return;
        }
        let mut levels = [0_u8; LONGEST_WORD + 4];
        let mut pointed = [0_u8; LONGEST_WORD + 2];
        let edge = self.codes.get(&'.').copied().unwrap_or(0) as u8;
        let pointed = &mut pointed[..word.len() + 2];
        pointed.fill(edge);
        for (code, &id) in pointed[1..].iter_mut().zip(word) {
            *code = codes[usize::from(id)];
        }
        for start in 0..pointed.len() - 1 {
            let mut node = 0;
            for &code in &pointed[start..] {
                node = self.next[node * self.width + usize::from(code)] as usize;
                if node == 0 {
                    break;
                }
                let Some(found) = &self.values[node] else { continue };
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
