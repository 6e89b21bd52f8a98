//! Arcs and branches by number, and how arcs become a branch.
//!
//! The specification is `translate/back/branches.py`.

use super::interner::{Interner, Map};
use super::learn::Draft;
use super::source::{Arc, ArcId, Branch, BranchId, Cost, Node, Shape};

/// All arcs and branches of a source. Numbers stay valid.
#[derive(Debug, Default)]
pub(super) struct Branches {
    shapes: Interner<Shape>,
    arcs: Vec<Kept>,
    /// Each branch has a stretch of the arcs and one of `longer`.
    branches: Vec<Stretch>,
    longer: Vec<(u8, BranchId)>,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    shape: u32,
    target: Node,
    cost: Cost,
}

#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    arcs: (u32, u32),
    longer: (u32, u32),
}

/// Drafts that share their first cells, to become the branch with a number.
struct Group {
    drafts: Vec<Draft>,
    length: usize,
    branch: BranchId,
}

impl Branches {
    #[inline]
    pub fn arc(&self, arc: ArcId) -> Arc<'_> {
        let Kept { shape, target, cost } = self.arcs[arc as usize];
        Arc { target, cost, shape: self.shapes.get(shape) }
    }

    #[inline]
    pub fn branch(&self, branch: BranchId) -> Branch<'_> {
        let Stretch { arcs, longer } = self.branches[branch as usize];
        Branch { arcs: arcs.0..arcs.1, longer: &self.longer[longer.0 as usize..longer.1 as usize] }
    }

    pub fn size(&self) -> usize {
        self.arcs.capacity() * size_of::<Kept>()
            + self.branches.capacity() * size_of::<Stretch>()
            + self.longer.capacity() * size_of::<(u8, BranchId)>()
            + self.shapes.size()
    }

    pub fn add_arc(&mut self, shape: Shape, target: Node, cost: Cost) -> ArcId {
        let shape = self.shapes.number_of(shape);
        self.arcs.push(Kept { shape, target, cost });
        (self.arcs.len() - 1) as ArcId
    }

    /// The arc of a draft without rivals.
    pub fn add_draft(&mut self, draft: Draft) -> ArcId {
        self.add_ranked(Ranked { best: draft, rivals: Vec::new() })
    }

    fn add_ranked(&mut self, Ranked { best, rivals }: Ranked) -> ArcId {
        let (target, cost) = (best.target, best.cost);
        let shape = Shape {
            cells: best.cells,
            text: best.text,
            emphasis: best.emphasis,
            is_fault: best.is_fault,
            rivals: rivals.into(),
            anchors: best.anchors,
            is_spelled: best.is_spelled,
        };
        self.add_arc(shape, target, cost)
    }

    /// The branch of arcs that share their first cell.
    pub fn add(&mut self, drafts: Vec<Draft>) -> BranchId {
        let first = self.reserve();
        let mut groups = vec![Group { drafts, length: 1, branch: first }];
        while let Some(Group { drafts, length, branch }) = groups.pop() {
            let mut ending = Vec::new();
            let mut longer: Vec<(u8, Vec<Draft>)> = Vec::new();
            for draft in drafts {
                let Some(&cell) = draft.cells.get(length) else {
                    ending.push(draft);
                    continue;
                };
                match longer.iter_mut().find(|(other, _)| *other == cell) {
                    Some((_, some)) => some.push(draft),
                    None => longer.push((cell, vec![draft])),
                }
            }
            let start = self.longer.len() as u32;
            for (cell, drafts) in longer {
                let branch = self.reserve();
                self.longer.push((cell, branch));
                groups.push(Group { drafts, length: length + 1, branch });
            }
            let longer = (start, self.longer.len() as u32);
            let start = self.arcs.len() as u32;
            for ranked in cheapest(ending) {
                self.add_ranked(ranked);
            }
            let arcs = (start, self.arcs.len() as u32);
            self.branches[branch as usize] = Stretch { arcs, longer };
        }
        first
    }

    fn reserve(&mut self) -> BranchId {
        self.branches.push(Stretch::default());
        (self.branches.len() - 1) as BranchId
    }
}

/// The cheapest arc to a node, and the other texts that lead there with what they cost more.
struct Ranked {
    best: Draft,
    rivals: Vec<(Box<str>, Cost)>,
}

/// Of arcs to the same node the cheapest, with the others as its rivals.
fn cheapest(drafts: Vec<Draft>) -> Vec<Ranked> {
    let mut places: Map<Node, usize> = Map::default();
    let place = |draft: Draft| {
        let next = places.len();
        (*places.entry(draft.target).or_insert(next), draft)
    };
    let mut sorted: Vec<(usize, Draft)> = drafts.into_iter().map(place).collect();
    // Stable: the first of equals stays first.
    sorted.sort_by_key(|(place, draft)| (*place, draft.cost));
    let mut sorted = sorted.into_iter().peekable();
    let mut arcs = Vec::with_capacity(places.len());
    while let Some((place, best)) = sorted.next() {
        let mut rivals = Vec::new();
        while let Some((_, other)) = sorted.next_if(|(other, _)| *other == place) {
            if other.text != best.text && !other.is_spelled {
                rivals.push((other.text, other.cost - best.cost));
            }
        }
        arcs.push(Ranked { best, rivals });
    }
    arcs
}

#[cfg(test)]
mod tests {
    use super::{Branches, Draft};

    fn draft(cells: &[u8], text: &str, target: u32, cost: i32) -> Draft {
        Draft { cells: cells.into(), text: text.into(), target, cost, ..Draft::default() }
    }

    #[test]
    fn the_first_of_equals_is_the_cheapest_and_keeps_the_others() {
        let mut all = Branches::default();
        let branch = all.add(vec![
            draft(&[1], "a", 5, 512),
            draft(&[1], "b", 7, 0),
            draft(&[1], "c", 5, 256),
            draft(&[1], "d", 5, 256),
            Draft { is_spelled: true, ..draft(&[1], "e", 5, 600) },
            draft(&[1], "c", 5, 700),
        ]);
        let arcs: Vec<_> = all.branch(branch).arcs.map(|arc| all.arc(arc)).collect();
        assert_eq!(arcs.iter().map(|arc| &*arc.text).collect::<String>(), "cb");
        assert_eq!(*arcs[0].rivals, [("d".into(), 0), ("a".into(), 256)]);
        assert!(arcs[1].rivals.is_empty());
    }

    #[test]
    fn longer_arcs_hang_on_their_next_cell() {
        let mut all = Branches::default();
        let drafts = vec![
            draft(&[1, 2], "a", 1, 0),
            draft(&[1, 3, 4], "b", 2, 0),
            draft(&[1], "c", 3, 0),
            draft(&[1, 2], "d", 4, 0),
        ];
        let branch = all.add(drafts);
        let first = all.branch(branch);
        assert_eq!(first.arcs.len(), 1);
        assert_eq!(first.longer.iter().map(|(cell, _)| *cell).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(all.branch(first.longer[0].1).arcs.len(), 2);
        let third = all.branch(first.longer[1].1);
        assert!(third.arcs.is_empty());
        assert_eq!(&*all.arc(all.branch(third.longer[0].1).arcs.start).text, "b");
    }

    #[test]
    fn a_very_long_arc_needs_no_stack() {
        let mut all = Branches::default();
        let cells = vec![1; 200_000];
        let mut branch = all.add(vec![draft(&cells, "a", 1, 0)]);
        let mut length = 1;
        while let Some((_, next)) = all.branch(branch).longer.first() {
            (branch, length) = (*next, length + 1);
        }
        assert_eq!((length, all.branch(branch).arcs.len()), (200_000, 1));
    }
}
