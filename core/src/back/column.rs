//! One column of the lattice: the ways to a place between two cells, and what goes on beyond it.

use super::interner::Map;
use super::source::{ArcId, BranchId, Cost, Node, Source};

/// One bit as a cost.
pub(crate) const BIT: Cost = 256;
/// Above the cheapest way at which another is given up: more than any two doubts together.
const BEAM: Cost = 28 * BIT;
/// Ways kept at one place.
const WIDTH: usize = 24;
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

impl Open {
    /// The ways by the arcs that end here.
    pub fn ways(self, source: &Source) -> impl Iterator<Item = Way> {
        source.branch(self.branch).arcs.map(move |number| {
            let arc = source.arc(number);
            Way {
                node: arc.target,
                cost: self.cost + arc.cost,
                arc: number,
                back: self.back,
                from: self.node,
            }
        })
    }
}

/// Where the ways of a column stand: for one that is not pruned and may have thousands.
pub(crate) struct Places(Map<Node, usize>);

impl Places {
    pub fn of(column: &Column) -> Self {
        Self(column.ways.iter().zip(0..).map(|(way, number)| (way.node, number)).collect())
    }

    /// The same as [`Column::offer`].
    pub fn offer(&mut self, column: &mut Column, way: Way) {
        let number = *self.0.entry(way.node).or_insert(column.ways.len());
        match column.ways.get_mut(number) {
            None => column.ways.push(way),
            Some(known) if way.cost < known.cost => *known = way,
            Some(_) => {}
        }
    }
}

/// The ways to a place and the arcs that go on beyond it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// What the costs of the column stand above.
    pub base: i64,
    pub ways: Vec<Way>,
    pub open: Vec<Open>,
}

impl Column {
    /// The column at the beginning of a search: one node that nothing leads to.
    pub fn root(base: i64, node: Node, cost: Cost) -> Self {
        let way = Way { node, cost, arc: NONE, back: 0, from: node };
        Self { base, ways: vec![way], open: Vec::new() }
    }

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

    /// The one node that all readings go through here, if there is one.
    #[inline]
    pub fn narrow(&self) -> Option<Node> {
        match (self.ways.as_slice(), self.open.is_empty()) {
            ([way], true) => Some(way.node),
            _ => None,
        }
    }

    /// Take a way if it is cheaper than the one that is known.
    pub fn offer(&mut self, way: Way) {
        match self.ways.iter_mut().find(|known| known.node == way.node) {
            None => self.ways.push(way),
            Some(known) if way.cost < known.cost => *known = way,
            Some(_) => {}
        }
    }

    /// Take the ways behind one more cell; `self` is empty.
    pub fn follow(&mut self, before: &Self, cell: u8, source: &mut Source) {
        self.base = before.base;
        for open in &before.open {
            let going = source.branch(open.branch);
            let Some(branch) = longer(going.longer, cell) else { continue };
            self.take(Open { branch, back: open.back + 1, ..*open }, source);
        }
        for way in &before.ways {
            let branch = source.arcs(way.node, cell);
            self.take(Open { branch, back: 1, node: way.node, cost: way.cost }, source);
        }
    }

    /// Take the arcs that end with this branch, and keep it open where others go on.
    fn take(&mut self, open: Open, source: &Source) {
        open.ways(source).for_each(|way| self.offer(way));
        if !source.branch(open.branch).longer.is_empty() {
            self.open.push(open);
        }
    }

    /// Give up what is much dearer than the cheapest, here and on the way beyond.
    pub fn prune(&mut self) {
        let Some(least) = self.cheapest().map(|way| way.cost) else { return };
        let limit = least + BEAM;
        if self.open.len() > 1 {
            self.open.retain(|one| one.cost <= limit);
        }
        if self.ways.len() > 1 {
            self.ways.retain(|way| way.cost <= limit);
        }
        if self.ways.len() > WIDTH {
            self.ways.sort_by_key(|way| way.cost);
            self.ways.truncate(WIDTH);
        }
    }

    /// Keep the first `known` ways and of the others the cheapest, `most` in all; whether any went.
    pub fn narrow_to(&mut self, most: usize, known: usize) -> bool {
        let is_wide = self.ways.len() > most;
        if is_wide {
            self.ways[known..].sort_by_key(|way| way.cost);
            self.ways.truncate(most);
        }
        is_wide
    }

    /// Make the cheapest cost nothing, so that costs stay small numbers.
    pub fn raise(&mut self) {
        let Some(least) = self.cheapest().map(|way| way.cost) else { return };
        self.base += i64::from(least);
        self.ways.iter_mut().for_each(|way| way.cost -= least);
        self.open.iter_mut().for_each(|one| one.cost -= least);
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
