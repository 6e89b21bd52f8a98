//! The states of emphasis by number, with what follows a character.

use super::emphasis::Emphasis;
use super::interner::Interner;

/// All states that were met.
#[derive(Debug)]
pub(super) struct Emphases {
    all: Interner<Emphasis>,
    /// By state: behind a blank, and behind another character; `None` where it is not known.
    after: Vec<[Option<Option<u32>>; 2]>,
}

impl Emphases {
    /// Nothing but the state without emphasis.
    pub fn new() -> Self {
        let mut all = Self { all: Interner::default(), after: Vec::new() };
        all.number(Emphasis::default());
        all
    }

    pub fn number(&mut self, emphasis: Emphasis) -> u32 {
        let number = self.all.number_of(emphasis);
        if number as usize == self.after.len() {
            self.after.push([None; 2]);
        }
        number
    }

    pub fn get(&self, number: u32) -> &Emphasis {
        self.all.get(number)
    }

    /// The state after a character; `None` where it cannot stand.
    pub fn after(&mut self, number: u32, is_blank: bool) -> Option<u32> {
        let side = usize::from(is_blank);
        if let Some(known) = self.after[number as usize][side] {
            return known;
        }
        let found = self.get(number).after(is_blank).map(|after| self.number(after));
        self.after[number as usize][side] = Some(found);
        found
    }
}
