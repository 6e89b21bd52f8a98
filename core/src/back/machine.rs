//! A table as a machine that reads text one character at a time and writes cells.
//!
//! See `translate/back/machine.py`.

use std::sync::Arc as Shared;

use super::first_pass::Corrected;
use super::interner::{Interner, Map};
use super::level::{Level, Levels};
use super::second_pass::{Ways, Written};
use super::table::BackTable;
use crate::characters::{EDGE, Id};

/// Steps that are kept; hostile text could ask for any number.
const MOST_KEPT: usize = 50_000;

/// Where both passes stand, by number.
pub(super) type StateId = u32;

/// The state at the beginning of a text.
pub(super) const START: StateId = 0;

/// Both passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct State {
    text: Level,
    /// The rule of the first whose focus the text is in.
    correct: Option<u32>,
    written: Level,
    was_midnum: bool,
}

/// Cells for a class of characters.
///
/// What the definition is looked up for, and neighbours see, is the character exchanged by `swap` or
/// replaced by `written`.
#[derive(Clone, Debug)]
pub(super) struct Emission {
    pub cells: Box<[u8]>,
    /// Behind the cells stand those of the character's own definition.
    pub is_defined: bool,
    pub swap: Option<u32>,
    /// The edge where nothing replaces the character.
    pub written: Id,
    pub state: StateId,
    /// For each cell which of the replaced characters it stands for; empty: the first.
    pub anchors: Box<[u8]>,
    /// It stands uncontracted by a writer's choice.
    pub is_spelled: bool,
}

/// What is known of the steps of a table.
#[derive(Debug)]
pub(super) struct Machine {
    first: Levels,
    second: Ways,
    states: Interner<State>,
    steps: Map<(StateId, Id), Shared<[Emission]>>,
}

impl Machine {
    pub fn of(table: &BackTable) -> Self {
        let mut states = Interner::default();
        states.number_of(State::default());
        Self {
            first: Levels::of(&table.first.pass),
            second: Ways::of(&table.second),
            states,
            steps: Map::default(),
        }
    }

    /// All ways to go on from `state` with a character that speaks for its class.
    pub fn step(&mut self, table: &BackTable, state: StateId, id: Id) -> Shared<[Emission]> {
        if let Some(known) = self.steps.get(&(state, id)) {
            return known.clone();
        }
        let found: Shared<[Emission]> = self.walk(table, state, id).into();
        if self.steps.len() >= MOST_KEPT {
            self.steps.clear();
        }
        self.steps.insert((state, id), found.clone());
        found
    }

    /// Whether the text may end here.
    pub fn can_end(&self, table: &BackTable, state: StateId) -> bool {
        let state = self.states.get(state);
        self.first.may_end(state.text, &table.first.pass)
            && self.second.levels.may_end(state.written, &table.second.pass)
    }

    /// The state with nothing asked of what follows: for cells that no text gives.
    pub fn forgive(&mut self, state: StateId) -> StateId {
        let state = *self.states.get(state);
        self.states.number_of(State {
            text: state.text.forgiven(),
            correct: None,
            written: state.written.forgiven(),
            ..state
        })
    }

    /// The state behind a sign of emphasis, which no string reaches across.
    pub fn parted(&mut self, table: &BackTable, state: StateId) -> StateId {
        let state = *self.states.get(state);
        let written = self.second.parted(&table.second, state.written);
        self.states.number_of(State { written, ..state })
    }

    /// Whether no rule has written its cells and is still reading its characters.
    pub fn is_between(&self, table: &BackTable, state: StateId) -> bool {
        let state = self.states.get(state);
        state.written.focus.is_none() && !table.first.is_replacing(state.text, state.correct)
    }

    /// Whether the text is in the focus of a rule of the first pass.
    pub fn is_correcting(&self, state: StateId) -> bool {
        self.states.get(state).correct.is_some()
    }

    /// The one character that a string begun waits for; `None` where there is none or a choice.
    pub fn awaited(&self, table: &BackTable, state: StateId) -> Option<Id> {
        let focus = self.states.get(state).written.focus?;
        table.second.awaited(focus)
    }

    /// The state that is `state` in `other`, a machine of the same table.
    pub fn adopt(&mut self, table: &BackTable, other: &Self, state: StateId) -> StateId {
        let state = *other.states.get(state);
        let text = self.first.adopt(&other.first, state.text, &table.first.pass);
        let levels = &mut self.second.levels;
        let written = levels.adopt(&other.second.levels, state.written, &table.second.pass);
        self.states.number_of(State { text, written, ..state })
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let each = size_of::<(StateId, Id)>() + 2 * size_of::<Emission>();
        self.first.size() + self.second.size() + self.states.size() + self.steps.capacity() * each
    }

    fn walk(&mut self, table: &BackTable, state: StateId, id: Id) -> Vec<Emission> {
        let state = *self.states.get(state);
        let mut steps = Vec::new();
        for way in table.first.ways(&mut self.first, state.text, state.correct, id) {
            let after = State { text: way.level, correct: way.rule, ..state };
            let text = way.text.map_or(&[][..], |rule| &table.first.rule(rule).text);
            if way.is_replaced {
                self.write_text(table, after, text, &mut steps);
            } else {
                self.write_swapped(table, after, text, &way, id, &mut steps);
            }
        }
        steps
    }

    fn write_swapped(
        &mut self,
        table: &BackTable,
        state: State,
        text: &[Id],
        way: &Corrected,
        id: Id,
        steps: &mut Vec<Emission>,
    ) {
        let character = table.swapped(way.swap, id);
        let speaker = table.each[usize::from(character)].written_speaker;
        for (before, _) in self.write_all(table, state, text) {
            let second = &table.second;
            for own in self.second.ways(second, before.level, before.was_midnum, speaker).iter() {
                let after = State { written: own.level, was_midnum: own.was_midnum, ..state };
                steps.push(Emission {
                    cells: [&*before.cells, &*own.cells].concat().into(),
                    is_defined: own.is_defined,
                    swap: way.swap,
                    written: EDGE,
                    state: self.states.number_of(after),
                    anchors: Box::default(),
                    is_spelled: way.is_spelled,
                });
            }
        }
    }

    fn write_text(
        &mut self,
        table: &BackTable,
        state: State,
        text: &[Id],
        steps: &mut Vec<Emission>,
    ) {
        for (way, anchors) in self.write_all(table, state, text) {
            let after = State { written: way.level, was_midnum: way.was_midnum, ..state };
            steps.push(Emission {
                cells: way.cells.into(),
                is_defined: false,
                swap: None,
                written: text.first().copied().unwrap_or(EDGE),
                state: self.states.number_of(after),
                anchors: anchors.into(),
                is_spelled: false,
            });
        }
    }

    /// The ways to write a whole text, each with the character that each cell stands for.
    fn write_all(
        &mut self,
        table: &BackTable,
        state: State,
        text: &[Id],
    ) -> Vec<(Written, Vec<u8>)> {
        let State { written: level, was_midnum, .. } = state;
        let nothing = Written { level, was_midnum, cells: Vec::new(), is_defined: false };
        let mut ways = vec![(nothing, Vec::new())];
        for (number, &id) in text.iter().enumerate() {
            let one = &table.each[usize::from(id)];
            let mut further = Vec::new();
            for (way, anchors) in &ways {
                let speaker = one.written_speaker;
                let known = self.second.ways(&table.second, way.level, way.was_midnum, speaker);
                for new in known.iter() {
                    let own = if new.is_defined { &one.cells[..] } else { &[] };
                    let cells = [&*way.cells, &*new.cells, own].concat();
                    let mut anchors: Vec<u8> = anchors.clone();
                    anchors.resize(cells.len(), number as u8);
                    further.push((Written { cells, ..new.clone() }, anchors));
                }
            }
            ways = further;
        }
        ways
    }
}
