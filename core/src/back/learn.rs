//! The arcs from a node for a first cell, found by walking the machine.
//!
//! See `translate/back/arcs.py`.

use super::described::Class;
use super::emphases::Emphases;
use super::emphasis::Emphasis;
use super::interner::{Interner, Map};
use super::likelihood::Context;
use super::machine::{Machine, START, StateId};
use super::source::{Cost, Node};
use super::table::BackTable;
use crate::characters::{EDGE, Id};

/// Characters of one rule that write no cells of their own.
const LONGEST_SILENT: usize = 64;
/// Nodes after which no more such characters are looked for: Italian tables have 11, a table made
/// for it has any number, and each costs time and memory.
const MOST_SILENT: usize = 256;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub state: StateId,
    /// What the likelihood remembers, by number.
    pub context: u32,
    /// The emphasis that is on, by number.
    pub emphasis: u32,
}

/// An arc in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub cells: Box<[u8]>,
    pub text: Box<str>,
    pub target: Node,
    pub cost: Cost,
    pub emphasis: u16,
    pub is_fault: bool,
    pub anchors: Box<[u8]>,
    pub is_spelled: bool,
}

/// A text that a rule reads on, whose cells are written.
struct Silent {
    place: Place,
    text: Box<str>,
    cost: Cost,
}

/// Nodes, and what they are made of.
#[derive(Debug)]
pub(super) struct Nodes {
    machine: Machine,
    contexts: Interner<Context>,
    emphases: Emphases,
    all: Interner<Place>,
}

impl Nodes {
    /// Nothing but the beginning of a text, node 0.
    pub fn of(table: &BackTable) -> Self {
        let mut contexts = Interner::default();
        let context = contexts.number_of(Context::default());
        let mut all = Interner::default();
        all.number_of(Place { state: START, context, emphasis: 0 });
        Self { machine: Machine::of(table), contexts, emphases: Emphases::new(), all }
    }

    pub fn get(&self, node: Node) -> Place {
        *self.all.get(node)
    }

    pub fn count(&self) -> usize {
        self.all.count()
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        self.machine.size() + self.contexts.size() + self.all.size()
    }

    /// The cost of ending at `node`; `None` where the text cannot end.
    pub fn end_cost(&self, table: &BackTable, node: Node) -> Option<Cost> {
        let Place { state, context, emphasis } = self.get(node);
        let is_open = self.emphases.get(emphasis).on() != 0;
        if is_open || !self.machine.can_end(table, state) {
            return None;
        }
        Some(table.likelihood.end(*self.contexts.get(context)))
    }

    pub fn forgiven(&mut self, node: Node) -> Node {
        let place = self.get(node);
        let state = self.machine.forgive(place.state);
        self.all.number_of(Place { state, ..place })
    }

    pub fn ended(&mut self, node: Node) -> Node {
        let place = self.get(node);
        if self.emphases.get(place.emphasis).has_begun {
            return node;
        }
        let state = self.machine.forgive(place.state);
        let emphasis = self.emphases.number(Emphasis::default());
        self.all.number_of(Place { state, emphasis, ..place })
    }

    /// The node that is `node` in `other`, nodes of the same table.
    pub fn adopt(&mut self, table: &BackTable, other: &Self, node: Node) -> Node {
        let place = other.get(node);
        let state = self.machine.adopt(table, &other.machine, place.state);
        let context = self.contexts.number_of(*other.contexts.get(place.context));
        let emphasis = self.emphases.number(other.emphases.get(place.emphasis).clone());
        self.all.number_of(Place { state, context, emphasis })
    }

    /// The arc that takes one cell for itself, as a sign of Unicode Braille.
    pub fn foreign(&mut self, table: &BackTable, node: Node, cell: u8) -> Draft {
        let Place { state, context, emphasis } = self.get(node);
        let sign = char::from_u32(0x2800 + u32::from(cell)).unwrap_or('\u{2800}');
        let id = table.characters.id(sign);
        let (cost, after) = self.add(table, context, id, id);
        let is_blank = table.each[usize::from(id)].is_blank;
        let emphasis = self.emphases.after(emphasis, is_blank).unwrap_or(emphasis);
        let state = self.after_foreign(table, state, id);
        let target = self.all.number_of(Place { state, context: after, emphasis });
        let (cells, text) = ([cell].into(), text_of(Some(sign)));
        Draft { cells, text, target, cost, is_fault: true, ..Draft::default() }
    }

    fn after_foreign(&mut self, table: &BackTable, state: StateId, id: Id) -> StateId {
        let speaker = table.each[usize::from(id)].speaker;
        if speaker == EDGE {
            return START;
        }
        let free = self.machine.forgive(state);
        let steps = self.machine.step(table, free, speaker);
        let own = steps.iter().find(|step| step.is_defined && step.cells.is_empty());
        own.map_or(START, |step| step.state)
    }

    fn add(&mut self, table: &BackTable, context: u32, id: Id, written: Id) -> (Cost, u32) {
        let (cost, after) = table.likelihood.add(*self.contexts.get(context), id, written);
        (cost, self.contexts.number_of(after))
    }

    /// The arcs from `node` whose first cell is `cell`, in the order of the reference.
    pub fn find(&mut self, table: &BackTable, node: Node, cell: u8) -> Vec<Draft> {
        let place = self.get(node);
        let mut drafts = Vec::new();
        self.find_emphasis(table, place, cell, &mut drafts);
        let is_correcting = self.machine.is_correcting(place.state);
        for (speaker, characters) in table.candidates.with(cell) {
            let steps = self.machine.step(table, place.state, *speaker);
            for step in steps.iter() {
                if step.cells.first().is_some_and(|&first| first != cell) {
                    continue;
                }
                for &id in characters {
                    let written = table.swapped(step.swap, id);
                    let own: &[u8] =
                        if step.is_defined { &table.each[usize::from(written)].cells } else { &[] };
                    if step.cells.first().or(own.first()) != Some(&cell) {
                        continue;
                    }
                    let one = &table.each[usize::from(id)];
                    let emphasis = self.emphases.after(place.emphasis, one.is_blank);
                    let Some(emphasis) = emphasis else { continue };
                    let shown = if step.written == EDGE { written } else { step.written };
                    let (mut cost, context) = self.add(table, place.context, id, shown);
                    if step.is_spelled && !is_correcting {
                        cost += table.likelihood.spelled;
                    }
                    let first = Draft {
                        cells: [&step.cells, own].concat().into(),
                        text: text_of(table.characters.character(id)),
                        cost,
                        is_fault: one.is_braille,
                        anchors: step.anchors.clone(),
                        is_spelled: step.is_spelled,
                        ..Draft::default()
                    };
                    let after = Place { state: step.state, context, emphasis };
                    self.go_on(table, first, after, &mut drafts);
                }
            }
        }
        drafts
    }

    fn find_emphasis(
        &mut self,
        table: &BackTable,
        place: Place,
        cell: u8,
        drafts: &mut Vec<Draft>,
    ) {
        if !self.machine.is_between(table, place.state) {
            return;
        }
        let costs = &table.likelihood.emphasis;
        let last_class = self.contexts.get(place.context).last_class;
        let is_inside = matches!(last_class, Class::Letter | Class::Capital | Class::Digit);
        for (number, signs) in (0..).zip(&table.emphasis) {
            let known = self.emphases.get(place.emphasis);
            if signs.begin.first() != Some(&cell) || signs.same & known.on() != 0 {
                continue;
            }
            let Some(begun) = known.begin(signs.bit) else { continue };
            // Of classes with one sign the first is taken, as a rule.
            let cost = costs.begin + number * HALF_BIT + if is_inside { costs.inside } else { 0 };
            let state = self.machine.parted(table, place.state);
            let emphasis = self.emphases.number(begun);
            let target = self.all.number_of(Place { state, emphasis, ..place });
            let cells = signs.begin.clone();
            drafts.push(Draft { cells, target, cost, emphasis: signs.bit, ..Draft::default() });
        }
        for signs in table.emphasis.iter().filter(|signs| signs.end.first() == Some(&cell)) {
            let known = self.emphases.get(place.emphasis);
            let Some(ended) = known.end(signs.bit, &table.emphasis_order) else { continue };
            let state = self.machine.parted(table, place.state);
            let emphasis = self.emphases.number(ended);
            let target = self.all.number_of(Place { state, emphasis, ..place });
            let (cells, cost) = (signs.end.clone(), costs.end);
            drafts.push(Draft { cells, target, cost, emphasis: signs.bit, ..Draft::default() });
        }
    }

    /// The arc itself, and those that read on in the same rule, whose cells are written.
    ///
    /// Of the texts that lead to one node only the cheapest is kept, so that a rule for any number
    /// of characters stays finite.
    fn go_on(&mut self, table: &BackTable, first: Draft, place: Place, drafts: &mut Vec<Draft>) {
        let is_silent = self.may_go_on(table, place.state);
        let is_whole = self.machine.awaited(table, place.state).is_none();
        if !is_silent {
            if is_whole {
                drafts.push(Draft { target: self.all.number_of(place), ..first });
            }
            return;
        }
        if is_whole {
            drafts.push(Draft { target: self.all.number_of(place), ..first.clone() });
        }
        let mut reached: Map<Place, Cost> = Map::default();
        reached.insert(place, first.cost);
        let mut newest = vec![Silent { place, text: first.text.clone(), cost: first.cost }];
        for _ in 0..LONGEST_SILENT {
            if newest.is_empty() || reached.len() >= MOST_SILENT {
                return;
            }
            newest = self.one_further(table, &newest, &reached);
            for Silent { place, text, cost } in &newest {
                reached.insert(*place, *cost);
                if self.machine.awaited(table, place.state).is_none() {
                    let (target, text) = (self.all.number_of(*place), text.clone());
                    drafts.push(Draft { text, target, cost: *cost, ..first.clone() });
                }
            }
        }
    }

    /// The nodes that one more silent character leads to, cheaper than they were reached.
    fn one_further(
        &mut self,
        table: &BackTable,
        newest: &[Silent],
        reached: &Map<Place, Cost>,
    ) -> Vec<Silent> {
        let mut further: Vec<Silent> = Vec::new();
        let mut numbers: Map<Place, usize> = Map::default();
        for before in newest {
            let Place { state, context, emphasis } = before.place;
            if !self.may_go_on(table, state) {
                continue;
            }
            let awaited = self.machine.awaited(table, state);
            for &speaker in table.writers.of_awaited(awaited) {
                let steps = self.machine.step(table, state, speaker);
                for step in steps.iter().filter(|one| one.cells.is_empty() && !one.is_defined) {
                    for &id in table.writers.members(speaker) {
                        let is_blank = table.each[usize::from(id)].is_blank;
                        let after = self.emphases.after(emphasis, is_blank);
                        let Some(emphasis) = after else { continue };
                        let (cost, context) = self.add(table, context, id, id);
                        let place = Place { state: step.state, context, emphasis };
                        let cost = before.cost + cost;
                        let number = numbers.get(&place).copied();
                        let known = number.map(|number| further[number].cost);
                        if known.or(reached.get(&place).copied()).is_some_and(|known| cost >= known)
                        {
                            continue;
                        }
                        let more = text_of(table.characters.character(id));
                        let text = [&*before.text, &*more].concat().into();
                        let silent = Silent { place, text, cost };
                        match number {
                            Some(number) => further[number] = silent,
                            None => {
                                numbers.insert(place, further.len());
                                further.push(silent);
                            }
                        }
                    }
                }
            }
        }
        further
    }

    /// Whether text may come here that writes nothing.
    fn may_go_on(&self, table: &BackTable, state: StateId) -> bool {
        table.first.has_deletions || !self.machine.is_between(table, state)
    }
}

/// A text of one character, or of none.
fn text_of(character: Option<char>) -> Box<str> {
    character.map_or_else(Box::default, |one| (&*one.encode_utf8(&mut [0; 4])).into())
}

const HALF_BIT: Cost = 128;
