//! Cells that no text gives: what was asked is forgiven, cells are taken as they are.

use super::Lattice;
use crate::back::column::{BIT, Open, Places, Way, longer};
use crate::back::source::{Cost, Node, Source};

/// Ways up to which a column is filled where no text gives the cells.
const MENDED: usize = 96;
/// The cost of leaving unanswered what the cells before asked for.
const FAULT: Cost = 18 * BIT;

impl Lattice {
    /// Go on where no text gives the cells: forgive what was asked, take cells as they are.
    pub(super) fn mend(&mut self, is_end: bool, source: &mut Source) {
        let size = self.size();
        self.mended = Some(size);
        let first = self.first.max(size.saturating_sub(source.reach()));
        let mut here = Places::of(self.column(first));
        let mut open = self.branches_to(first, source);
        for place in first..size {
            self.forgive(place, &mut here, source, Source::forgiven);
            let mut next = Places::of(self.column(place + 1));
            let known = self.column(place + 1).ways.len();
            self.take_foreign(place, &mut next, source);
            open = self.follow(place, open, &mut next, source);
            // What is cheapest now may be what led to no text, so that many are kept.
            here = if self.column_mut(place + 1).narrow_to(known.max(MENDED), known) {
                Places::of(self.column(place + 1))
            } else {
                next
            };
        }
        if is_end {
            self.forgive(size, &mut here, source, Source::ended);
        }
        self.column_mut(size).open = open;
    }

    /// Offer the next column what the cell at `place` leads to; what is open behind it.
    fn follow(
        &mut self,
        place: usize,
        before: Vec<Open>,
        next: &mut Places,
        source: &mut Source,
    ) -> Vec<Open> {
        let (cell, shift) = (self.cell(place), self.shift(place, place + 1));
        let step = |one: Open| {
            let branch = longer(source.branch(one.branch).longer, cell)?;
            Some(Open { branch, back: one.back + 1, cost: one.cost + shift, ..one })
        };
        let mut open: Vec<Open> = before.into_iter().filter_map(step).collect();
        open.extend(self.column(place).ways.iter().map(|way| Open {
            branch: source.arcs(way.node, cell),
            back: 1,
            node: way.node,
            cost: way.cost + shift,
        }));
        let column = self.column_mut(place + 1);
        open.retain(|one| {
            one.ways(source).for_each(|way| next.offer(column, way));
            !source.branch(one.branch).longer.is_empty()
        });
        open
    }

    fn forgive(
        &mut self,
        place: usize,
        places: &mut Places,
        source: &mut Source,
        freed: impl Fn(&mut Source, Node) -> Node,
    ) {
        for number in 0..self.column(place).ways.len() {
            let way = self.column(place).ways[number];
            let free = freed(source, way.node);
            if free != way.node {
                let arc = source.unanswered(free, FAULT);
                let cost = way.cost + FAULT;
                let freed = Way { node: free, cost, arc, back: 0, from: way.node };
                places.offer(self.column_mut(place), freed);
            }
        }
    }

    fn take_foreign(&mut self, place: usize, next: &mut Places, source: &mut Source) {
        let cell = self.cell(place);
        let shift = self.shift(place, place + 1);
        for number in 0..self.column(place).ways.len() {
            let way = self.column(place).ways[number];
            let arc = source.foreign(way.node, cell);
            let cost = way.cost + shift + source.arc(arc).cost;
            let node = source.arc(arc).target;
            let taken = Way { node, cost, arc, back: 1, from: way.node };
            next.offer(self.column_mut(place + 1), taken);
        }
    }

    /// What of the arcs from columns before `place` agrees with the cells up to there.
    fn branches_to(&self, place: usize, source: &mut Source) -> Vec<Open> {
        let mut found = Vec::new();
        let first = self.first.max(place.saturating_sub(source.reach()));
        for start in first..place {
            let shift = self.shift(start, place);
            for way in &self.column(start).ways {
                let mut branch = Some(source.arcs(way.node, self.cell(start)));
                for next in start + 1..place {
                    let Some(going) = branch else { break };
                    branch = longer(source.branch(going).longer, self.cell(next));
                }
                let (back, cost) = ((place - start) as u32, way.cost + shift);
                found.extend(branch.map(|branch| Open { branch, back, node: way.node, cost }));
            }
        }
        found
    }
}
