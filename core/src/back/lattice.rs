//! The search: the cheapest text for cells, kept open as long as what follows may change it.
//!
//! A lattice has a column for each place between two cells; a column holds the nodes that the cells
//! before it can lead to, each with its cheapest way (Viterbi). Columns are pruned to what is nearly
//! as cheap as the best, and what lies more than a window back is settled, so that time is linear in
//! the cells and memory bounded, whatever the cells are. The specification is
//! `translate/back/lattice.py`.

use std::collections::HashMap;

use super::columns::{BIT, Column, Columns, NONE, Open, State, Way, longer};
use super::source::{Arc, ArcId, Cost, Node, Source};

/// Cells after which a choice is settled: longer than any part of a sentence that a pair can span.
const WINDOW: usize = 128;
/// Cells: at least as many as any sign has.
const LOOK_BACK: usize = 8;
/// The cost of leaving unanswered what the cells before asked for.
const FAULT: Cost = 18 * BIT;
/// In [`Point::column`]: the lattice has the column itself.
const OWN: u32 = u32::MAX;

/// An arc of a reading with the number of its first cell.
pub(crate) type Taken = (usize, ArcId);

/// A place between two cells: its column and the cost that the column's costs stand above.
#[derive(Clone, Copy, Debug)]
struct Point {
    column: u32,
    base: i64,
}

/// What searches share: the arcs of a table, and the columns that were met.
#[derive(Debug)]
pub(crate) struct Known {
    pub source: Source,
    pub columns: Columns,
}

/// A search in progress.
#[derive(Debug)]
pub(crate) struct Lattice {
    /// Those from `first` on.
    cells: Vec<u8>,
    points: Vec<Point>,
    /// The place of the first column that is kept.
    first: usize,
    /// Columns that are this text's alone, by place.
    own: HashMap<usize, Column>,
    state: State,
    /// The arcs that nothing can change any more.
    pub settled: Vec<Taken>,
}

impl Lattice {
    /// A search before the first cell.
    pub fn new(known: &mut Known) -> Self {
        let way = Way { node: known.source.start(), cost: 0, arc: NONE, back: 0, from: 0 };
        let column = Column { ways: vec![way], open: Vec::new() };
        Self {
            cells: Vec::new(),
            points: vec![Point { column: OWN, base: 0 }],
            first: 0,
            state: known.columns.state_of(&column),
            own: HashMap::from([(0, column)]),
            settled: Vec::new(),
        }
    }

    /// The number of cells taken so far.
    pub fn size(&self) -> usize {
        self.first + self.cells.len()
    }

    /// Take more cells. The result does not depend on how they are divided into calls.
    pub fn extend(&mut self, cells: &[u8], known: &mut Known) {
        for &cell in cells {
            self.add(cell, known);
        }
    }

    #[inline]
    fn add(&mut self, cell: u8, known: &mut Known) {
        self.cells.push(cell);
        match known.columns.next(self.state, cell) {
            Some(met) => {
                let base = self.last().base + i64::from(met.rise);
                self.points.push(Point { column: met.column, base });
                self.state = met.state;
            }
            None => self.work_out(cell, known),
        }
        if self.size().is_multiple_of(WINDOW) {
            self.settle(known);
        }
    }

    /// The column behind a cell that no search met in this state.
    #[cold]
    fn work_out(&mut self, cell: u8, known: &mut Known) {
        let last = self.column(self.size() - 1, &known.columns);
        let mut column = last.step(cell, &mut known.source);
        let base = self.last().base;
        if column.is_dead() {
            self.keep_own(column, base);
            self.mend(false, known);
            let mut column = self.own.remove(&self.size()).unwrap_or_default();
            column.prune();
            let base = base + i64::from(column.normalise());
            self.points.pop();
            self.state = known.columns.state_of(&column);
            self.keep_own(column, base);
            return;
        }
        column.prune();
        let rise = column.normalise();
        let base = base + i64::from(rise);
        match known.columns.remember(self.state, cell, column, rise) {
            Ok(met) => {
                self.points.push(Point { column: met.column, base });
                self.state = met.state;
            }
            Err(column) => {
                self.state = known.columns.state_of(&column);
                self.keep_own(column, base);
            }
        }
    }

    /// Append a column that is this text's alone.
    fn keep_own(&mut self, column: Column, base: i64) {
        self.own.insert(self.first + self.points.len(), column);
        self.points.push(Point { column: OWN, base });
    }

    // -- what was found --------------------------------------------------------------------------

    /// Take the settled arcs away.
    pub fn drain(&mut self) -> Vec<Taken> {
        std::mem::take(&mut self.settled)
    }

    /// The arcs of the cheapest reading that are not settled.
    ///
    /// What the last cells begin and do not end is read as cells.
    pub fn best(&self, known: &mut Known) -> Vec<Taken> {
        let (place, node) = self.cheapest(&known.columns);
        let mut arcs = self.trace(place, node, &known.columns);
        for waiting in place..self.size() {
            arcs.push((waiting, known.source.foreign(node, self.cell(waiting))));
        }
        arcs
    }

    /// The arcs, of those not settled, that every reading shares that may still be chosen.
    ///
    /// A reading that ended a few cells ago may be taken up again where later cells are foreign.
    pub fn certain(&self, known: &Known) -> Vec<Taken> {
        let back = known.source.reach().max(LOOK_BACK);
        let least = self.first.max(self.size().saturating_sub(back));
        let mut points: Vec<(usize, i64, Node)> = Vec::new();
        let point = |place: usize, way: &Way| (place, self.total(place, way), way.node);
        for place in least..=self.size() {
            let column = self.column(place, &known.columns);
            points.extend(column.ways.iter().map(|way| point(place, way)));
        }
        points.sort_unstable();
        while points.len() > 1 {
            let Some((place, _, node)) = points.pop() else { break };
            let way = self.way(place, node, &known.columns);
            if way.arc == NONE {
                break;
            }
            let before = place - way.back as usize;
            let from = point(before, &self.way(before, way.from, &known.columns));
            if let Err(at) = points.binary_search(&from) {
                points.insert(at, from);
            }
        }
        points
            .first()
            .map_or(Vec::new(), |&(place, _, node)| self.trace(place, node, &known.columns))
    }

    /// All arcs of the cheapest reading, now that no more cells will come.
    pub fn finish(mut self, known: &mut Known) -> Vec<Taken> {
        let node = match self.cheapest_end(known) {
            Some(node) => node,
            None => {
                self.mend(true, known);
                self.cheapest_end(known).unwrap_or_else(|| known.source.start())
            }
        };
        let rest = self.trace(self.size(), node, &known.columns);
        let mut arcs = self.settled;
        arcs.extend(rest);
        arcs
    }

    /// The node at which the text ends at the least cost, if it may end.
    fn cheapest_end(&self, known: &Known) -> Option<Node> {
        let ways = self.column(self.size(), &known.columns).ways.iter();
        let ends = ways.filter_map(|way| Some((way.cost + known.source.end_cost(way.node)?, way)));
        ends.min_by_key(|&(cost, _)| cost).map(|(_, way)| way.node)
    }

    /// The last place that a reading reaches, and the node of the cheapest one.
    fn cheapest(&self, columns: &Columns) -> (usize, Node) {
        let places = (self.first..=self.size()).rev();
        let mut cheapest =
            places.filter_map(|place| Some((place, self.column(place, columns).cheapest()?.node)));
        cheapest.next().unwrap_or((self.first, 0))
    }

    /// The arcs that lead to a node, from the first column that is kept.
    fn trace(&self, mut place: usize, mut node: Node, columns: &Columns) -> Vec<Taken> {
        let mut arcs = Vec::new();
        loop {
            let way = self.way(place, node, columns);
            if way.arc == NONE {
                arcs.reverse();
                return arcs;
            }
            (place, node) = (place - way.back as usize, way.from);
            arcs.push((place, way.arc));
        }
    }

    // -- columns ---------------------------------------------------------------------------------

    #[inline]
    fn last(&self) -> &Point {
        self.points.last().expect("there is a column before the first cell")
    }

    #[inline]
    fn column<'a>(&'a self, place: usize, columns: &'a Columns) -> &'a Column {
        match self.points[place - self.first].column {
            OWN => &self.own[&place],
            number => columns.column(number),
        }
    }

    #[inline]
    fn way(&self, place: usize, node: Node, columns: &Columns) -> Way {
        *self.column(place, columns).way(node).expect("ways lead from ways that are kept")
    }

    fn total(&self, place: usize, way: &Way) -> i64 {
        self.points[place - self.first].base + i64::from(way.cost)
    }

    fn cell(&self, place: usize) -> u8 {
        self.cells[place - self.first]
    }

    /// The column as one that is this text's alone.
    fn own(&mut self, place: usize, columns: &Columns) -> &mut Column {
        let point = &mut self.points[place - self.first];
        let number = std::mem::replace(&mut point.column, OWN);
        self.own.entry(place).or_insert_with(|| columns.column(number).clone())
    }

    /// What to add to a cost of one column to have it above the base of another.
    fn shift(&self, from: usize, to: usize) -> Cost {
        (self.points[from - self.first].base - self.points[to - self.first].base) as Cost
    }

    // -- cells that no text gives ----------------------------------------------------------------

    /// Go on where no text gives the cells: forgive what was asked, take cells as they are.
    fn mend(&mut self, is_end: bool, known: &mut Known) {
        let size = self.size();
        let first = self.first.max(size.saturating_sub(known.source.reach()));
        for place in first..size {
            self.forgive(place, known, Source::forgiven);
            self.take_foreign(place, known);
            // Nothing is given up here: what is cheapest now is what led to no text.
            for open in self.branches_to(place + 1, known) {
                self.own(place + 1, &known.columns).offer_arcs(&open, &known.source);
            }
        }
        if is_end {
            self.forgive(size, known, Source::ended);
        }
        let open = self.branches_to(size, known);
        self.own(size, &known.columns).open = open
            .into_iter()
            .filter(|one| !known.source.branch(one.branch).longer.is_empty())
            .collect();
    }

    fn forgive(
        &mut self,
        place: usize,
        known: &mut Known,
        freed: impl Fn(&mut Source, Node) -> Node,
    ) {
        let ways = self.column(place, &known.columns).ways.clone();
        for way in ways {
            let free = freed(&mut known.source, way.node);
            if free != way.node {
                let arc = known.source.keep(unanswered(free));
                let cost = way.cost + FAULT;
                let way = Way { node: free, cost, arc, back: 0, from: way.node };
                self.own(place, &known.columns).offer(way);
            }
        }
    }

    fn take_foreign(&mut self, place: usize, known: &mut Known) {
        let cell = self.cell(place);
        let shift = self.shift(place, place + 1);
        let ways = self.column(place, &known.columns).ways.clone();
        let following = self.own(place + 1, &known.columns);
        for way in ways {
            let number = known.source.foreign(way.node, cell);
            let arc = known.source.arc(number);
            let cost = way.cost + shift + arc.cost;
            let node = arc.target;
            following.offer(Way { node, cost, arc: number, back: 1, from: way.node });
        }
    }

    /// What of the arcs from columns before `place` agrees with the cells up to there.
    fn branches_to(&self, place: usize, known: &mut Known) -> Vec<Open> {
        let mut found = Vec::new();
        let first = self.first.max(place.saturating_sub(known.source.reach()));
        for start in first..place {
            let shift = self.shift(start, place);
            let Known { source, columns } = known;
            for way in &self.column(start, columns).ways {
                let mut branch = Some(source.arcs(way.node, self.cell(start)));
                for next in start + 1..place {
                    let Some(going) = branch else { break };
                    branch = longer(&source.branch(going).longer, self.cell(next));
                }
                let (back, cost) = ((place - start) as u32, way.cost + shift);
                found.extend(branch.map(|branch| Open { branch, back, node: way.node, cost }));
            }
        }
        found
    }

    // -- settling --------------------------------------------------------------------------------

    /// Keep only the readings that share the best one's beginning, up to a window back.
    fn settle(&mut self, known: &mut Known) {
        let limit = self.size() - WINDOW;
        let (mut place, mut node) = self.cheapest(&known.columns);
        let mut root = (place, node);
        let end = self.settled.len();
        loop {
            let way = self.way(place, node, &known.columns);
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
        self.keep_descendants(root, known);
    }

    fn keep_descendants(&mut self, root: (usize, Node), known: &mut Known) {
        let is_kept = self.descendants(root, known);
        let (size, place) = (self.size(), root.0);
        let is_open_kept = |open: &Open| {
            let start = size - open.back as usize;
            start >= place && is_kept.holds(start, open.node, self.column(start, &known.columns))
        };
        let last = self.column(size, &known.columns);
        let is_changed = !is_kept.whole(size) || !last.open.iter().all(is_open_kept);
        let open: Vec<Open> = if is_changed {
            last.open.iter().filter(|open| is_open_kept(open)).copied().collect()
        } else {
            Vec::new()
        };
        for torn in (place + 1..=size).filter(|&place| !is_kept.whole(place)) {
            let mut marks = is_kept.marks(torn).iter();
            let column = self.own(torn, &known.columns);
            column.ways.retain(|_| marks.next().is_none_or(|&mark| mark));
        }
        if is_changed {
            let column = self.own(size, &known.columns);
            column.open = open;
            let rise = column.normalise();
            self.points[size - self.first].base += i64::from(rise);
            self.state = known.columns.state_of(&self.own[&size]);
        }
        self.begin_at(root, known);
    }

    /// Forget what is before a node, where all readings begin now.
    fn begin_at(&mut self, (place, node): (usize, Node), known: &Known) {
        let way = self.way(place, node, &known.columns);
        let gone = place - self.first;
        self.points.drain(..gone);
        self.cells.drain(..gone);
        self.first = place;
        self.own.retain(|&own, _| own > place);
        let column = Column { ways: vec![Way { arc: NONE, back: 0, ..way }], open: Vec::new() };
        self.own.insert(place, column);
        self.points[0].column = OWN;
    }

    /// Which ways from `root` on lead there.
    fn descendants(&self, root: (usize, Node), known: &Known) -> Descendants {
        let mut found = Descendants::of(root.0, root.1, self.column(root.0, &known.columns));
        let mut whole = 0;
        for place in root.0 + 1..=self.size() {
            let column = self.column(place, &known.columns);
            found.add(place, column, |start| self.column(start, &known.columns));
            whole = if found.whole(place) { whole + 1 } else { 0 };
            // No arc is longer: what follows leads to these columns.
            if whole > known.source.reach() {
                break;
            }
        }
        found
    }
}

/// What leads to a node that asks for nothing.
fn unanswered(free: Node) -> Arc {
    Arc {
        cells: Box::default(),
        text: Box::default(),
        target: free,
        cost: FAULT,
        emphasis: 0,
        is_fault: true,
        rivals: Box::default(),
        anchors: Box::default(),
        is_spelled: false,
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
