//! Which ways lead back to one node.

use crate::back::column::Column;
use crate::back::source::Node;

/// Marks of the ways that lead back to a root, place by place; behind the last place all do.
pub(super) struct Descendants {
    first: usize,
    marks: Vec<bool>,
    /// Where the marks of each place begin, and the end of all.
    starts: Vec<usize>,
}

impl Descendants {
    /// The root: a node at a place.
    pub fn of(place: usize, node: Node, column: &Column) -> Self {
        let marks: Vec<bool> = column.ways.iter().map(|way| way.node == node).collect();
        Self { first: place, starts: vec![0, marks.len()], marks }
    }

    /// Mark the ways to the next place; `at` gives the columns before it.
    pub fn add<'a>(&mut self, place: usize, column: &'a Column, at: impl Fn(usize) -> &'a Column) {
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
    pub fn marks(&self, place: usize) -> &[bool] {
        let number = place - self.first;
        match self.starts.get(number..number + 2) {
            Some(&[start, end]) => &self.marks[start..end],
            _ => &[],
        }
    }

    /// Whether all ways to a place are kept.
    pub fn whole(&self, place: usize) -> bool {
        self.marks(place).iter().all(|&mark| mark)
    }

    /// Whether the way to this node is kept.
    pub fn holds(&self, place: usize, node: Node, column: &Column) -> bool {
        let number = column.ways.iter().position(|way| way.node == node);
        let marks = self.marks(place);
        number.is_some_and(|number| marks.get(number).is_none_or(|&mark| mark))
    }
}
