//! The main pass, walked one character at a time: contexts, number sign, strings, definitions.
//!
//! See `translate/back/second_pass.py`.

use std::sync::Arc as Shared;

use super::chain::{Residual, Test};
use super::interner::Map;
use super::level::{Level, Levels, Pass, Pending, Starts};
use crate::characters::{EDGE, Id};

/// Ways that are kept; hostile text could ask for any number.
const MOST_KEPT: usize = 50_000;

/// The rules that write cells.
#[derive(Debug)]
pub(super) struct SecondPass {
    /// The chains of the contexts, of the strings, and of the digit behind a `midnum`.
    pub pass: Pass,
    pub context_starts: Starts,
    pub contexts: Box<[Box<[u8]>]>,
    pub string_starts: Starts,
    /// By precedence.
    pub strings: Box<[Box<[u8]>]>,
    pub number_sign: Box<[u8]>,
    pub is_digit: Box<[bool]>,
    pub midnums: Map<Id, Box<[u8]>>,
}

impl SecondPass {
    /// The one character that a string begun waits for; `None` where there is none or a choice.
    pub fn awaited(&self, focus: Residual) -> Option<Id> {
        let chain = self.pass.chain(focus);
        match chain.tests.get(focus.test as usize) {
            Some(Test::Is(id)) if focus.in_focus(chain) => Some(*id),
            _ => None,
        }
    }
}

/// One way to go on: where the pass stands then, and the cells that are written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub level: Level,
    pub was_midnum: bool,
    pub cells: Vec<u8>,
    /// Behind the cells stand those of the character's own definition.
    pub is_defined: bool,
}

/// The neighbourhood of a character: before it, behind the next one, what is asked.
#[derive(Clone)]
struct Place {
    before: u32,
    behind: u32,
    pending: Pending,
    was_midnum: bool,
    /// Written before it already.
    cells: Vec<u8>,
}

impl Place {
    fn written(&self, focus: Option<Residual>, pending: Pending, sign: &[u8]) -> Written {
        Written {
            level: Level { behind: self.behind, focus, pending },
            was_midnum: false,
            cells: [&self.cells, sign].concat(),
            is_defined: false,
        }
    }
}

/// What is known of the ways of the pass.
#[derive(Debug)]
pub(super) struct Ways {
    pub levels: Levels,
    known: Map<(Level, bool, Id), Shared<[Written]>>,
}

impl Ways {
    pub fn of(second: &SecondPass) -> Self {
        Self { levels: Levels::of(&second.pass), known: Map::default() }
    }

    /// All ways to go on with a character, which speaks for its class.
    pub fn ways(
        &mut self,
        second: &SecondPass,
        level: Level,
        was_midnum: bool,
        id: Id,
    ) -> Shared<[Written]> {
        let key = (level, was_midnum, id);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut walk = Walk { second, levels: &mut self.levels, ways: Vec::new() };
        walk.find(level, was_midnum, id);
        let found: Shared<[Written]> = walk.ways.into();
        if self.known.len() >= MOST_KEPT {
            self.known.clear();
        }
        self.known.insert(key, found.clone());
        found
    }

    /// The level behind a sign of emphasis, which no string reaches across.
    pub fn parted(&mut self, second: &SecondPass, level: Level) -> Level {
        let first = second.contexts.len() as u32;
        let strings = first..first + second.strings.len() as u32;
        let pending = self.levels.filtered(level.pending, |one| {
            !strings.contains(&one.chain) || !one.in_focus(second.pass.chain(one))
        });
        Level { pending, ..level }
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let each = size_of::<(Level, bool, Id)>() + 2 * size_of::<Written>();
        self.levels.size() + self.known.capacity() * each
    }
}

struct Walk<'a> {
    second: &'a SecondPass,
    levels: &'a mut Levels,
    ways: Vec<Written>,
}

impl Walk<'_> {
    fn find(&mut self, level: Level, was_midnum: bool, id: Id) {
        let going = self.levels.go_on(level, id, &self.second.pass);
        let Some((after, is_inside)) = going else { return };
        if is_inside {
            let cells = Vec::new();
            self.ways.push(Written { level: after, was_midnum, cells, is_defined: false });
            return;
        }
        let Level { behind, pending, .. } = after;
        let place = Place { before: level.behind, behind, pending, was_midnum, cells: Vec::new() };
        self.contextual(place, id);
    }

    fn contextual(&mut self, mut place: Place, id: Id) {
        let pass = &self.second.pass;
        for start in self.second.context_starts.with(id) {
            if !self.levels.allows(place.before, start.rest.chain) {
                continue;
            }
            let cells = &self.second.contexts[start.number as usize];
            let is_insertion =
                start.taker.is_none_or(|taker| taker >= pass.chain(start.rest).focus);
            let (focus, added) = pass.split(start.rest);
            match self.levels.joined(place.pending, added) {
                None => {}
                Some(pending) if is_insertion => {
                    let inserted = Place { pending, cells: cells.to_vec(), ..place.clone() };
                    self.plain(inserted, id);
                }
                Some(pending) => self.ways.push(place.written(focus, pending, cells)),
            }
            match self.levels.refused(place.pending, start.rest, pass) {
                Some(without) => place.pending = without,
                None => return,
            }
        }
        self.plain(place, id);
    }

    fn plain(&mut self, mut place: Place, id: Id) {
        let pass = &self.second.pass;
        let is_digit = &self.second.is_digit;
        let before = self.levels.last(place.before);
        let is_after_digit = before != EDGE && is_digit[usize::from(before)];
        if is_digit[usize::from(id)] && !is_after_digit && !place.was_midnum {
            place.cells.extend_from_slice(&self.second.number_sign);
        }
        for start in self.second.string_starts.with(id) {
            if !self.levels.allows(place.before, start.rest.chain) {
                continue;
            }
            let (focus, added) = pass.split(start.rest);
            if let Some(pending) = self.levels.joined(place.pending, added) {
                let cells = &self.second.strings[start.number as usize];
                self.ways.push(place.written(focus, pending, cells));
            }
            match self.levels.refused(place.pending, start.rest, pass) {
                Some(without) => place.pending = without,
                None => return,
            }
        }
        self.last(place, id, is_after_digit);
    }

    /// Where no string is: `midnum` between digits, else the definition.
    fn last(&mut self, mut place: Place, id: Id, is_after_digit: bool) {
        if let (Some(cells), true) = (self.second.midnums.get(&id), is_after_digit) {
            let digit_follows = Residual::of(self.second.pass.chains.len() - 1);
            let with_digit = self.levels.with(place.pending, Some((digit_follows, true)));
            let way = place.written(None, with_digit, cells);
            self.ways.push(Written { was_midnum: true, ..way });
            place.pending = self.levels.with(place.pending, Some((digit_follows, false)));
        }
        let way = place.written(None, place.pending, &[]);
        self.ways.push(Written { is_defined: true, ..way });
    }
}
