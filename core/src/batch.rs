//! Many texts, one after another: while one is written, memory is told what the next one needs.

use crate::output::Output;
use crate::table::{Fault, Table};
use crate::units::Units;
use crate::words::Words;

impl Table {
    /// Translate texts as [`Table::translate_plain`] does each; `None` is passed over.
    ///
    /// `take` is given each result in turn, and `None` for a text that has to be prepared first. It
    /// may leave the output as it is: it is written over.
    pub fn translate_each(
        &self,
        texts: &[Option<&str>],
        words: &mut Words,
        mut take: impl FnMut(Option<&mut Output>),
    ) -> Result<(), Fault> {
        let mut out = words.take_output();
        let (mut units, mut next) = <(Box<Units>, Box<Units>)>::default();
        let is_by_units = self.quiet.is_none();
        let mut rest = texts;
        while let Some((text, behind)) = rest.split_first() {
            if is_by_units && let Some(Some(text)) = behind.first() {
                next.begin(text.as_bytes(), words);
            }
            let is_plain = match text {
                Some(text) => self.translate_found(text, &mut units, words, &mut out)?,
                None => false,
            };
            take(is_plain.then_some(&mut out));
            std::mem::swap(&mut units, &mut next);
            next.take_begun(); // a text without units did not ask
            rest = behind;
        }
        words.give_output(out);
        Ok(())
    }
}
