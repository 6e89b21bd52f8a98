//! The search: the cheapest text for cells, kept open as long as what follows may change it.
//!
//! A lattice has a column for each place between two cells; a column holds the nodes that the cells
//! before it can lead to, each with its cheapest way (Viterbi). Columns are pruned to what is nearly
//! as cheap as the best, and what lies more than a window back is settled, so that time is linear in
//! the cells and memory bounded, whatever the cells are. The specification is
//! `translate/back/lattice.py`.

use super::column::{BIT, Column, NONE, Open, Places, Way, longer};
use super::source::{ArcId, Cost, Node, Source};

/// Cells after which a choice is settled: longer than any part of a sentence that a pair can span.
pub(crate) const WINDOW: usize = 128;
/// Ways up to which a column is filled where no text gives the cells.
const MENDED: usize = 96;
/// Cells: at least as many as any sign has.
const LOOK_BACK: usize = 8;
/// The cost of leaving unanswered what the cells before asked for.
const FAULT: Cost = 18 * BIT;

/// An arc of a reading with the number of its first cell.
pub(crate) type Taken = (usize, ArcId);

/// A search in progress.
#[derive(Debug)]
pub(crate) struct Lattice {
    /// Those from `first` on.
    cells: Vec<u8>,
    /// One more than cells.
    columns: Vec<Column>,
    /// The place of the first column that is kept.
    first: usize,
    /// Columns whose room is used again.
    spare: Vec<Column>,
    /// The arcs that nothing can change any more.
    pub settled: Vec<Taken>,
    /// The last place at which no text gave the cells.
    pub mended: Option<usize>,
}

impl Lattice {
    /// A search from a node on, before the cell `place` of a text.
    pub fn new(place: usize, node: Node) -> Self {
        Self {
            cells: Vec::new(),
            columns: vec![Column::root(0, node, 0)],
            first: place,
            spare: Vec::new(),
            settled: Vec::new(),
            mended: None,
        }
    }

    /// The number of cells up to here.
    pub fn size(&self) -> usize {
        self.first + self.cells.len()
    }

    /// The first place that is not settled.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Take more cells. The result does not depend on how they are divided into calls.
    pub fn extend(&mut self, cells: &[u8], source: &mut Source) {
        for &cell in cells {
            self.add(cell, source);
        }
    }

    /// Take one more cell.
    pub fn add(&mut self, cell: u8, source: &mut Source) {
        self.cells.push(cell);
        let mut column = self.spare.pop().unwrap_or_default();
        column.follow(self.column(self.size() - 1), cell, source);
        let is_dead = column.is_dead();
        self.columns.push(column);
        if is_dead {
            self.mend(false, source);
        }
        let last = self.column_mut(self.size());
        last.prune();
        last.raise();
        if self.size().is_multiple_of(WINDOW) {
            self.settle(source);
        }
    }

    // -- what was found --------------------------------------------------------------------------

    /// Take the settled arcs away.
    pub fn drain(&mut self) -> Vec<Taken> {
        std::mem::take(&mut self.settled)
    }

    /// The arcs of the cheapest reading that are not settled.
    ///
    /// What the last cells begin and do not end is read as cells.
    pub fn best(&self, source: &mut Source) -> Vec<Taken> {
        let (place, node) = self.cheapest();
        let mut arcs = self.trace(place, node);
        for waiting in place..self.size() {
            arcs.push((waiting, source.foreign(node, self.cell(waiting))));
        }
        arcs
    }

    /// The arcs, of those not settled, that every reading shares that may still be chosen.
    ///
    /// A reading that ended a few cells ago may be taken up again where later cells are foreign.
    pub fn certain(&self, source: &Source) -> Vec<Taken> {
        let back = source.reach().max(LOOK_BACK);
        let least = self.first.max(self.size().saturating_sub(back));
        let mut points: Vec<(usize, i64, Node)> = Vec::new();
        let point = |place: usize, way: &Way| (place, self.total(place, way), way.node);
        for place in least..=self.size() {
            let column = self.column(place);
            points.extend(column.ways.iter().map(|way| point(place, way)));
        }
        points.sort_unstable();
        while points.len() > 1 {
            let Some((place, _, node)) = points.pop() else { break };
            let way = self.way(place, node);
            if way.arc == NONE {
                break;
            }
            let before = place - way.back as usize;
            let from = point(before, &self.way(before, way.from));
            if let Err(at) = points.binary_search(&from) {
                points.insert(at, from);
            }
        }
        points.first().map_or(Vec::new(), |&(place, _, node)| self.trace(place, node))
    }

    /// All arcs of the cheapest reading, now that no more cells will come.
    pub fn finish(&mut self, source: &mut Source) -> Vec<Taken> {
        let node = match self.cheapest_end(source) {
            Some(node) => node,
            None => {
                self.mend(true, source);
                // A table can be such that an emphasis has begun at the end whatever is read.
                self.cheapest_end(source).unwrap_or_else(|| self.cheapest().1)
            }
        };
        let rest = self.trace(self.size(), node);
        let mut arcs = self.drain();
        arcs.extend(rest);
        arcs
    }

    /// The node at which the text ends at the least cost, if it may end.
    fn cheapest_end(&self, source: &Source) -> Option<Node> {
        let ways = self.column(self.size()).ways.iter();
        let ends = ways.filter_map(|way| Some((way.cost + source.end_cost(way.node)?, way)));
        ends.min_by_key(|&(cost, _)| cost).map(|(_, way)| way.node)
    }

    /// The last place that a reading reaches, and the node of the cheapest one.
    fn cheapest(&self) -> (usize, Node) {
        let places = (self.first..=self.size()).rev();
        let mut cheapest =
            places.filter_map(|place| Some((place, self.column(place).cheapest()?.node)));
        cheapest.next().unwrap_or((self.first, 0))
    }

    /// The arcs that lead to a node, from the first column that is kept.
    pub fn trace(&self, mut place: usize, mut node: Node) -> Vec<Taken> {
        let mut arcs = Vec::new();
        loop {
            let way = self.way(place, node);
            if way.arc == NONE {
                arcs.reverse();
                return arcs;
            }
            (place, node) = (place - way.back as usize, way.from);
            arcs.push((place, way.arc));
        }
    }

    /// Go on with a new source, which takes over what the columns hold. What is settled is the caller's.
    pub fn adopt(&mut self, old: &mut Source, new: &mut Source) {
        for column in &mut self.columns {
            for way in &mut column.ways {
                if way.arc != NONE {
                    way.arc = new.adopt_arc(old, way.from, way.arc);
                }
                (way.node, way.from) = (new.adopt(old, way.node), new.adopt(old, way.from));
            }
        }
        // Only the last column is gone on from.
        let (last, before) = self.columns.split_last_mut().expect("there is always a column");
        before.iter_mut().for_each(|column| column.open.clear());
        for open in &mut last.open {
            let begun = &self.cells[self.cells.len() - open.back as usize..];
            let node = new.adopt(old, open.node);
            let branch = new.branch_of(node, begun);
            (open.node, open.branch) = (node, branch.expect("the same cells lead on"));
        }
    }

    // -- columns ---------------------------------------------------------------------------------

    /// The one node that all readings go through now, if there is one.
    pub fn narrow(&self) -> Option<Node> {
        self.column(self.size()).narrow()
    }

    #[inline]
    fn column(&self, place: usize) -> &Column {
        &self.columns[place - self.first]
    }

    #[inline]
    fn column_mut(&mut self, place: usize) -> &mut Column {
        &mut self.columns[place - self.first]
    }

    #[inline]
    fn way(&self, place: usize, node: Node) -> Way {
        *self.column(place).way(node).expect("ways lead from ways that are kept")
    }

    fn total(&self, place: usize, way: &Way) -> i64 {
        self.column(place).base + i64::from(way.cost)
    }

    fn cell(&self, place: usize) -> u8 {
        self.cells[place - self.first]
    }

    /// What to add to a cost of one column to have it above the base of another.
    fn shift(&self, from: usize, to: usize) -> Cost {
        (self.column(from).base - self.column(to).base) as Cost
    }

    // -- cells that no text gives ----------------------------------------------------------------

    /// Go on where no text gives the cells: forgive what was asked, take cells as they are.
    fn mend(&mut self, is_end: bool, source: &mut Source) {
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

    // -- settling --------------------------------------------------------------------------------

    /// Keep only the readings that share the best one's beginning, up to a window back.
    fn settle(&mut self, source: &mut Source) {
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

/// Marks of the ways that lead back to a root, place by place; behind the last place all do.
struct Descendants {
    first: usize,
    marks: Vec<bool>,
    /// Where the marks of each place begin, and the end of all.
    starts: Vec<usize>,
}

impl Descendants {
    fn of(place: usize, node: Node, column: &Column) -> Self {
        let marks: Vec<bool> = column.ways.iter().map(|way| way.node == node).collect();
        Self { first: place, starts: vec![0, marks.len()], marks }
    }

    fn add<'a>(&mut self, place: usize, column: &'a Column, at: impl Fn(usize) -> &'a Column) {
        let begin = self.marks.len();
        self.marks.resize(begin + column.ways.len(), false);
        self.starts.push(self.marks.len());
        let mut mark = |number: usize| {
            let way = &column.ways[number];
            let start = place - way.back as usize;
            let is_kept = start >= self.first && self.holds(start, way.from, at(start));
            self.marks[begin + number] = is_kept;
        };
        if column.ways.iter().any(|way| way.back == 0) {
            // Within a column an arc without cells comes after the arcs that it follows.
            let mut order: Vec<usize> = (0..column.ways.len()).collect();
            order.sort_by_key(|&number| column.ways[number].cost);
            order.into_iter().for_each(mark);
        } else {
            (0..column.ways.len()).for_each(&mut mark);
        }
    }

    /// The marks of a place; none where all are kept.
    fn marks(&self, place: usize) -> &[bool] {
        let number = place - self.first;
        match self.starts.get(number..number + 2) {
            Some(&[start, end]) => &self.marks[start..end],
            _ => &[],
        }
    }

    fn whole(&self, place: usize) -> bool {
        self.marks(place).iter().all(|&mark| mark)
    }

    fn holds(&self, place: usize, node: Node, column: &Column) -> bool {
        let number = column.ways.iter().position(|way| way.node == node);
        let marks = self.marks(place);
        number.is_some_and(|number| marks.get(number).is_none_or(|&mark| mark))
    }
}
