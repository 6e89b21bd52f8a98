//! The quick way through plain text: unit by unit, from memory.

use std::ops::Range;

use crate::change::Translated;
use crate::filled::Filled;
use crate::known::{Kind, Known, LEAST_MEDIUM, MEDIUM, SHORT, Side};
use crate::output::Output;
use crate::position::Position;
use crate::reach::Reach;
use crate::region::{Journey, Reached};
use crate::table::{Fault, Roles, Table};
use crate::unit::Verdict;
use crate::units::{AHEAD, Unit, Units, medium_key};
use crate::words::{LONGEST, Words};

/// A place in the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub byte: usize,
    pub char: u32,
}

/// How a text was served.
pub(crate) enum Way {
    /// By units, up to this byte.
    Units(usize),
    /// It is better to go over the whole text place by place.
    Whole,
    /// It holds a character that has to be prepared first.
    NotPlain,
}

impl Table {
    /// Translate text that needs no preparation; `false` where it does, and nothing is written.
    pub fn translate_plain<P: Position>(
        &self,
        text: &str,
        words: &mut Words,
        out: &mut Output<P>,
    ) -> Result<bool, Fault> {
        let mut units = words.units.take().unwrap_or_default();
        let before = std::mem::take(&mut out.reach);
        let mut to = Filled::new(out, text.len());
        let done = self.translate_found(text, before, &mut units, words, &mut to);
        to.finish();
        words.units = Some(units);
        let Some(reach) = done? else { return Ok(false) };
        out.reach = reach;
        Ok(true)
    }

    /// Translate such text and look at the result where it was written; `None` where it does need
    /// preparation. Whether its maps mean something is to be asked ([`Translated::fits`]).
    pub fn translate_then<T, P: Position>(
        &self,
        text: &str,
        words: &mut Words,
        look: impl FnOnce(Translated<P>) -> T,
    ) -> Result<Option<T>, Fault> {
        let mut output = words.take_output::<P>();
        let mut units = words.units.take().unwrap_or_default();
        let before = std::mem::take(&mut output.reach);
        let mut to = Filled::new(&mut output, text.len());
        let done = self.translate_found(text, before, &mut units, words, &mut to);
        let (cells, chars) = to.written();
        words.units = Some(units);
        let result = done.map(|reach| {
            output.reach = reach?;
            Some(look(Translated {
                text,
                cells: &output.cells[cells.clone()],
                cell_to_char: &output.cell_to_char[cells],
                char_to_cell: &output.char_to_cell[chars],
                reach: &output.reach,
            }))
        });
        words.give_output(output);
        result
    }

    /// Append the translation of a text: what it depends on, `None` where nothing is written.
    ///
    /// The first units of the text may have been found. The memory of `reach` is used again.
    pub(crate) fn translate_found<P: Position>(
        &self,
        text: &str,
        mut reach: Reach,
        units: &mut Units,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Result<Option<Reach>, Fault> {
        to.begin();
        reach.clear();
        let mut journey = Journey::new(text, 0);
        journey.reach = reach;
        match self.write_found(&mut journey, 0..text.len(), units, words, to)? {
            Way::Units(_) => Ok(Some(Reach { is_known: true, ..journey.reach })),
            Way::NotPlain => {
                to.cancel();
                Ok(None)
            }
            Way::Whole => {
                to.cancel();
                if !self.is_plain(text) {
                    return Ok(None);
                }
                to.append_all(&self.translate_all(
                    text,
                    None,
                    text.chars().count(),
                    None,
                    false,
                )?);
                Ok(Some(Reach::default()))
            }
        }
    }

    fn is_plain(&self, text: &str) -> bool {
        text.chars().all(|c| self.roles(self.characters.id(c)).has(Roles::PLAIN))
    }

    /// Write the units of `span`, which begins and ends where a unit of the journey's text does.
    ///
    /// Rules may take what is behind the span into what they write.
    pub(crate) fn write_units<P: Position>(
        &self,
        journey: &mut Journey,
        span: Range<usize>,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Result<Way, Fault> {
        let mut units = words.units.take().unwrap_or_default();
        let way = self.write_found(journey, span, &mut units, words, to);
        words.units = Some(units);
        way
    }

    fn write_found<P: Position>(
        &self,
        journey: &mut Journey,
        span: Range<usize>,
        units: &mut Units,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Result<Way, Fault> {
        let text = journey.text;
        let bytes = &text.as_bytes()[..span.end];
        let mut byte = span.start;
        let mut side = bytes[..byte].last().map_or(Side::Edge, |&blank| Side::behind(blank));
        while byte < bytes.len() {
            if let Some(quiet) = &self.quiet {
                let end = self.write_quiet(quiet, journey, (byte..span.end, side), words, to);
                if end > byte {
                    byte = end;
                    side = Side::behind(bytes[byte - 1]);
                    continue;
                }
            }
            let most = if self.quiet.is_some() { 1 } else { AHEAD };
            if !units.take_begun() {
                units.find(bytes, byte, side, most, words);
            }
            units.look_up(words);
            for unit in units.found() {
                if let Some(alignment) = words.alignment(&unit.short) {
                    to.append_known(&unit.short, alignment);
                    byte = unit.start + unit.length;
                    continue;
                }
                let end = unit.start + unit.length;
                byte = match self.write_unknown(text, unit, words, to) {
                    Verdict::Known => end,
                    Verdict::NotPlain => return Ok(Way::NotPlain),
                    Verdict::NoDivider => return Ok(Way::Whole),
                    Verdict::Depends => {
                        let from = Place { byte: unit.start, char: to.own_chars() };
                        match self.write_region(journey, from, end, words, to)? {
                            Reached::NotPlain => return Ok(Way::NotPlain),
                            Reached::Whole => return Ok(Way::Whole),
                            Reached::Written(place) => place.byte,
                        }
                    }
                };
                if byte != end {
                    journey.floor = byte;
                    break;
                }
            }
            side = Side::behind(text.as_bytes()[byte - 1]);
        }
        Ok(Way::Units(byte))
    }

    /// A unit that has no short slot: from the map, or worked out.
    fn write_unknown<P: Position>(
        &self,
        text: &str,
        found: &Unit,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> Verdict {
        let &Unit { ref short, hash, start, length, side } = found;
        let span = start..start + length;
        let unit = &text.as_bytes()[span.clone()];
        if length > LONGEST {
            return Verdict::Depends;
        }
        let kind = match length {
            ..=SHORT => {
                let known = words.short(short, hash); // perhaps since a moment ago
                if let Some(known) = known
                    && let Some(alignment) = words.alignment(known)
                {
                    to.append_known(known, alignment);
                    return Verdict::Known;
                }
                known.map(Known::kind)
            }
            LEAST_MEDIUM..=MEDIUM => {
                let key = medium_key(unit, side);
                let known = words.medium(&key, hash);
                if let Some(known) = known
                    && let Some(alignment) = words.medium_alignment(known)
                {
                    to.append_known(known, alignment);
                    return Verdict::Known;
                }
                known.map(Known::kind)
            }
            _ => Some(Kind::Long),
        };
        if kind == Some(Kind::Depends) {
            return Verdict::Depends;
        }
        if kind.is_some()
            && let Some(long) = words.long(unit, side)
        {
            if long.kind == Kind::Depends {
                return Verdict::Depends;
            }
            to.append_long(long);
            return Verdict::Known;
        }
        let is_last = span.end == text.len() && unit.last().is_some_and(|&byte| byte > b' ');
        let verdict = self.work_out(&text[span.clone()], side, is_last, words);
        match verdict {
            Verdict::Known => {
                words.keep(unit, side, false);
                to.append_worked(&words.work.worked);
            }
            Verdict::Depends => words.keep(unit, side, true),
            Verdict::NotPlain | Verdict::NoDivider => {}
        }
        verdict
    }
}
