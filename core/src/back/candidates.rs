//! Which characters come into question: for a first cell, and where a rule waits for a character.
//!
//! The specification is `translate/back/candidates.py`.

use std::collections::{HashMap, HashSet};

use super::described::Reading;
use super::first_pass::FirstPass;
use super::second_pass::SecondPass;
use super::table::{One, exchange};
use crate::characters::Id;

/// What the rules can make of a character.
pub(super) struct Forms<'t> {
    pub reading: &'t Reading,
    pub first: &'t FirstPass,
    pub second: &'t SecondPass,
    pub each: &'t [One],
    pub swaps: &'t [Box<[Id]>],
}

/// Cells as bits.
type Cells = [u64; 4];

impl Forms<'_> {
    /// Cells: no arc has more.
    pub fn longest_arc(&self) -> usize {
        let longest = |some: &mut dyn Iterator<Item = usize>| some.max().unwrap_or(0);
        let contexts = longest(&mut self.second.contexts.iter().map(|cells| cells.len()));
        let written = longest(&mut self.each.iter().map(|one| one.cells.len()))
            .max(longest(&mut self.second.strings.iter().map(|cells| cells.len())))
            .max(longest(&mut self.second.midnums.values().map(|cells| cells.len())))
            .max(contexts);
        let signs = longest(&mut self.reading.indicators.iter().map(Vec::len));
        let text = self.first.rules.iter().filter_map(|rule| match rule.swap {
            None => Some(rule.text.len()),
            Some(_) => (!rule.text.is_empty()).then_some(rule.text.len() + 1),
        });
        let emphasis = self.reading.emphasis.iter().flat_map(|one| [&one.begin, &one.end]);
        ((written + contexts + signs) * text.max().unwrap_or(1).max(1))
            .max(longest(&mut emphasis.map(Vec::len)))
            .max(1)
    }

    /// The cells that may come first where `form` is written.
    fn first_cells(&self, form: Id) -> Cells {
        let contexts = self.second.contexts.len();
        let begun = |chain: usize| self.second.pass.chains[chain].tests[0].may_begin(form);
        let own = [&self.each[usize::from(form)].cells];
        let by_context = self.second.contexts.iter().enumerate();
        let by_context = by_context.filter(|&(number, _)| begun(number)).map(|(_, cells)| cells);
        let by_string = self.second.strings.iter().enumerate();
        let by_string =
            by_string.filter(|&(number, _)| begun(contexts + number)).map(|(_, cells)| cells);
        let all = own.into_iter().chain(by_context).chain(by_string);
        let mut found = [0; 4];
        for &cell in all.chain(self.second.midnums.get(&form)).filter_map(|cells| cells.first()) {
            found[usize::from(cell) / 64] |= 1 << (cell % 64);
        }
        found
    }

    /// What the first rules can make of a character.
    fn forms(&self, id: Id) -> Vec<Id> {
        let mut forms = vec![id];
        for (rule, chain) in self.first.rules.iter().zip(&self.first.pass.chains) {
            match rule.swap {
                Some(swap) => {
                    forms.push(exchange(&self.swaps[swap as usize], id));
                    forms.extend(rule.text.first());
                }
                None if chain.focus > 0 && chain.tests[0].may_begin(id) => {
                    forms.extend(rule.text.first());
                }
                None => {}
            }
        }
        forms
    }

    fn indicators(&self) -> Cells {
        let mut found = [0; 4];
        for &cell in self.reading.indicators.iter().filter_map(|cells| cells.first()) {
            found[usize::from(cell) / 64] |= 1 << (cell % 64);
        }
        found
    }
}

/// For each cell the characters that may begin with it, by the one for their class.
#[derive(Debug)]
pub(super) struct Candidates(Box<[Box<[Class]>]>);

/// The one that speaks for a class, and characters of the class.
type Class = (Id, Box<[Id]>);

impl Candidates {
    pub fn of(forms: &Forms, texts: &[Id]) -> Self {
        let mut known: HashMap<Id, Cells> = HashMap::new();
        let indicators = forms.indicators();
        let mut found: Vec<Vec<(Id, Vec<Id>)>> = vec![Vec::new(); 256];
        let mut places: HashMap<(usize, Id), usize> = HashMap::new();
        for &id in texts {
            let speaker = forms.each[usize::from(id)].speaker;
            let mut cells = indicators;
            for form in forms.forms(id) {
                let own = known.entry(form).or_insert_with(|| forms.first_cells(form));
                cells.iter_mut().zip(*own).for_each(|(all, own)| *all |= own);
            }
            for (cell, classes) in found.iter_mut().enumerate() {
                if cells[cell / 64] >> (cell % 64) & 1 != 0 {
                    let place = *places.entry((cell, speaker)).or_insert(classes.len());
                    if place == classes.len() {
                        classes.push((speaker, Vec::new()));
                    }
                    classes[place].1.push(id);
                }
            }
        }
        let boxed = |classes: Vec<(Id, Vec<Id>)>| {
            classes.into_iter().map(|(speaker, some)| (speaker, some.into())).collect()
        };
        Self(found.into_iter().map(boxed).collect())
    }

    pub fn with(&self, cell: u8) -> &[Class] {
        &self.0[usize::from(cell)]
    }
}

/// For each character that rules may see, the classes that the first rules make it of.
#[derive(Debug)]
pub(super) struct Writers {
    /// The one that speaks for each class, in the order of the table.
    all: Box<[Id]>,
    members: HashMap<Id, Box<[Id]>>,
    /// By character.
    classes: Box<[Box<[Id]>]>,
}

impl Writers {
    pub fn of(forms: &Forms, texts: &[Id]) -> Self {
        let mut all = Vec::new();
        let mut members: HashMap<Id, Vec<Id>> = HashMap::new();
        let mut classes: Vec<Vec<Id>> = vec![Vec::new(); forms.each.len()];
        let mut seen = HashSet::new();
        for &id in texts {
            let speaker = forms.each[usize::from(id)].speaker;
            let class = members.entry(speaker).or_default();
            if class.is_empty() {
                all.push(speaker);
            }
            class.push(id);
            let swaps = forms.first.rules.iter().filter_map(|rule| rule.swap);
            let swapped = swaps.map(|swap| exchange(&forms.swaps[swap as usize], id));
            for form in std::iter::once(id).chain(swapped) {
                if seen.insert((form, speaker)) {
                    classes[usize::from(form)].push(speaker);
                }
            }
        }
        for &id in forms.first.rules.iter().flat_map(|rule| &rule.text) {
            classes[usize::from(id)].clone_from(&all);
        }
        Self {
            all: all.into(),
            members: members.into_iter().map(|(speaker, some)| (speaker, some.into())).collect(),
            classes: classes.into_iter().map(Into::into).collect(),
        }
    }

    /// The classes that may become `awaited`; all where nothing is awaited.
    pub fn of_awaited(&self, awaited: Option<Id>) -> &[Id] {
        awaited.map_or(&self.all, |id| &self.classes[usize::from(id)])
    }

    /// The characters of a class.
    pub fn members(&self, speaker: Id) -> &[Id] {
        self.members.get(&speaker).map_or(&[], |some| some)
    }
}
