//! The search: the cheapest text for cells, kept open as long as what follows may change it.
//!
//! A lattice has a column for each place between two cells; a column holds the nodes that the cells
//! before it can lead to, each with its cheapest way (Viterbi). Columns are pruned to what is nearly
//! as cheap as the best, and what lies more than a window back is settled, so that time is linear in
//! the cells and memory bounded, whatever the cells are. The specification is
//! `translate/back/lattice.py`.

mod descendants;
mod mending;
mod settling;

use super::column::{Column, NONE, Way};
use super::source::{ArcId, Cost, Node, Source};

/// Cells after which a choice is settled: longer than any part of a sentence that a pair can span.
pub(crate) const WINDOW: usize = 128;
/// Cells: at least as many as any sign has.
const LOOK_BACK: usize = 8;

/// An arc of a reading with the number of its first cell.
pub(crate) type Taken = (usize, ArcId);

/// A search in progress.
#[derive(Debug)]
pub(crate) struct Lattice {
    /// Those from `first` on.
    cells: Vec<u8>,
    /// One more than cells.
    columns: Vec<Column>,
    /// The place of the first column that is kept.
    first: usize,
    /// Columns whose room is used again.
    spare: Vec<Column>,
    /// The arcs that nothing can change any more.
    pub settled: Vec<Taken>,
    /// The last place at which no text gave the cells.
    pub mended: Option<usize>,
}

impl Lattice {
    /// A search from a node on, before the cell `place` of a text.
    pub fn new(place: usize, node: Node) -> Self {
        Self {
            cells: Vec::new(),
            columns: vec![Column::root(0, node, 0)],
            first: place,
            spare: Vec::new(),
            settled: Vec::new(),
            mended: None,
        }
    }

    /// The number of cells up to here.
    pub fn size(&self) -> usize {
        self.first + self.cells.len()
    }

    /// The first place that is not settled.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Take more cells. The result does not depend on how they are divided into calls.
    pub fn extend(&mut self, cells: &[u8], source: &mut Source) {
        for &cell in cells {
            self.add(cell, source);
        }
    }

    /// Take one more cell.
    pub fn add(&mut self, cell: u8, source: &mut Source) {
        self.cells.push(cell);
        let mut column = self.spare.pop().unwrap_or_default();
        column.follow(self.column(self.size() - 1), cell, source);
        let is_dead = column.is_dead();
        self.columns.push(column);
        if is_dead {
            self.mend(false, source);
        }
        let last = self.column_mut(self.size());
        last.prune();
        last.raise();
        if self.size().is_multiple_of(WINDOW) {
            self.settle(source);
        }
    }

    // -- what was found --------------------------------------------------------------------------

    /// Take the settled arcs away.
    pub fn drain(&mut self) -> Vec<Taken> {
        std::mem::take(&mut self.settled)
    }

    /// The arcs of the cheapest reading that are not settled.
    ///
    /// What the last cells begin and do not end is read as cells.
    pub fn best(&self, source: &mut Source) -> Vec<Taken> {
        let (place, node) = self.cheapest();
        let mut arcs = self.trace(place, node);
        for waiting in place..self.size() {
            arcs.push((waiting, source.foreign(node, self.cell(waiting))));
        }
        arcs
    }

    /// The arcs, of those not settled, that every reading shares that may still be chosen.
    ///
    /// A reading that ended a few cells ago may be taken up again where later cells are foreign.
    pub fn certain(&self, source: &Source) -> Vec<Taken> {
        let back = source.reach().max(LOOK_BACK);
        let least = self.first.max(self.size().saturating_sub(back));
        let mut points: Vec<(usize, i64, Node)> = Vec::new();
        let point = |place: usize, way: &Way| (place, self.total(place, way), way.node);
        for place in least..=self.size() {
            let column = self.column(place);
            points.extend(column.ways.iter().map(|way| point(place, way)));
        }
        points.sort_unstable();
        while points.len() > 1 {
            let Some((place, _, node)) = points.pop() else { break };
            let way = self.way(place, node);
            if way.arc == NONE {
                break;
            }
            let before = place - way.back as usize;
            let from = point(before, &self.way(before, way.from));
            if let Err(at) = points.binary_search(&from) {
                points.insert(at, from);
            }
        }
        points.first().map_or(Vec::new(), |&(place, _, node)| self.trace(place, node))
    }

    /// All arcs of the cheapest reading, now that no more cells will come.
    pub fn finish(&mut self, source: &mut Source) -> Vec<Taken> {
        let node = match self.cheapest_end(source) {
            Some(node) => node,
            None => {
                self.mend(true, source);
                // A table can be such that an emphasis has begun at the end whatever is read.
                self.cheapest_end(source).unwrap_or_else(|| self.cheapest().1)
            }
        };
        let rest = self.trace(self.size(), node);
        let mut arcs = self.drain();
        arcs.extend(rest);
        arcs
    }

    /// The node at which the text ends at the least cost, if it may end.
    fn cheapest_end(&self, source: &Source) -> Option<Node> {
        let ways = self.column(self.size()).ways.iter();
        let ends = ways.filter_map(|way| Some((way.cost + source.end_cost(way.node)?, way)));
        ends.min_by_key(|&(cost, _)| cost).map(|(_, way)| way.node)
    }

    /// The last place that a reading reaches, and the node of the cheapest one.
    fn cheapest(&self) -> (usize, Node) {
        let places = (self.first..=self.size()).rev();
        let mut cheapest =
            places.filter_map(|place| Some((place, self.column(place).cheapest()?.node)));
        cheapest.next().unwrap_or((self.first, 0))
    }

    /// The arcs that lead to a node, from the first column that is kept.
    pub fn trace(&self, mut place: usize, mut node: Node) -> Vec<Taken> {
        let mut arcs = Vec::new();
        loop {
            let way = self.way(place, node);
            if way.arc == NONE {
                arcs.reverse();
                return arcs;
            }
            (place, node) = (place - way.back as usize, way.from);
            arcs.push((place, way.arc));
        }
    }

    /// Go on with a new source, which takes over what the columns hold. What is settled is the caller's.
    pub fn adopt(&mut self, old: &mut Source, new: &mut Source) {
        for column in &mut self.columns {
            for way in &mut column.ways {
                if way.arc != NONE {
                    way.arc = new.adopt_arc(old, way.from, way.arc);
                }
                (way.node, way.from) = (new.adopt(old, way.node), new.adopt(old, way.from));
            }
        }
        // Only the last column is gone on from.
        let (last, before) = self.columns.split_last_mut().expect("there is always a column");
        before.iter_mut().for_each(|column| column.open.clear());
        for open in &mut last.open {
            let begun = &self.cells[self.cells.len() - open.back as usize..];
            let node = new.adopt(old, open.node);
            let branch = new.branch_of(node, begun);
            (open.node, open.branch) = (node, branch.expect("the same cells lead on"));
        }
    }

    // -- columns ---------------------------------------------------------------------------------

    /// The one node that all readings go through now, if there is one.
    pub fn narrow(&self) -> Option<Node> {
        self.column(self.size()).narrow()
    }

    #[inline]
    fn column(&self, place: usize) -> &Column {
        &self.columns[place - self.first]
    }

    #[inline]
    fn column_mut(&mut self, place: usize) -> &mut Column {
        &mut self.columns[place - self.first]
    }

    #[inline]
    fn way(&self, place: usize, node: Node) -> Way {
        *self.column(place).way(node).expect("ways lead from ways that are kept")
    }

    fn total(&self, place: usize, way: &Way) -> i64 {
        self.column(place).base + i64::from(way.cost)
    }

    fn cell(&self, place: usize) -> u8 {
        self.cells[place - self.first]
    }

    /// What to add to a cost of one column to have it above the base of another.
    fn shift(&self, from: usize, to: usize) -> Cost {
        (self.column(from).base - self.column(to).base) as Cost
    }
}
