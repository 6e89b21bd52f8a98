//! A part of a text that is searched as a whole, from one place that is decided to another.
//!
//! A part that never comes to such a place may be as long as the text. So what the search has
//! settled is written as it goes on, and where too much was learnt meanwhile, a new source takes over
//! the columns that are open.

use super::lattice::{Lattice, Taken, WINDOW};
use super::reader::Memory;
use super::result::Written;
use super::rivals::{Chosen, Rival, find_rivals, find_told};
use super::source::{Node, Source};

/// Settled arcs that wait to be written.
const MOST_WAITING: usize = 1024;

/// A place that all readings go through at one node.
type Point = (usize, Node);

/// A search in progress. What is before `begun` is written.
pub(crate) struct Region<'c> {
    begun: Point,
    cells: &'c [u8],
    lattice: Lattice,
}

impl<'c> Region<'c> {
    /// A region of `cells`, a whole text, from a point on.
    pub fn new(begun: Point, cells: &'c [u8]) -> Self {
        Self { begun, cells, lattice: Lattice::new(begun.0, begun.1) }
    }

    /// Write all up to a place behind `least` that is decided, or the end of the text: that place.
    ///
    /// Enough was read behind it that what follows cannot change what is before.
    pub fn read(mut self, least: usize, memory: &mut Memory, written: &mut Written) -> Point {
        let reach = memory.source.reach();
        let mut candidate: Option<Point> = None;
        // Each try costs what waits to be written, so that the next one waits till it is twice as
        // long.
        let mut patience = 0;
        for (place, &cell) in self.cells.iter().enumerate().skip(self.begun.0) {
            self.lattice.add(cell, &mut memory.source);
            let size = place + 1;
            if size.is_multiple_of(WINDOW) && self.relieve(&mut candidate, memory, written) {
                patience = 0;
            }
            if self.lattice.mended == Some(size) {
                candidate = None;
            } else if let Some(point) = candidate.filter(|&(end, _)| end + reach <= size) {
                candidate = None;
                patience = 2 * (size - self.begun.0);
                if self.close(point, &mut memory.source, written) {
                    return point;
                }
            }
            if candidate.is_none() && size > least && size - self.begun.0 >= patience {
                candidate = self.lattice.narrow().map(|node| (size, node));
            }
        }
        self.finish(&mut memory.source, written)
    }

    /// Write what was settled and forget what was learnt, where either is much.
    fn relieve(
        &mut self,
        candidate: &mut Option<Point>,
        memory: &mut Memory,
        written: &mut Written,
    ) -> bool {
        if self.lattice.settled.len() < MOST_WAITING && !memory.source.is_full() {
            return false;
        }
        self.write_settled(&mut memory.source, written);
        if memory.source.is_full() {
            let Memory { source: mut old, .. } = memory.renew();
            self.adopt(&mut old, &mut memory.source);
            *candidate = candidate.map(|(end, node)| (end, memory.source.adopt(&old, node)));
        }
        true
    }

    /// Write the settled arcs but for the last few, on whose doubts bears what follows.
    fn write_settled(&mut self, source: &mut Source, written: &mut Written) {
        let arcs = std::mem::take(&mut self.lattice.settled);
        let told = find_told(self.chosen(&arcs, self.lattice.first(), true), source);
        written.append(&arcs[..told.arcs], told.rivals, source);
        self.lattice.settled.extend_from_slice(&arcs[told.arcs..]);
        let place = self.lattice.settled.first().map_or(self.lattice.first(), |&(place, _)| place);
        self.begun = (place, told.node);
    }

    fn adopt(&mut self, old: &mut Source, new: &mut Source) {
        let mut from = self.begun.1;
        self.begun.1 = new.adopt(old, from);
        for (_, arc) in &mut self.lattice.settled {
            let target = old.arc(*arc).target;
            *arc = new.adopt_arc(old, from, *arc);
            from = target;
        }
        self.lattice.adopt(old, new);
    }

    fn chosen<'a>(&self, arcs: &'a [Taken], end: usize, is_part: bool) -> Chosen<'a>
    where
        'c: 'a,
    {
        let (first, node) = self.begun;
        Chosen { node, arcs, cells: &self.cells[first..end], first, is_part }
    }

    /// Write all up to a point, if its doubts are told by what is before it.
    fn close(&self, (end, node): Point, source: &mut Source, written: &mut Written) -> bool {
        if end < self.lattice.first() {
            return false;
        }
        let mut arcs = self.lattice.settled.clone();
        arcs.extend(self.lattice.trace(end, node));
        let rivals: Option<Vec<Rival>> = find_rivals(self.chosen(&arcs, end, true), source);
        rivals.is_some_and(|rivals| {
            written.append(&arcs, rivals, source);
            true
        })
    }

    fn finish(mut self, source: &mut Source, written: &mut Written) -> Point {
        let arcs = self.lattice.finish(source);
        let rivals = find_rivals(self.chosen(&arcs, self.cells.len(), false), source);
        written.append(&arcs, rivals.unwrap_or_default(), source);
        (self.cells.len(), self.begun.1)
    }
}
