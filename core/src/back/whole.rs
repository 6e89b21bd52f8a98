//! A text from its first cell to its last: segments that were met before, and searches between.
//!
//! Where a segment fails the search goes over the text again, from a place that is so far back that
//! nothing before it can be changed by what is mended, to a place so far ahead that nothing behind
//! changes it any more. So the result is that of one search over all cells.

use super::lattice::Lattice;
use super::reader::{BackTranslator, Memory};
use super::region::Region;
use super::result::{BackTranslation, Mark, Written};
use super::rivals::{Chosen, find_rivals};
use super::segments::Start;
use super::source::{Node, Source};

/// Points from which on those are forgotten that nobody has to go back to.
const MANY: usize = 256;

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
    let mut points = Vec::with_capacity(MANY.min(cells.len() / 2 + 2));
    points.push(Point { node: memory.source.start(), ..Point::default() });
    let mut expected = 0;
    while let Some(&point) = points.last().filter(|point| point.place < cells.len()) {
        let Memory { source, segments } = &mut *memory;
        let start = Start { node: point.node, emphasis: written.emphasis };
        if point.place >= expected {
            expected = segments.expect(start, cells, point.place);
        }
        let next = match segments.at(start, cells, point.place, source) {
            Some(segment) => {
                segment.append_to(&mut written);
                let (length, node) = segment.end();
                (point.place + length, node)
            }
            None => {
                let back = far_back(&points, source.reach());
                written.rewind(&back.mark, back.place);
                // Nothing changes what is before the end of a region.
                points.clear();
                Region::new((back.place, back.node), cells).read(point.place, memory, &mut written)
            }
        };
        let (place, node) = next;
        points.push(Point { place, node, mark: written.mark() });
        forget(&mut points, memory.source.reach());
        if memory.source.is_full() {
            renew(memory, &mut points);
        }
    }
    written.finish()
}

/// The text of `cells` by one search over all of them, which [`read_whole`] has to equal.
#[doc(hidden)]
pub fn read_at_once(cells: &[u8], translator: &BackTranslator) -> BackTranslation {
    let mut source = Source::new(translator.table());
    let node = source.start();
    let mut lattice = Lattice::new(0, node);
    lattice.extend(cells, &mut source);
    let arcs = lattice.finish(&mut source);
    let chosen = Chosen { node, arcs: &arcs, cells, first: 0, is_part: false };
    let rivals = find_rivals(chosen, &mut source).unwrap_or_default();
    let mut written = Written::with_room_for(cells.len());
    written.append(&arcs, rivals, &source);
    written.finish()
}

/// The same as [`BackTranslator::back_translate`], with a memory that is full when so much is learnt.
#[doc(hidden)]
pub fn read_with_room_for(
    most: usize,
    cells: &[u8],
    translator: &BackTranslator,
) -> BackTranslation {
    let source = Source::with_room_for(translator.table(), most);
    read_whole(cells, &mut Memory::new(source))
}

/// Forget what was learnt, except the nodes of some points.
fn renew(memory: &mut Memory, points: &mut [Point]) {
    let old = memory.renew();
    for point in points {
        point.node = memory.source.adopt(&old.source, point.node);
    }
}

/// The last point that is `reach` cells before the last one, which nothing can change from there on.
///
/// Else the first: the beginning of the text, or the end of a region.
fn far_back(points: &[Point], reach: usize) -> Point {
    let place = points.last().map_or(0, |last| last.place);
    let kept = points.iter().rposition(|point| point.place + reach <= place).unwrap_or(0);
    points[kept]
}

/// Only points that one may have to go back to.
fn forget(points: &mut Vec<Point>, reach: usize) {
    if points.len() >= MANY {
        let place = points.last().map_or(0, |last| last.place);
        let first = points.iter().rposition(|point| point.place + reach <= place).unwrap_or(0);
        points.drain(..first);
    }
}
