//! A text from its first cell to its last: segments that were met before, and searches between.
//!
//! Where a segment fails the search goes over the text again, from a place that is so far back that
//! nothing before it can be changed by what is mended, to a place so far ahead that nothing behind
//! changes it any more. So the result is that of one search over all cells.

use super::lattice::{Lattice, Taken};
use super::reader::Memory;
use super::result::{BackTranslation, Mark, Written};
use super::rivals::{Chosen, Rival, find_rivals};
use super::segments::Start;
use super::source::{Node, Source};

/// A place that all readings go through at one node.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    place: usize,
    node: Node,
    /// How far the result had grown there.
    mark: Mark,
}

/// The likeliest text of `cells`.
pub(crate) fn read_whole(cells: &[u8], memory: &mut Memory) -> BackTranslation {
    let mut written = Written::with_room_for(cells.len());
    let mut points = vec![Point { node: memory.source.start(), ..Point::default() }];
    while let Some(&point) = points.last().filter(|point| point.place < cells.len()) {
        let Memory { source, segments } = &mut *memory;
        let start = Start { node: point.node, emphasis: written.emphasis };
        let next = match segments.at(start, &cells[point.place..], source) {
            Some(segment) => {
                segment.append_to(&mut written);
                (point.place + usize::from(segment.cells), segment.node)
            }
            None => {
                let back = far_back(&mut points, source.reach());
                written.rewind(&back.mark, back.place);
                let region = read_region(&back, point.place, cells, source);
                written.append(&region.arcs, region.rivals, source);
                (region.end, region.node)
            }
        };
        let (place, node) = next;
        points.push(Point { place, node, mark: written.mark() });
        forget(&mut points, source.reach());
        if memory.source.is_full() {
            renew(memory, &mut points);
        }
    }
    written.finish()
}

/// Forget what was learnt, except the nodes of some points.
fn renew(memory: &mut Memory, points: &mut [Point]) {
    let fresh = memory.anew();
    let old = std::mem::replace(memory, fresh);
    for point in points {
        point.node = memory.source.adopt(&old.source, point.node);
    }
}

/// The last point that is `reach` cells before the last one, which nothing can change from there on.
fn far_back(points: &mut Vec<Point>, reach: usize) -> Point {
    let place = points.last().map_or(0, |last| last.place);
    let kept = points.iter().rposition(|point| point.place + reach <= place).unwrap_or(0);
    points.truncate(kept + 1);
    points[kept]
}

/// Only points that one may have to go back to.
fn forget(points: &mut Vec<Point>, reach: usize) {
    const MANY: usize = 256;
    if points.len() >= MANY {
        let place = points.last().map_or(0, |last| last.place);
        let first = points.iter().rposition(|point| point.place + reach <= place).unwrap_or(0);
        points.drain(..first);
    }
}

/// A part of a text that was searched as a whole.
struct Region {
    arcs: Vec<Taken>,
    rivals: Vec<Rival>,
    end: usize,
    node: Node,
}

/// Search from `start` on until a place behind `least` that is decided, or the end of the text.
fn read_region(start: &Point, least: usize, cells: &[u8], source: &mut Source) -> Region {
    let reach = source.reach();
    let mut lattice = Lattice::new(start.place, start.node);
    let mut candidate: Option<(usize, Node)> = None;
    // Each try costs what the region is long, so that the next one waits till it is twice as long.
    let mut patience = 0;
    for (place, &cell) in cells.iter().enumerate().skip(start.place) {
        lattice.add(cell, source);
        let size = place + 1;
        if lattice.mended == Some(size) {
            candidate = None;
        } else if let Some((end, node)) = candidate.filter(|&(end, _)| end + reach <= size) {
            candidate = None;
            patience = 2 * (size - start.place);
            if end >= lattice.first()
                && let Some(region) = close(start, &lattice, (end, node), cells, source)
            {
                return region;
            }
        }
        if candidate.is_none() && size > least && size - start.place >= patience {
            candidate = lattice.narrow().map(|node| (size, node));
        }
    }
    let arcs = lattice.finish(source);
    let chosen = Chosen {
        node: start.node,
        arcs: &arcs,
        cells: &cells[start.place..],
        first: start.place,
        is_part: false,
    };
    let rivals = find_rivals(chosen, source).unwrap_or_default();
    Region { arcs, rivals, end: cells.len(), node: start.node }
}

/// The region up to a node, if its doubts are told by its own arcs.
fn close(
    start: &Point,
    lattice: &Lattice,
    (end, node): (usize, Node),
    cells: &[u8],
    source: &mut Source,
) -> Option<Region> {
    let mut arcs = lattice.settled.clone();
    arcs.extend(lattice.trace(end, node));
    let chosen = Chosen {
        node: start.node,
        arcs: &arcs,
        cells: &cells[start.place..end],
        first: start.place,
        is_part: true,
    };
    let rivals = find_rivals(chosen, source)?;
    Some(Region { arcs, rivals, end, node })
}
