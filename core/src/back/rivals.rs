//! What else the cells could be: readings beside the chosen one, where they are nearly as likely.
//!
//! The specification is `translate/back/rivals.py`. What is found at an arc depends on that arc and
//! the few that follow. Where a part of a text is read by itself it is observed whether they were
//! looked for beyond its end.

use super::column::{BIT, longer};
use super::lattice::Taken;
use super::source::{Arc, ArcId, Cost, Node, Source};

/// A reading that is less likely by more than this (1 in 64) is no doubt.
const DOUBTFUL: Cost = 6 * BIT;
/// What a reading may cost more in its own arcs, before what follows is reckoned.
const MORE: Cost = 3 * DOUBTFUL;
/// Alternatives of one doubt.
const MOST: usize = 8;
/// Arcs of the chosen reading that one doubt may span.
const LONGEST: usize = 3;
/// Cells that a doubt of several arcs may span.
const WIDEST: usize = 6;
/// Arcs behind a doubt that must still be possible: farther than any rule looks back.
const AFTER: usize = 6;
/// Arcs that are taken in all to find the readings of some cells. Lines in Italian tables, right or with wrong
/// cells, and random ones take 104 at most; in a table made for it they have no bound.
const MOST_TAKEN: usize = 1000;
/// The cell that ends a word: no doubt goes on behind it.
const BLANK: u8 = 0;
/// Other texts of some arcs of the chosen reading, the likeliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    /// The number of the first arc.
    pub first: usize,
    /// Behind the last arc.
    pub last: usize,
    /// The first cell.
    pub cell_start: usize,
    /// Behind the last cell.
    pub cell_end: usize,
    pub texts: Vec<Box<str>>,
}

/// A chosen reading, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen<'a> {
    /// The node that it begins at.
    pub node: Node,
    pub arcs: &'a [Taken],
    /// The cells of the text, as far as the arcs go, and the place of the first.
    pub cells: &'a [u8],
    pub first: usize,
    /// Whether the text goes on.
    pub is_part: bool,
}

/// What can be told of a part of a reading: of its first arcs, up to one that what follows bears on.
#[derive(Debug)]
pub(crate) struct Told {
    pub rivals: Vec<Rival>,
    /// How many arcs.
    pub arcs: usize,
    /// The node behind them.
    pub node: Node,
}

/// All places where another reading is nearly as likely; `None` where that is told beyond a part.
pub(crate) fn find_rivals(chosen: Chosen, source: &mut Source) -> Option<Vec<Rival>> {
    let told = find_told(chosen, source);
    (told.arcs == chosen.arcs.len()).then_some(told.rivals)
}

/// The places where another reading is nearly as likely, as far as the arcs themselves tell.
pub(crate) fn find_told(chosen: Chosen, source: &mut Source) -> Told {
    let mut rivals = Vec::new();
    let mut node = chosen.node;
    let mut number = 0;
    while number < chosen.arcs.len() {
        let mut look = Look { chosen, number, is_beyond: false };
        let rival = look.rival(node, source);
        if look.is_beyond && chosen.is_part {
            break;
        }
        number = rival.as_ref().map_or(number + 1, |rival| rival.last);
        rivals.extend(rival);
        node = source.arc(chosen.arcs[number - 1].1).target;
    }
    Told { rivals, arcs: number, node }
}

/// The chosen reading seen from one of its arcs.
struct Look<'a> {
    chosen: Chosen<'a>,
    /// That arc.
    number: usize,
    /// Whether something behind the last arc was looked for.
    is_beyond: bool,
}

/// Another reading of some cells: its text, where it leads, its cost.
struct Other {
    text: String,
    node: Node,
    cost: Cost,
}

impl<'a> Look<'a> {
    /// The arc so many behind that one.
    fn arc(&mut self, further: usize) -> Option<Taken> {
        let arc = self.chosen.arcs.get(self.number + further).copied();
        self.is_beyond |= arc.is_none();
        arc
    }

    fn cells(&self, start: usize, end: usize) -> &'a [u8] {
        &self.chosen.cells[start - self.chosen.first..end - self.chosen.first]
    }

    fn rival(&mut self, node: Node, source: &mut Source) -> Option<Rival> {
        let (place, first) = self.arc(0)?;
        let arc = source.arc(first);
        if arc.is_fault || arc.cells.is_empty() {
            return None;
        }
        self.rival_of(node, place, source)
    }

    fn rival_of(&mut self, node: Node, place: usize, source: &mut Source) -> Option<Rival> {
        let mut cost = 0;
        let mut chosen = String::new();
        let mut texts = Texts::default();
        let first = self.chosen.arcs[self.number].1;
        for last in 1..=LONGEST {
            let (start, number) = self.arc(last - 1)?;
            let arc = source.arc(number);
            if arc.is_fault {
                return None;
            }
            chosen += &arc.text;
            cost += arc.cost;
            let (end, target) = (start + arc.cells.len(), arc.target);
            if end - place > WIDEST && last > 1 {
                return None;
            }
            if last == 1 {
                let rivals = arc.rivals.iter().filter(|&&(_, more)| more <= DOUBTFUL);
                rivals.for_each(|(text, more)| texts.put(text, *more));
            }
            let cells = self.cells(place, end);
            for other in readings(node, cells, cost + MORE, first, source) {
                if other.text == chosen || other.text.is_empty() {
                    continue;
                }
                let Some(more) = self.behind(last, target, other.node, source) else { continue };
                let more = other.cost + more - cost;
                if more <= DOUBTFUL {
                    texts.put_cheaper(&other.text, more);
                }
            }
            if !texts.0.is_empty() {
                return Some(Rival {
                    first: self.number,
                    last: self.number + last,
                    cell_start: place,
                    cell_end: end,
                    texts: texts.likeliest(),
                });
            }
            if cells.last() == Some(&BLANK) {
                return None;
            }
        }
        None
    }

    /// What the arcs from `number` on cost more from `other`; `None` where they are not possible.
    fn behind(
        &mut self,
        number: usize,
        mut node: Node,
        mut other: Node,
        source: &mut Source,
    ) -> Option<Cost> {
        let mut more = 0;
        for next in number..number + AFTER {
            if other == node {
                return Some(more);
            }
            let Some((_, arc)) = self.arc(next) else {
                let (ends, chosen) = (source.end_cost(other)?, source.end_cost(node));
                return Some(more + ends - chosen.unwrap_or(0));
            };
            if source.arc(arc).is_fault {
                return None;
            }
            let same = same(other, arc, source)?;
            more += source.arc(same).cost - source.arc(arc).cost;
            if more > MORE {
                return None;
            }
            (node, other) = (arc.target(source), same.target(source));
        }
        // Else it still asks for something that may never come.
        (other == node || source.is_same_place(node, other)).then_some(more)
    }
}

/// Readings of some cells from a node, of a cost up to `most`, in the order of a walk in depth.
///
/// None begins with the arc `chosen`: what differs only behind it is a doubt of what is behind.
fn readings(
    node: Node,
    cells: &[u8],
    most: Cost,
    chosen: ArcId,
    source: &mut Source,
) -> Vec<Other> {
    let mut walk = Walk { cells, most, chosen, left: MOST_TAKEN, found: Vec::new() };
    walk.go_on(0, Other { text: String::new(), node, cost: 0 }, source);
    walk.found
}

/// A walk over the readings of some cells.
struct Walk<'a> {
    cells: &'a [u8],
    most: Cost,
    chosen: ArcId,
    /// How many arcs may still be taken.
    left: usize,
    found: Vec<Other>,
}

impl Walk<'_> {
    /// Go on from a reading of the first cells, so many.
    fn go_on(&mut self, taken: usize, from: Other, source: &mut Source) {
        if taken == self.cells.len() {
            self.found.push(from);
            return;
        }
        let mut going = Some(source.arcs(from.node, self.cells[taken]));
        let mut end = taken + 1;
        while let Some(branch) = going {
            for number in source.branch(branch).arcs {
                let arc = source.arc(number);
                let cost = from.cost + arc.cost;
                let is_other = taken > 0 || number != self.chosen;
                if !is_other || cost > self.most || arc.is_spelled {
                    continue;
                }
                let Some(left) = self.left.checked_sub(1) else { return };
                self.left = left;
                let next = Other { text: from.text.clone() + &arc.text, node: arc.target, cost };
                self.go_on(end, next, source);
            }
            let next = self.cells.get(end);
            going = next.and_then(|&cell| longer(source.branch(branch).longer, cell));
            end += 1;
        }
    }
}

/// The cheapest arc from another node with the cells and the text of a chosen one.
fn same(node: Node, wanted: ArcId, source: &mut Source) -> Option<ArcId> {
    let mut branch = source.arcs(node, *source.arc(wanted).cells.first()?);
    let wanted: Arc = source.arc(wanted);
    for &cell in &wanted.cells[1..] {
        branch = longer(source.branch(branch).longer, cell)?;
    }
    let arcs = source.branch(branch).arcs;
    let fitting = arcs.filter(|&arc| source.arc(arc).text == wanted.text);
    fitting.min_by_key(|&arc| source.arc(arc).cost)
}

trait Target {
    fn target(self, source: &Source) -> Node;
}

impl Target for ArcId {
    fn target(self, source: &Source) -> Node {
        source.arc(self).target
    }
}

/// Texts with what they cost more, in the order in which they were found.
#[derive(Default)]
struct Texts(Vec<(Box<str>, Cost)>);

impl Texts {
    fn put(&mut self, text: &str, more: Cost) {
        match self.0.iter_mut().find(|(known, _)| **known == *text) {
            Some(known) => known.1 = more,
            None => self.0.push((text.into(), more)),
        }
    }

    fn put_cheaper(&mut self, text: &str, more: Cost) {
        let known = self.0.iter().find(|(known, _)| **known == *text);
        self.put(text, more.min(known.map_or(DOUBTFUL, |&(_, known)| known)));
    }

    fn likeliest(mut self) -> Vec<Box<str>> {
        self.0.sort_by_key(|&(_, more)| more);
        self.0.truncate(MOST);
        self.0.into_iter().map(|(text, _)| text).collect()
    }
}
