//! Nodes and the ways between them: what text some cells can be, and what it costs.
//!
//! The specification is `translate/back/arcs.py`.

use crate::back::table::BackTable;

/// A place in the machine, what the likelihood remembers and the emphasis that is on.
pub(crate) type Node = u32;
/// An arc by its number.
pub(crate) type ArcId = u32;
/// A branch by its number.
pub(crate) type BranchId = u32;
/// 1/256 bit. A total is an `i64`.
pub(crate) type Cost = i32;

/// Cells that are the text `text` on the way to the node `target`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arc {
    pub cells: Box<[u8]>,
    pub text: Box<str>,
    pub target: Node,
    pub cost: Cost,
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

/// Arcs by their cells: those that end here, and those that go on, by their next cell.
#[derive(Debug, Default)]
pub(crate) struct Branch {
    pub arcs: Box<[ArcId]>,
    pub longer: Box<[(u8, BranchId)]>,
}

/// All nodes and arcs of one table, made as they are asked for. Numbers stay valid.
#[derive(Debug)]
pub(crate) struct Source {
    table: std::sync::Arc<BackTable>,
    arcs: Vec<Arc>,
    branches: Vec<Branch>,
}

impl Source {
    /// Nothing learnt yet.
    pub fn new(table: &std::sync::Arc<BackTable>) -> Self {
        Self { table: table.clone(), arcs: Vec::new(), branches: vec![Branch::default()] }
    }

    /// The node at the beginning of a text.
    pub fn start(&self) -> Node {
        0
    }

    /// Cells: no arc has more.
    pub fn reach(&self) -> usize {
        self.table.reach
    }

    /// The arcs from `node` whose first cell is `cell`.
    pub fn arcs(&mut self, _node: Node, _cell: u8) -> BranchId {
        0
    }

    /// An arc by its number.
    pub fn arc(&self, arc: ArcId) -> &Arc {
        &self.arcs[arc as usize]
    }

    /// A branch by its number.
    pub fn branch(&self, branch: BranchId) -> &Branch {
        &self.branches[branch as usize]
    }

    /// The cost of ending at `node`; `None` where the text cannot end.
    pub fn end_cost(&self, _node: Node) -> Option<Cost> {
        None
    }

    /// The node with nothing asked of what follows.
    pub fn forgiven(&mut self, node: Node) -> Node {
        node
    }

    /// The node with nothing asked and no emphasis: where the text may end.
    ///
    /// The same node where an emphasis has just begun: its sign would be lost.
    pub fn ended(&mut self, node: Node) -> Node {
        node
    }

    /// The arc that takes one cell for itself, as a sign of Unicode Braille.
    pub fn foreign(&mut self, _node: Node, cell: u8) -> ArcId {
        self.arcs.push(Arc {
            cells: [cell].into(),
            text: String::new().into(),
            target: 0,
            cost: 0,
            emphasis: 0,
            is_fault: true,
            rivals: Box::default(),
            anchors: Box::default(),
            is_spelled: false,
        });
        (self.arcs.len() - 1) as ArcId
    }

    /// Whether two nodes differ only in what the likelihood remembers.
    pub fn is_same_place(&self, node: Node, other: Node) -> bool {
        node == other
    }

    /// Whether more was learnt than is worth keeping for the next text.
    pub fn is_full(&self) -> bool {
        false
    }

    /// Bytes that it takes, about.
    pub fn size(&self) -> usize {
        self.arcs.len() * size_of::<Arc>()
    }
}
