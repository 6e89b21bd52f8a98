//! Cells that were read from a node to a node, to be written wherever they come again.

use smallvec::SmallVec;

use super::Start;
use crate::back::lattice::Lattice;
use crate::back::result::{Doubt, Written};
use crate::back::rivals::{Chosen, find_rivals};
use crate::back::source::{Cost, Node, Source};

/// What stands for the character before a segment, while it is read.
const BEFORE: u32 = 1;

/// Cells from a node to a node, read. Positions count from [`BEFORE`].
#[derive(Debug)]
pub(crate) struct Segment {
    /// The node behind it.
    pub node: Node,
    pub cost: Cost,
    pub cells: u16,
    pub chars: u16,
    /// The emphasis that is on behind it.
    pub emphasis: u16,
    /// For each cell its character, then the text.
    pub data: SmallVec<[u8; 32]>,
    /// What few segments have.
    rest: Option<Box<Rest>>,
}

/// Typeforms, where they are not those of plain text, and doubts.
#[derive(Debug)]
struct Rest {
    typeforms: Vec<u16>,
    foreign: Vec<Doubt>,
    ambiguous: Vec<Doubt>,
}

/// What is known of some cells from a node on.
#[derive(Debug)]
pub(super) enum Entry {
    Read(Segment),
    /// The next word has to be looked at too.
    Longer,
    /// They are not a segment, nor is what begins with them.
    Never,
}

/// Read cells from a node on by a search of their own.
pub(super) fn read(start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> Entry {
    let mut lattice = Lattice::new(0, start.node);
    lattice.extend(cells, source);
    let arcs = if is_last {
        lattice.finish(source)
    } else {
        match lattice.narrow() {
            Some(node) => lattice.trace(cells.len(), node),
            None if lattice.mended.is_some() => return Entry::Never,
            None => return Entry::Longer,
        }
    };
    if lattice.mended.is_some() {
        return Entry::Never;
    }
    let chosen = Chosen { node: start.node, arcs: &arcs, cells, first: 0, is_part: !is_last };
    let Some(rivals) = find_rivals(chosen, source) else { return Entry::Longer };
    let mut written = Written { length: BEFORE, emphasis: start.emphasis, ..Written::default() };
    written.append(&arcs, rivals, source);
    let node = arcs.last().map_or(start.node, |&(_, arc)| source.arc(arc).target);
    Segment::of(written, node).map_or(Entry::Never, Entry::Read)
}

impl Segment {
    /// What was written, up to a node; `None` where it is too much.
    fn of(written: Written, node: Node) -> Option<Self> {
        u8::try_from(written.length).ok()?;
        let anchors = written.cell_to_char.iter().map(|&place| place as u8);
        let data = anchors.chain(written.text.iter().copied()).collect();
        let is_plain = written.typeforms.iter().all(|&form| form == 0);
        let is_sure = written.foreign.is_empty() && written.ambiguous.is_empty();
        Some(Self {
            node,
            cost: i32::try_from(written.cost).ok()?,
            cells: written.cell_to_char.len() as u16,
            chars: (written.length - BEFORE) as u16,
            emphasis: written.emphasis,
            data,
            rest: (!is_plain || !is_sure).then(|| {
                Box::new(Rest {
                    typeforms: if is_plain { Vec::new() } else { written.typeforms },
                    foreign: written.foreign,
                    ambiguous: written.ambiguous,
                })
            }),
        })
    }

    /// Whether it is text and nothing else: no typeforms and no doubts.
    pub fn is_plain(&self) -> bool {
        self.rest.is_none()
    }

    /// Append it to what was written before.
    #[inline]
    pub fn append_to(&self, to: &mut Written) {
        let (char, cell) = (to.length, to.cell_to_char.len() as u32);
        let (anchors, text) = self.data.split_at(usize::from(self.cells));
        let moved = |place: u32| (char + place).saturating_sub(BEFORE);
        append(to, anchors, text);
        to.length += u32::from(self.chars);
        to.cost += i64::from(self.cost);
        to.emphasis = self.emphasis;
        match &self.rest {
            None => to.typeforms.resize(to.length as usize, 0),
            Some(rest) => rest.append_to(to, cell, moved),
        }
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let rest = self.rest.as_ref().map_or(0, |rest| {
            rest.typeforms.len() * 2 + (rest.foreign.len() + rest.ambiguous.len() + 1) * 80
        });
        self.data.len() + rest
    }
}

/// Append text, and for each cell its character.
#[inline]
pub(super) fn append(to: &mut Written, anchors: &[u8], text: &[u8]) {
    let char = to.length;
    let moved = |&place: &u8| (char + u32::from(place)).saturating_sub(BEFORE);
    to.cell_to_char.extend(anchors.iter().map(moved));
    to.text.extend_from_slice(text);
}

impl Rest {
    fn append_to(&self, to: &mut Written, cell: u32, moved: impl Fn(u32) -> u32) {
        to.typeforms.extend_from_slice(&self.typeforms);
        to.typeforms.resize(to.length as usize, 0);
        let doubt = |one: &Doubt| Doubt {
            start: moved(one.start),
            end: moved(one.end),
            cell_start: cell + one.cell_start,
            cell_end: cell + one.cell_end,
            alternatives: one.alternatives.clone(),
        };
        to.foreign.extend(self.foreign.iter().map(doubt));
        to.ambiguous.extend(self.ambiguous.iter().map(doubt));
    }
}
