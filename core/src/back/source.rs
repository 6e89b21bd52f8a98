//! Nodes and the ways between them: what text some cells can be, and what it costs.
//!
//! The specification is `translate/back/arcs.py`.

use std::ops::Range;

use super::branch::Branches;
use super::column::longer;
use super::interner::Map;
use super::learn::Nodes;
use super::table::BackTable;

/// A place in the machine, what the likelihood remembers and the emphasis that is on.
pub(crate) type Node = u32;
/// An arc by its number.
pub(crate) type ArcId = u32;
/// A branch by its number.
pub(crate) type BranchId = u32;
/// 1/256 bit. A total is an `i64`.
pub(crate) type Cost = i32;

/// Nodes, or places whose arcs are kept, after which all is learnt anew, 50 MB: a million cells of
/// contracted Italian need them, hostile cells any number.
const MOST_KEPT: usize = 200_000;

/// What arcs are made of, whatever node they lead to; a table has some thousand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    pub cells: Box<[u8]>,
    pub text: Box<str>,
    /// A sign of emphasis has no text and switches this.
    pub emphasis: u16,
    /// No text gives the cells here, they were taken for what they are by themselves.
    pub is_fault: bool,
    /// Other texts of these cells that lead to the same node, with what they cost more.
    pub rivals: Box<[(Box<str>, Cost)]>,
    /// The character of `text` that each cell stands for; empty: all stand for the first.
    pub anchors: Box<[u8]>,
    /// The text stands uncontracted where the table would contract it.
    pub is_spelled: bool,
}

/// Cells that are the text `text` on the way to the node `target`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arc<'a> {
    pub target: Node,
    pub cost: Cost,
    pub shape: &'a Shape,
}

impl std::ops::Deref for Arc<'_> {
    type Target = Shape;

    #[inline]
    fn deref(&self) -> &Shape {
        self.shape
    }
}

/// Arcs by their cells: those that end here, and those that go on, by their next cell.
#[derive(Clone, Debug)]
pub(crate) struct Branch<'a> {
    pub arcs: Range<ArcId>,
    pub longer: &'a [(u8, BranchId)],
}

/// All nodes and arcs of one table, made as they are asked for. Numbers stay valid.
///
/// Nothing is forgotten, so that memory grows with what texts ask for. [`Source::is_full`] says when
/// to take what a search still holds over to a new one, by [`Source::adopt`].
#[derive(Debug)]
pub(crate) struct Source {
    table: std::sync::Arc<BackTable>,
    /// Nodes, or places whose arcs are kept, that make it full.
    most: usize,
    nodes: Nodes,
    branches: Branches,
    by_cell: Map<u64, BranchId>,
    foreign: Map<u64, ArcId>,
    unanswered: Map<Node, ArcId>,
}

impl Source {
    /// Nothing learnt yet.
    pub fn new(table: &std::sync::Arc<BackTable>) -> Self {
        Self::with_room_for(table, MOST_KEPT)
    }

    /// Nothing learnt yet; it is full when so much is learnt.
    pub fn with_room_for(table: &std::sync::Arc<BackTable>, most: usize) -> Self {
        Self {
            most,
            nodes: Nodes::of(table),
            table: table.clone(),
            branches: Branches::default(),
            by_cell: Map::default(),
            foreign: Map::default(),
            unanswered: Map::default(),
        }
    }

    /// The node at the beginning of a text.
    pub fn start(&self) -> Node {
        0
    }

    /// Cells: no arc has more.
    pub fn reach(&self) -> usize {
        self.table.reach()
    }

    /// The arcs from `node` whose first cell is `cell`.
    #[inline]
    pub fn arcs(&mut self, node: Node, cell: u8) -> BranchId {
        match self.by_cell.get(&key(node, cell)) {
            Some(&branch) => branch,
            None => self.learn(node, cell),
        }
    }

    fn learn(&mut self, node: Node, cell: u8) -> BranchId {
        let drafts = self.nodes.find(&self.table, node, cell);
        let branch = self.branches.add(drafts);
        self.by_cell.insert(key(node, cell), branch);
        branch
    }

    /// The arc without cells to a node that asks for nothing, where what was asked did not come.
    pub fn unanswered(&mut self, free: Node, cost: Cost) -> ArcId {
        if let Some(&known) = self.unanswered.get(&free) {
            return known;
        }
        let shape = Shape { is_fault: true, ..Shape::default() };
        let arc = self.branches.add_arc(shape, free, cost);
        self.unanswered.insert(free, arc);
        arc
    }

    /// An arc by its number.
    #[inline]
    pub fn arc(&self, arc: ArcId) -> Arc<'_> {
        self.branches.arc(arc)
    }

    /// A branch by its number.
    #[inline]
    pub fn branch(&self, branch: BranchId) -> Branch<'_> {
        self.branches.branch(branch)
    }

    /// The cost of ending at `node`; `None` where the text cannot end.
    pub fn end_cost(&self, node: Node) -> Option<Cost> {
        self.nodes.end_cost(&self.table, node)
    }

    /// The node with nothing asked of what follows.
    pub fn forgiven(&mut self, node: Node) -> Node {
        self.nodes.forgiven(node)
    }

    /// The node with nothing asked and no emphasis: where the text may end.
    ///
    /// The same node where an emphasis has just begun: its sign would be lost.
    pub fn ended(&mut self, node: Node) -> Node {
        self.nodes.ended(node)
    }

    /// The arc that takes one cell for itself, as a sign of Unicode Braille.
    pub fn foreign(&mut self, node: Node, cell: u8) -> ArcId {
        if let Some(&known) = self.foreign.get(&key(node, cell)) {
            return known;
        }
        let draft = self.nodes.foreign(&self.table, node, cell);
        let arc = self.branches.add_draft(draft);
        self.foreign.insert(key(node, cell), arc);
        arc
    }

    /// Whether two nodes differ only in what the likelihood remembers.
    pub fn is_same_place(&self, node: Node, other: Node) -> bool {
        let (one, another) = (self.nodes.get(node), self.nodes.get(other));
        one.state == another.state && one.emphasis == another.emphasis
    }

    /// Nothing learnt yet, of the same table and with the same room.
    pub fn anew(&self) -> Self {
        Self::with_room_for(&self.table, self.most)
    }

    /// Whether more was learnt than is worth keeping.
    pub fn is_full(&self) -> bool {
        self.nodes.count() >= self.most || self.by_cell.len() >= self.most
    }

    /// The node here that is `node` in `other`, a source of the same table.
    pub fn adopt(&mut self, other: &Self, node: Node) -> Node {
        self.nodes.adopt(&self.table, &other.nodes, node)
    }

    /// The arc here that is `arc` in `other`, where it comes from `from`.
    ///
    /// What leads from a node is found in the same order by each source.
    pub fn adopt_arc(&mut self, other: &mut Self, from: Node, arc: ArcId) -> ArcId {
        let Arc { target, cost, .. } = other.arc(arc);
        let cells = other.arc(arc).shape.cells.clone();
        let Some(&first) = cells.first() else {
            let free = self.adopt(other, target);
            return self.unanswered(free, cost);
        };
        let node = self.adopt(other, from);
        let known = other.branch_of(from, &cells).map(|branch| other.branch(branch).arcs);
        match known.filter(|arcs| arcs.contains(&arc)) {
            None => self.foreign(node, first),
            Some(arcs) => {
                let branch = self.branch_of(node, &cells).expect("the same cells lead on");
                self.branch(branch).arcs.start + (arc - arcs.start)
            }
        }
    }

    /// The arcs from a node that agree with some cells, of which there is at least one.
    pub fn branch_of(&mut self, node: Node, cells: &[u8]) -> Option<BranchId> {
        let (&first, rest) = cells.split_first()?;
        let mut branch = self.arcs(node, first);
        for &cell in rest {
            branch = longer(self.branch(branch).longer, cell)?;
        }
        Some(branch)
    }

    /// Bytes that it takes, about.
    pub fn size(&self) -> usize {
        let keys = self.by_cell.capacity() + self.foreign.capacity();
        self.nodes.size() + self.branches.size() + keys * size_of::<(u64, u32)>()
    }
}

fn key(node: Node, cell: u8) -> u64 {
    u64::from(node) << 8 | u64::from(cell)
}
