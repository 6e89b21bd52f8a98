//! A walk over nodes and arcs that shows all of them, to be compared with the reference.

use std::collections::HashMap;

use super::source::{ArcId, BranchId, Node, Source};
use super::table::BackTable;

/// What stands for an arc in a walk: its fields in their order, the target as first met.
pub type SeenArc = (Vec<u8>, String, usize, i32, u16, bool, Vec<(String, i32)>, Vec<u8>, bool);

/// A place of a walk and what leads from it.
#[derive(Debug, PartialEq)]
pub struct Seen {
    /// The number of the node, as first met.
    pub node: usize,
    /// The first cell of the arcs.
    pub cell: u8,
    /// The arcs, by their cells; each branch before those that go on.
    pub arcs: Vec<SeenArc>,
    /// The cost of ending here.
    pub end: Option<i32>,
    /// The nodes with nothing asked, and with nothing asked and no emphasis.
    pub freed: (usize, usize),
    /// The arc that takes the cell for itself.
    pub foreign: SeenArc,
    /// Whether the node differs from the first of its place only in what the likelihood remembers.
    pub is_same_place: bool,
}

/// How a walk goes.
#[derive(Clone, Copy, Debug)]
pub struct Gait {
    /// Nodes at one place.
    pub width: usize,
    /// Places after which all is taken over to a new source; 0 is never.
    pub stay: usize,
}

/// Go over `cells` and show what leads on from the nodes at each place.
pub fn walk(table: &std::sync::Arc<BackTable>, cells: &[u8], gait: Gait) -> Vec<Seen> {
    let mut walk = Walk { source: Source::new(table), numbers: HashMap::new() };
    let mut columns: Vec<Vec<Node>> = vec![Vec::new(); cells.len() + 1];
    columns[0].push(walk.source.start());
    let mut seen = Vec::new();
    for (place, &cell) in cells.iter().enumerate() {
        if gait.stay != 0 && place % gait.stay == gait.stay - 1 {
            walk.renew(table, &mut columns[place..]);
        }
        let column: Vec<Node> = columns[place].iter().copied().take(gait.width).collect();
        for &node in &column {
            let arcs = walk.tree(node, cell);
            let foreign = walk.source.foreign(node, cell);
            let (forgiven, ended) = (walk.source.forgiven(node), walk.source.ended(node));
            let freed_from = walk.source.arcs(forgiven, cell);
            seen.push(Seen {
                node: walk.number(node),
                cell,
                arcs: arcs.iter().map(|&arc| walk.shown(arc)).collect(),
                end: walk.source.end_cost(node),
                freed: (walk.number(forgiven), walk.number(ended)),
                foreign: walk.shown(foreign),
                is_same_place: walk.source.is_same_place(node, column[0]),
            });
            let freed = walk.source.branch(freed_from).arcs;
            for arc in arcs.into_iter().chain([foreign]).chain(freed) {
                let arc = walk.source.arc(arc);
                let end = place + arc.cells.len();
                if cells[place..].starts_with(&arc.cells) && !columns[end].contains(&arc.target) {
                    columns[end].push(arc.target);
                }
            }
        }
    }
    seen
}

struct Walk {
    source: Source,
    numbers: HashMap<Node, usize>,
}

impl Walk {
    fn number(&mut self, node: Node) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(node).or_insert(next)
    }

    /// Take the nodes over to a new source.
    fn renew(&mut self, table: &std::sync::Arc<BackTable>, columns: &mut [Vec<Node>]) {
        let mut new = Source::new(table);
        for node in columns.iter_mut().flatten() {
            *node = new.adopt(&self.source, *node);
        }
        let numbers = self.numbers.iter();
        self.numbers =
            numbers.map(|(&node, &number)| (new.adopt(&self.source, node), number)).collect();
        self.source = new;
    }

    /// All arcs of a branch and of those that go on.
    fn tree(&mut self, node: Node, cell: u8) -> Vec<ArcId> {
        let mut waiting: Vec<BranchId> = vec![self.source.arcs(node, cell)];
        let mut arcs = Vec::new();
        while let Some(branch) = waiting.pop() {
            let branch = self.source.branch(branch);
            arcs.extend(branch.arcs.clone());
            waiting.extend(branch.longer.iter().rev().map(|(_, longer)| *longer));
        }
        arcs
    }

    fn shown(&mut self, arc: ArcId) -> SeenArc {
        let arc = self.source.arc(arc);
        let (target, cost, shape) = (arc.target, arc.cost, arc.shape.clone());
        (
            shape.cells.into(),
            shape.text.into(),
            self.number(target),
            cost,
            shape.emphasis,
            shape.is_fault,
            shape.rivals.into_iter().map(|(text, cost)| (text.into(), cost)).collect(),
            shape.anchors.into(),
            shape.is_spelled,
        )
    }
}
