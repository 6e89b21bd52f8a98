//! Characters as small numbers: the alphabet of a table.

use crate::rules::{Pattern, Rules, Test};

/// A character of the table by its number.
pub type Id = u16;

/// What stands beyond the edge of a text.
pub const EDGE: Id = 0;
/// A character that no rule names.
pub const OTHER: Id = 1;

const BLOCK: usize = 256;

/// The numbering: two steps from a code point to its number.
#[derive(Debug)]
pub struct Characters {
    blocks: Vec<u16>,
    ids: Vec<Id>,
    known: Vec<char>,
}

impl Characters {
    /// Number every character that a rule names; `None` where they are too many.
    pub fn of(rules: &Rules) -> Option<Self> {
        let mut all: Vec<char> = named(rules);
        all.sort_unstable();
        all.dedup();
        if all.len() > usize::from(Id::MAX) - 2 {
            return None;
        }
        let mut blocks = vec![0_u16; 0x11_0000 / BLOCK];
        let mut ids = vec![OTHER; BLOCK]; // block 0 is for what nobody names
        for (&character, id) in all.iter().zip(2..) {
            let code = character as usize;
            let block = &mut blocks[code / BLOCK];
            if *block == 0 {
                *block = (ids.len() / BLOCK) as u16;
                ids.resize(ids.len() + BLOCK, OTHER);
            }
            ids[usize::from(*block) * BLOCK + code % BLOCK] = id;
        }
        Some(Self { blocks, ids, known: all })
    }

    /// The number of a character.
    #[inline]
    pub fn id(&self, character: char) -> Id {
        let code = character as usize;
        self.ids[usize::from(self.blocks[code / BLOCK]) * BLOCK + code % BLOCK]
    }

    /// The character with a number, where there is one.
    pub fn character(&self, id: Id) -> Option<char> {
        self.known.get(usize::from(id).checked_sub(2)?).copied()
    }

    /// How many numbers there are, the two special ones included.
    pub fn count(&self) -> usize {
        self.known.len() + 2
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.blocks) + size_of_val(&*self.ids) + size_of_val(&*self.known)
    }

    /// The numbers of a string.
    pub fn ids(&self, text: &str) -> Box<[Id]> {
        text.chars().map(|character| self.id(character)).collect()
    }
}

fn named(rules: &Rules) -> Vec<char> {
    let mut all: Vec<char> = rules.definitions.iter().map(|one| one.character).collect();
    all.extend(rules.midnums.iter().map(|one| one.character));
    all.extend(rules.sets.iter().flatten().flat_map(|set| set.chars()));
    all.extend(rules.swaps.iter().flat_map(|(old, new)| old.chars().chain(new.chars())));
    all.extend(rules.strings.iter().flat_map(|rule| rule.text.chars()));
    all.extend(rules.corrects.iter().flat_map(|rule| rule.text.chars()));
    let reading = rules.reading.iter().flat_map(|reading| &reading.characters);
    all.extend(reading.map(|one| one.character));
    let contexts = rules.contexts.iter().map(|rule| &rule.pattern);
    for pattern in contexts.chain(rules.corrects.iter().map(|rule| &rule.pattern)) {
        all.extend(texts_of(pattern).flat_map(str::chars));
    }
    all
}

fn texts_of(pattern: &Pattern) -> impl Iterator<Item = &str> {
    let tests = pattern.behind.iter().chain(&pattern.focus).chain(&pattern.ahead);
    tests.filter_map(|test| match test {
        Test::Text(text) => Some(text.as_str()),
        Test::OneOf(..) => None,
    })
}
