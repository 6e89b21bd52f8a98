//! What lies more than a window back is settled: readings that began otherwise are given up.

use super::descendants::Descendants;
use super::{Lattice, WINDOW};
use crate::back::column::{Column, NONE};
use crate::back::source::{Node, Source};

impl Lattice {
    /// Keep only the readings that share the best one's beginning, up to a window back.
    pub(super) fn settle(&mut self, source: &mut Source) {
        let limit = self.size() - WINDOW;
        if self.first > limit {
            // All begins at the first column as it is. Its root alone would lack what was forgiven there.
            return;
        }
        let (mut place, mut node) = self.cheapest();
        let mut root = (place, node);
        let end = self.settled.len();
        loop {
            let way = self.way(place, node);
            if way.arc == NONE {
                break;
            }
            let before = (place - way.back as usize, way.from);
            if place <= limit {
                self.settled.push((before.0, way.arc));
            } else {
                root = before;
            }
            (place, node) = before;
        }
        self.settled[end..].reverse();
        self.keep_descendants(root, source);
    }

    fn keep_descendants(&mut self, root: (usize, Node), source: &Source) {
        let is_kept = self.descendants(root, source);
        let size = self.size();
        let mut open = std::mem::take(&mut self.column_mut(size).open);
        open.retain(|one| {
            let start = size - one.back as usize;
            start >= root.0 && is_kept.holds(start, one.node, self.column(start))
        });
        self.column_mut(size).open = open;
        for torn in (root.0 + 1..=size).filter(|&place| !is_kept.whole(place)) {
            let mut marks = is_kept.marks(torn).iter();
            self.column_mut(torn).ways.retain(|_| marks.next().is_none_or(|&mark| mark));
        }
        self.begin_at(root);
    }

    /// Forget what is before a node, where all readings begin now.
    fn begin_at(&mut self, (place, node): (usize, Node)) {
        let (base, cost) = (self.column(place).base, self.way(place, node).cost);
        let gone = place - self.first;
        self.spare.extend(self.columns.drain(..gone).map(|mut column| {
            column.ways.clear();
            column.open.clear();
            column
        }));
        self.cells.drain(..gone);
        self.first = place;
        self.columns[0] = Column::root(base, node, cost);
    }

    /// Which ways from `root` on lead there.
    fn descendants(&self, root: (usize, Node), source: &Source) -> Descendants {
        let mut found = Descendants::of(root.0, root.1, self.column(root.0));
        let mut whole = 0;
        for place in root.0 + 1..=self.size() {
            found.add(place, self.column(place), |start| self.column(start));
            whole = if found.whole(place) { whole + 1 } else { 0 };
            // No arc is longer: what follows leads to these columns.
            if whole > source.reach() {
                break;
            }
        }
        found
    }
}
