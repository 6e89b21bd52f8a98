//! What else the cells could be: readings beside the chosen one, where they are nearly as likely.
//!
//! The specification is `translate/back/rivals.py`. What is found at an arc depends on that arc and
//! the few that follow; how many were looked at is observed, and the finding is remembered under just
//! these, so that most arcs are one look.

use super::columns::{BIT, longer};
use super::lattice::Taken;
use super::interner::Map;
use super::source::{Arc, ArcId, BranchId, Cost, Node, Source};

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
/// Findings that are remembered; hostile cells ask for any number.
const MOST_KEPT: usize = 200_000;
/// For the end of the text, where an arc would be.
const END: ArcId = ArcId::MAX;

/// Other texts of some arcs of the chosen reading, the likeliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    /// Arcs that it spans.
    pub arcs: usize,
    /// Cells that it spans.
    pub cells: usize,
    pub texts: Vec<Box<str>>,
}

/// The findings by the arcs that were looked at: a tree with one arc a step.
#[derive(Debug, Default)]
pub(crate) struct Rivals {
    /// By a number and the next arc.
    steps: Map<u64, Step>,
    found: Vec<Rival>,
    count: u32,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The next arc has to be looked at too.
    Further(u32),
    /// [`Rivals::found`], if there is one.
    Found(Option<u32>),
}

impl Rivals {
    /// The doubts of a reading: the number of the first arc of each, and what else it could be.
    pub fn find(
        &mut self,
        arcs: &[Taken],
        cells: &[u8],
        source: &mut Source,
    ) -> Vec<(usize, Rival)> {
        let mut rivals = Vec::new();
        let mut node = source.start();
        let mut number = 0;
        while let Some(&(_, arc)) = arcs.get(number) {
            let mut behind = number + 1;
            if let Some(rival) = self.at(&arcs[number..], node, cells, source) {
                behind = number + rival.arcs;
                rivals.push((number, rival));
            }
            node = arcs.get(behind - 1).map_or(arc, |&(_, last)| last).target(source);
            number = behind;
        }
        rivals
    }

    /// Whether more was found than is worth keeping for the next text.
    pub fn is_full(&self) -> bool {
        self.steps.len() >= MOST_KEPT
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        self.steps.len() * 32 + self.found.len() * 200
    }

    fn at(
        &mut self,
        arcs: &[Taken],
        node: Node,
        cells: &[u8],
        source: &mut Source,
    ) -> Option<Rival> {
        let mut place = u64::from(node) << 32;
        for seen in 0.. {
            let arc = arcs.get(seen).map_or(END, |&(_, arc)| arc);
            match self.steps.get(&(place | u64::from(arc))) {
                Some(Step::Found(found)) => {
                    return found.map(|number| self.found[number as usize].clone());
                }
                Some(Step::Further(next)) => place = BELOW | u64::from(*next) << 32,
                None => break,
            }
        }
        let mut chosen = Chosen { arcs, cells, seen: 1 };
        let rival = chosen.rival(node, source);
        self.remember(arcs, chosen.seen, node, rival.as_ref());
        rival
    }

    /// Keep a finding under the first `seen` arcs.
    fn remember(&mut self, arcs: &[Taken], seen: usize, node: Node, rival: Option<&Rival>) {
        if self.steps.len() >= MOST_KEPT {
            return;
        }
        let mut place = u64::from(node) << 32;
        for number in 0..seen {
            let arc = arcs.get(number).map_or(END, |&(_, arc)| arc);
            let key = place | u64::from(arc);
            if number + 1 == seen {
                let found = rival.map(|rival| {
                    self.found.push(rival.clone());
                    self.found.len() as u32 - 1
                });
                self.steps.insert(key, Step::Found(found));
                return;
            }
            let step = *self.steps.entry(key).or_insert_with(|| {
                self.count += 1;
                Step::Further(self.count)
            });
            let Step::Further(next) = step else { return };
            place = BELOW | u64::from(next) << 32;
        }
    }
}

/// Marks the numbers of the tree, so that none is a node's.
const BELOW: u64 = 1 << 63;

/// The chosen reading from one arc on; `seen` counts the arcs that were looked at.
struct Chosen<'a> {
    arcs: &'a [Taken],
    cells: &'a [u8],
    seen: usize,
}

/// Another reading of some cells: its text, where it leads, its cost.
struct Other {
    text: String,
    node: Node,
    cost: Cost,
}

impl Chosen<'_> {
    fn arc(&mut self, number: usize) -> Option<Taken> {
        self.seen = self.seen.max(number + 1);
        self.arcs.get(number).copied()
    }

    /// The cell at a place of the text: of an arc that is looked at for it.
    fn cell(&mut self, place: usize) -> Option<u8> {
        let mut number = self.seen - 1;
        // The arc behind begins after the place: then the place is in an arc that was seen.
        while self.arcs.get(number).is_some() && self.start(number + 1) <= place {
            number += 1;
        }
        // That the text ends before the place is told by what is behind its last arc.
        self.seen = self.seen.max(number + 1).max(if place < self.cells.len() {
            0
        } else {
            self.arcs.len() + 1
        });
        self.cells.get(place).copied()
    }

    fn start(&self, number: usize) -> usize {
        self.arcs.get(number).map_or(usize::MAX, |&(start, _)| start)
    }

    fn rival(&mut self, node: Node, source: &mut Source) -> Option<Rival> {
        let (place, first) = self.arc(0)?;
        let arc = source.arc(first);
        if arc.is_fault || arc.cells.is_empty() {
            return None;
        }
        let has_rivals = !arc.rivals.is_empty();
        let branch = source.arcs(node, source.arc(first).cells[0]);
        if !has_rivals && !self.has_others(branch, first, place, source) {
            return None;
        }
        self.rival_of(node, place, source)
    }

    /// Whether another arc than the chosen one agrees with the cells from `place` on.
    fn has_others(
        &mut self,
        branch: BranchId,
        chosen: ArcId,
        mut place: usize,
        source: &Source,
    ) -> bool {
        let most = source.arc(chosen).cost + MORE;
        let mut going = Some(branch);
        while let Some(branch) = going {
            place += 1;
            let branch = source.branch(branch);
            if branch.arcs.iter().any(|&arc| arc != chosen && source.arc(arc).cost <= most) {
                return true;
            }
            if branch.longer.is_empty() {
                return false;
            }
            going = self.cell(place).and_then(|cell| longer(&branch.longer, cell));
        }
        false
    }

    fn rival_of(&mut self, node: Node, place: usize, source: &mut Source) -> Option<Rival> {
        let mut cost = 0;
        let mut chosen = String::new();
        let mut texts = Texts::default();
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
            for other in readings(node, &self.cells[place..end], cost + MORE, source) {
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
                return Some(Rival { arcs: last, cells: end - place, texts: texts.likeliest() });
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
            (node, other) = (arc.target(source), same.target(source));
        }
        // Else it still asks for something that may never come.
        (other == node || source.is_same_place(node, other)).then_some(more)
    }
}

/// All readings of some cells from a node, of a cost up to `most`, in the order of a walk in depth.
fn readings(node: Node, cells: &[u8], most: Cost, source: &mut Source) -> Vec<Other> {
    let mut found = Vec::new();
    let mut waiting = vec![(0, Other { text: String::new(), node, cost: 0 })];
    while let Some((taken, other)) = waiting.pop() {
        if taken == cells.len() {
            found.push(other);
            continue;
        }
        let first = waiting.len();
        let mut going = Some(source.arcs(other.node, cells[taken]));
        let mut end = taken + 1;
        while let Some(branch) = going {
            let branch = source.branch(branch);
            for &number in &branch.arcs {
                let arc = source.arc(number);
                if other.cost + arc.cost <= most && !arc.is_spelled {
                    let text = other.text.clone() + &arc.text;
                    let cost = other.cost + arc.cost;
                    waiting.push((end, Other { text, node: arc.target, cost }));
                }
            }
            going = cells.get(end).and_then(|&cell| longer(&branch.longer, cell));
            end += 1;
        }
        waiting[first..].reverse();
    }
    found
}

/// The cheapest arc from another node with the cells and the text of a chosen one.
fn same(node: Node, wanted: ArcId, source: &mut Source) -> Option<ArcId> {
    let mut branch = source.arcs(node, *source.arc(wanted).cells.first()?);
    let wanted: &Arc = source.arc(wanted);
    for &cell in &wanted.cells[1..] {
        branch = longer(&source.branch(branch).longer, cell)?;
    }
    let arcs = source.branch(branch).arcs.iter().copied();
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
