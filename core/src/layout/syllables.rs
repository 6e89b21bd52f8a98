//! Where a word may be divided: Liang's patterns, as pyphen reads and applies them.

use rustc_hash::FxHashMap;

use super::alphabet::{Alphabet, Id, Kind};
use super::automaton::Automaton;

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
    /// The same, for all languages with few and short patterns.
    automaton: Option<Automaton>,
    /// The number of a word's edge.
    edge: u8,
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
        let edge = codes.get(&'.').copied().unwrap_or(0) as u8;
        let mut dictionary = Self { codes, width, next, values, automaton: None, edge };
        for line in lines {
            if line.contains(['/', '=']) || line.contains("^^") || !dictionary.add(line) {
                return None;
            }
        }
        let values = |node: usize| {
            dictionary.values[node].as_ref().map(|one: &Values| (one.start, &*one.values))
        };
        dictionary.automaton = Automaton::new(&dictionary.next, width, values);
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

    /// The places where a word of `alphabet` may be divided, as bits: `Hyphenator.positions`.
    ///
    /// `codes` are those of the alphabet here.
    pub(crate) fn places(&self, word: &[Id], (alphabet, codes): (&Alphabet, &[u8])) -> u64 {
        if !(2 * LEAST_LETTERS..=LONGEST_WORD).contains(&word.len()) {
            return 0;
        }
        let mut pointed = [self.edge; LONGEST_WORD + 2];
        let own = pointed[1..].iter_mut().zip(word);
        own.for_each(|(code, &id)| *code = codes[usize::from(id)]);
        let pointed = &pointed[..word.len() + 2];
        let odd = match &self.automaton {
            Some(automaton) => automaton.odd(pointed),
            None => self.odd(pointed),
        };
        let is_alpha = |id: &Id| alphabet.kind(*id).is(Kind::ALPHA);
        let bit = |bits, (place, id)| bits | u64::from(is_alpha(id)) << place;
        let letters = word.iter().enumerate().fold(0_u64, bit);
        odd >> 1 & letters << 1 & letters << LEAST_LETTERS & up_to_second_last(letters)
    }

    /// The same as [`Automaton::odd`], pattern by pattern.
    fn odd(&self, codes: &[u8]) -> u64 {
        let mut levels = [0_u8; LONGEST_WORD + 4];
        for start in 0..codes.len() {
            let mut node = 0;
            for &code in &codes[start..] {
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
        let bits = levels.iter().take(u64::BITS as usize).enumerate();
        bits.fold(0, |odd, (place, level)| odd | u64::from(level & 1) << place)
    }
}

/// The numbers of places, rising.
pub(crate) fn each_place(mut places: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = places.trailing_zeros();
        places &= places.wrapping_sub(1);
        (place < u64::BITS).then_some(place as usize)
    })
}

/// All places up to the second last of some letters: before which there are two of them, or more.
fn up_to_second_last(letters: u64) -> u64 {
    let last = letters.checked_ilog2().map_or(0, |place| 1_u64 << place);
    (letters & !last).checked_ilog2().map_or(0, |place| u64::MAX >> (u64::BITS - 1 - place))
}
