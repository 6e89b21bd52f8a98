//! The main pass: corrected text to cells, one place after another.
//!
//! At each place: emphasis that ends, emphasis that begins, `context` rules in file order, the number
//! sign, the longest string that may stand there, `midnum` between digits, the definition.

use crate::correct::Corrected;
use crate::emphasis::Announced;
use crate::output::{Output, Step, map_characters};
use crate::pattern::Search;
use crate::reach::Reach;
use crate::table::{Fault, Roles, Sign, Table};
use crate::view::View;

/// One applied rule in places of the corrected text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applied {
    pub start: u32,
    pub end: u32,
    pub cell_end: u32,
    pub rule: u32,
}

/// Collects what is written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub cells: Vec<u8>,
    /// For each cell the place in the corrected text.
    pub anchors: Vec<u32>,
    /// What was applied, where a trace is wanted.
    pub applied: Option<Vec<Applied>>,
}

impl Writer {
    pub fn clear(&mut self) {
        self.cells.clear();
        self.anchors.clear();
    }

    #[inline]
    fn write(&mut self, cells: &[u8], rule: u32, start: usize, end: usize, anchor: usize) {
        // Mostly one or two: not worth a call that copies or fills.
        for &cell in cells {
            self.cells.push(cell);
            self.anchors.push(anchor as u32);
        }
        if let Some(applied) = &mut self.applied {
            let cell_end = self.cells.len() as u32;
            applied.push(Applied { start: start as u32, end: end as u32, cell_end, rule });
        }
    }

    #[inline]
    fn sign(&mut self, sign: &Sign, start: usize, end: usize) {
        self.write(&sign.cells, sign.rule, start, end, start);
    }
}

/// Emphasis beside a text: its forms, and the signs that are still to come.
pub(crate) struct Emphasised<'a> {
    pub forms: &'a [u16],
    pub signs: &'a [Announced<'a>],
}

impl Emphasised<'_> {
    /// Write the signs before `place`; signs in the midst of what a rule wrote are passed over.
    fn announce(&mut self, place: usize, writer: &mut Writer) {
        while let Some((next, rest)) = self.signs.split_first()
            && next.place <= place
        {
            if next.place == place {
                writer.write(&next.sign.cells, next.sign.rule, place, place, next.anchor);
            }
            self.signs = rest;
        }
    }

    /// Whether an emphasis begins or ends behind the first of some characters.
    fn changes_inside(&self, start: usize, end: usize) -> bool {
        let first = self.forms[start];
        self.forms[start + 1..end].iter().any(|&form| form != first)
    }
}

impl Table {
    /// Go over a view from `from` on, until `is_done` or its end; the place where it stopped.
    pub(crate) fn write(
        &self,
        view: &View,
        search: &mut Search,
        from: usize,
        mut emphasis: Option<Emphasised>,
        writer: &mut Writer,
        mut is_done: impl FnMut(usize) -> bool,
    ) -> Result<usize, Fault> {
        let mut place = from;
        let mut was_midnum = false;
        while place < view.len() && !is_done(place) {
            if let Some(emphasis) = &mut emphasis {
                emphasis.announce(place, writer);
            }
            let id = view.at(place);
            let roles = self.roles(id);
            if roles.has(Roles::CONTEXT)
                && let Some((sign, end)) = self.find_context(view, search, place)
            {
                writer.sign(sign, place, end);
                if end > place {
                    (place, was_midnum) = (end, false);
                    continue;
                }
            }
            if roles.has(Roles::NUMBER)
                && let Some(numsign) = &self.numsign
                && self.is_digit(id)?
                && !self.is_digit(view.before(place, 1))?
                && !was_midnum
            {
                writer.sign(numsign, place, place);
            }
            let is_allowed =
                |end| emphasis.as_ref().is_none_or(|one| !one.changes_inside(place, end));
            if roles.has(Roles::STRING)
                && let Some((string, end)) = self.trie.find(view, &self.sets, place, is_allowed)
            {
                writer.write(&string.cells, string.rule, place, end, place);
                (place, was_midnum) = (end, false);
                continue;
            }
            let character = &self.each[usize::from(id)];
            was_midnum = roles.has(Roles::MIDNUM) && self.is_between_digits(view, place)?;
            let sign = if was_midnum { &character.midnum } else { &character.definition };
            let sign = sign.as_ref().ok_or_else(|| self.undefined(id))?;
            writer.sign(sign, place, place + 1);
            place += 1;
        }
        if let Some(mut emphasis) = emphasis {
            emphasis.announce(place, writer);
        }
        Ok(place)
    }

    #[inline]
    fn find_context(
        &self,
        view: &View,
        search: &mut Search,
        place: usize,
    ) -> Option<(&Sign, usize)> {
        let (number, end) = self.context_patterns.find(view, &self.sets, search, place, 0)?;
        Some((&self.contexts[number], end))
    }

    #[inline]
    fn is_between_digits(&self, view: &View, place: usize) -> Result<bool, Fault> {
        Ok(self.is_digit(view.before(place, 1))? && self.is_digit(view.at(place + 1))?)
    }

    /// Translate text that the table covers, place by place: the plain way, which serves everything.
    ///
    /// `offsets` lead from the text to the caller's own, of `length` characters; `None` is no change.
    /// `forms` has the emphasis of each character. Fails only for text that the table does not cover.
    pub fn translate_all(
        &self,
        text: &str,
        offsets: Option<&[u32]>,
        length: usize,
        forms: Option<&[u16]>,
        is_traced: bool,
    ) -> Result<Output, Fault> {
        let ids = self.ids(text)?;
        let mut search = Search::default();
        let mut corrected = Corrected::default();
        corrected.reserve(ids.len());
        self.correct(&ids, &mut search, &mut corrected);
        let forms: Option<Vec<u16>> = forms.map(|forms| {
            let places = &corrected.origins[..corrected.ids.len()];
            places.iter().map(|&place| forms[place as usize]).collect()
        });
        let signs = forms.as_ref().map(|forms| self.announced(&corrected.ids, forms));
        let emphasis =
            forms.as_ref().zip(signs.as_ref()).map(|(forms, signs)| Emphasised { forms, signs });
        let mut writer = Writer { applied: is_traced.then(Vec::new), ..Writer::default() };
        search.clear();
        self.write(&View::whole(&corrected.ids), &mut search, 0, emphasis, &mut writer, |_| false)?;
        Ok(assemble(&corrected, writer, offsets, length))
    }
}

/// Positions of the corrected text become those of the caller's.
fn assemble(
    corrected: &Corrected,
    writer: Writer,
    offsets: Option<&[u32]>,
    length: usize,
) -> Output {
    let own = |place: u32| offsets.map_or(place, |offsets| offsets[place as usize]);
    let back = |place: u32| own(corrected.origins[place as usize]);
    let cell_to_char: Vec<u32> = writer.anchors.iter().map(|&place| back(place)).collect();
    let steps = writer.applied.map(|applied| {
        let corrections = corrected.done.iter().map(|&(start, end, rule)| Step {
            start: own(start),
            end: own(end),
            cell_start: 0,
            cell_end: 0,
            rule,
        });
        let mut cell_start = 0;
        let written = applied.iter().map(|one| {
            let start = std::mem::replace(&mut cell_start, one.cell_end);
            Step {
                start: back(one.start),
                end: back(one.end),
                cell_start: start,
                cell_end: one.cell_end,
                rule: one.rule,
            }
        });
        corrections.chain(written).collect()
    });
    let mut char_to_cell = Vec::new();
    map_characters(&cell_to_char, length, &mut char_to_cell);
    Output { cells: writer.cells, cell_to_char, char_to_cell, steps, reach: Reach::default() }
}
