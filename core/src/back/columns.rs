//! Columns of the lattice, worked out once: an automaton that grows as cells are read.
//!
//! A column holds the ways to one place between two cells. What the next cell makes of it depends
//! on the nodes and on what each way costs above the cheapest, on nothing else. So a column with
//! these is a state, and what a cell made of a state is remembered: Italian text comes back to some
//! thousand states, and reading a cell is then one look.

use super::interner::Map;
use super::source::{ArcId, BranchId, Cost, Node, Source};

/// Above the cheapest way at which another is given up: more than any two doubts together.
pub(crate) const BEAM: Cost = 28 * BIT;
/// Ways kept at one place.
const WIDTH: usize = 24;
/// One bit as a cost.
pub(crate) const BIT: Cost = 256;
/// States, and what cells make of them, that are remembered; hostile cells ask for any number.
const MOST_KEPT: usize = 100_000;
/// No arc: a way begins here.
pub(crate) const NONE: ArcId = ArcId::MAX;

/// The cheapest way to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub node: Node,
    /// Above the base of the column.
    pub cost: Cost,
    /// The last arc; [`NONE`] at the beginning.
    pub arc: ArcId,
    /// Cells between the node that the arc comes from and this one.
    pub back: u32,
    /// That node.
    pub from: Node,
}

/// Arcs of several cells from a node, of which the first cells have come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub branch: BranchId,
    /// Cells that have come.
    pub back: u32,
    pub node: Node,
    /// Of the way to the node, above the base of the column.
    pub cost: Cost,
}

/// What is known at one place, by a number.
pub(crate) type State = u32;
/// The state of a column that nobody remembers.
pub(crate) const UNKNOWN: State = State::MAX;

/// The ways to a place and the arcs that go on beyond it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    pub ways: Vec<Way>,
    pub open: Vec<Open>,
}

/// A column that was met, and what to add to the base of the one before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub column: u32,
    pub state: State,
    pub rise: Cost,
}

/// All columns that were met.
#[derive(Debug)]
pub(crate) struct Columns {
    met: Vec<Column>,
    states: Map<Box<[u32]>, State>,
    next: Map<u64, Met>,
    key: Vec<u32>,
}

impl Columns {
    /// Nothing was met yet.
    pub fn new() -> Self {
        Self {
            met: Vec::new(),
            states: Map::default(),
            next: Map::default(),
            key: Vec::new(),
        }
    }

    /// A column by its number.
    #[inline]
    pub fn column(&self, number: u32) -> &Column {
        &self.met[number as usize]
    }

    /// What a cell makes of a state, where that is known.
    #[inline]
    pub fn next(&self, state: State, cell: u8) -> Option<Met> {
        self.next.get(&step_key(state, cell)).copied()
    }

    /// Remember what a cell made of a state; the column comes back where there is no room.
    pub fn remember(
        &mut self,
        state: State,
        cell: u8,
        column: Column,
        rise: Cost,
    ) -> Result<Met, Column> {
        let made = self.state_of(&column);
        if state == UNKNOWN || made == UNKNOWN || self.next.len() >= MOST_KEPT {
            return Err(column);
        }
        let met = Met { column: self.met.len() as u32, state: made, rise };
        self.met.push(column);
        self.next.insert(step_key(state, cell), met);
        Ok(met)
    }

    /// The state of a column; [`UNKNOWN`] where it is new and there is no room for it.
    pub fn state_of(&mut self, column: &Column) -> State {
        let key = &mut self.key;
        key.clear();
        key.push(column.ways.len() as u32);
        key.extend(column.ways.iter().flat_map(|way| [way.node, way.cost as u32]));
        let open = column.open.iter();
        key.extend(open.flat_map(|one| [one.branch, one.back, one.node, one.cost as u32]));
        if let Some(&state) = self.states.get(key.as_slice()) {
            return state;
        }
        if self.states.len() >= MOST_KEPT {
            return UNKNOWN;
        }
        let state = self.states.len() as State;
        self.states.insert(key.as_slice().into(), state);
        state
    }

    /// Whether more was met than is worth keeping for the next text.
    pub fn is_full(&self) -> bool {
        self.states.len() >= MOST_KEPT || self.next.len() >= MOST_KEPT
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let columns = self.met.iter().map(|one| {
            size_of::<Column>()
                + one.ways.capacity() * size_of::<Way>()
                + one.open.capacity() * size_of::<Open>()
        });
        let keys = self.states.keys().map(|key| key.len() * size_of::<u32>() + 40);
        columns.sum::<usize>() + keys.sum::<usize>() + self.next.len() * 32
    }
}

fn step_key(state: State, cell: u8) -> u64 {
    u64::from(state) << 8 | u64::from(cell)
}

impl Column {
    /// The way to a node.
    #[inline]
    pub fn way(&self, node: Node) -> Option<&Way> {
        self.ways.iter().find(|way| way.node == node)
    }

    /// The cheapest way, of equals the first.
    #[inline]
    pub fn cheapest(&self) -> Option<&Way> {
        self.ways.iter().min_by_key(|way| way.cost)
    }

    /// Take a way if it is cheaper than the one that is known.
    pub fn offer(&mut self, way: Way) {
        match self.ways.iter_mut().find(|known| known.node == way.node) {
            None => self.ways.push(way),
            Some(known) if way.cost < known.cost => *known = way,
            Some(_) => {}
        }
    }

    /// The column behind one more cell, not pruned, above the same base.
    pub fn step(&self, cell: u8, source: &mut Source) -> Self {
        let mut column = Self::default();
        for open in &self.open {
            let going = source.branch(open.branch);
            let Some(branch) = longer(&going.longer, cell) else { continue };
            column.follow(Open { branch, back: open.back + 1, ..*open }, source);
        }
        for way in &self.ways {
            let branch = source.arcs(way.node, cell);
            column.follow(Open { branch, back: 1, node: way.node, cost: way.cost }, source);
        }
        column
    }

    /// Take the arcs that end with this branch, and keep it open where others go on.
    fn follow(&mut self, open: Open, source: &Source) {
        let going = source.branch(open.branch);
        self.offer_arcs(&open, source);
        if !going.longer.is_empty() {
            self.open.push(open);
        }
    }

    /// Take the arcs that end with this branch.
    pub fn offer_arcs(&mut self, open: &Open, source: &Source) {
        for &number in &source.branch(open.branch).arcs {
            let arc = source.arc(number);
            self.offer(Way {
                node: arc.target,
                cost: open.cost + arc.cost,
                arc: number,
                back: open.back,
                from: open.node,
            });
        }
    }

    /// Give up what is much dearer than the cheapest, here and on the way beyond.
    pub fn prune(&mut self) {
        let Some(least) = self.cheapest().map(|way| way.cost) else { return };
        let limit = least + BEAM;
        if self.open.len() > 1 {
            self.open.retain(|one| one.cost <= limit);
        }
        if self.ways.len() == 1 {
            return;
        }
        self.ways.retain(|way| way.cost <= limit);
        if self.ways.len() > WIDTH {
            self.ways.sort_by_key(|way| way.cost);
            self.ways.truncate(WIDTH);
        }
    }

    /// Make the cheapest cost nothing; what it cost.
    pub fn normalise(&mut self) -> Cost {
        let ways = self.ways.iter().map(|way| way.cost);
        let open = self.open.iter().map(|one| one.cost);
        let least = ways.min().or(open.min()).unwrap_or(0);
        self.ways.iter_mut().for_each(|way| way.cost -= least);
        self.open.iter_mut().for_each(|one| one.cost -= least);
        least
    }

    /// Whether nothing leads here and nothing leads on.
    pub fn is_dead(&self) -> bool {
        self.ways.is_empty() && self.open.is_empty()
    }
}

/// The branch behind a cell.
#[inline]
pub(crate) fn longer(longer: &[(u8, BranchId)], cell: u8) -> Option<BranchId> {
    longer.iter().find(|&&(own, _)| own == cell).map(|&(_, branch)| branch)
}
