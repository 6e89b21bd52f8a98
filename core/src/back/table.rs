//! A table made ready to be read backwards: immutable, to be shared between threads.

use std::sync::Arc as Shared;

use super::alphabet::{Questions, Speakers};
use super::candidates::{Candidates, Forms, Writers};
use super::chain::{Chain, Set, Test, compile_sets};
use super::described::Reading;
use super::first_pass::{FirstPass, Rule};
use super::level::{Pass, Starts};
use super::likelihood::Likelihood;
use super::second_pass::SecondPass;
use crate::characters::{Characters, EDGE, Id};
use crate::limits;
use crate::rules::{self, Rules};
use crate::table::Fault;

/// Characters behind a place that a rule may look at.
const DEEPEST_BEHIND: usize = 1000;

/// Characters that a rule may write instead of what it replaces: an anchor is a byte.
const LONGEST_TEXT: usize = 256;

/// What the table says of one character.
#[derive(Debug, Default)]
pub(super) struct One {
    /// Those of its definition.
    pub cells: Box<[u8]>,
    pub is_defined: bool,
    /// Whether a text may hold it.
    pub is_text: bool,
    pub is_blank: bool,
    /// A sign of Unicode Braille, not blank.
    pub is_braille: bool,
    /// What speaks for it in the text; the edge where a text may not hold it.
    pub speaker: Id,
    /// What speaks for it after the first rules.
    pub written_speaker: Id,
}

/// An emphasis with its signs.
#[derive(Debug)]
pub(super) struct EmphasisSigns {
    pub bit: u16,
    pub begin: Box<[u8]>,
    pub end: Box<[u8]>,
    /// The other classes that begin with the same sign.
    pub same: u16,
}

/// A compiled table.
#[derive(Debug)]
pub struct BackTable {
    pub(super) characters: Characters,
    pub(super) each: Box<[One]>,
    /// By swap, by character: what it becomes; the edge where it stays.
    pub(super) swaps: Box<[Box<[Id]>]>,
    pub(super) first: FirstPass,
    pub(super) second: SecondPass,
    pub(super) likelihood: Likelihood,
    pub(super) emphasis: Box<[EmphasisSigns]>,
    /// In which the classes of one span begin.
    pub(super) emphasis_order: Box<[u16]>,
    pub(super) candidates: Candidates,
    pub(super) writers: Writers,
    reach: usize,
}

impl BackTable {
    /// Compile rules that have a description of the way back.
    pub fn compile(rules: &Rules) -> Result<Self, Fault> {
        let reading = rules.reading.as_ref().ok_or(Fault::NoReading)?;
        let characters = Characters::of(rules).ok_or(Fault::TooManyCharacters)?;
        limits::check(rules, &characters)?;
        limits::check_reading(reading)?;
        let described = rules.swaps.iter().chain(&reading.swaps);
        let swaps: Box<[_]> = described.map(|swap| compile_swap(swap, &characters)).collect();
        let sets = compile_sets(&rules.sets, &characters);
        let corrects = correct_chains(rules, reading, &characters, &sets)?;
        let writers = written_chains(rules, &characters, &sets)?;
        if corrects.iter().chain(&writers).any(|chain| chain.behind_length > DEEPEST_BEHIND) {
            return Err(Fault::TooFarBehind);
        }
        let mut each = compile_each(rules, reading, &characters);
        let all = rules.definitions.iter().map(|one| characters.id(one.character));
        let texts: Vec<Id> = all.filter(|&id| each[usize::from(id)].is_text).collect();
        let written = written_speakers(rules, &writers, &characters);
        let speakers = text_speakers(rules, &corrects, &swaps, &written, &texts)?;
        for (id, one) in each.iter_mut().enumerate() {
            (one.speaker, one.written_speaker) = (speakers[id], written[id]);
        }
        let first = compile_first(rules, reading, corrects, &characters, &speakers)?;
        let second = compile_second(rules, writers, &characters, &written);
        check_defined(&first, &swaps, &each, &characters)?;
        let forms = Forms { reading, first: &first, second: &second, each: &each, swaps: &swaps };
        Ok(Self {
            candidates: Candidates::of(&forms, &texts),
            writers: Writers::of(&forms, &texts),
            reach: forms.longest_arc(),
            likelihood: Likelihood::of(reading, &characters),
            emphasis: compile_emphasis(reading),
            emphasis_order: reading.emphasis.iter().map(|one| one.bit).collect(),
            characters,
            each,
            swaps,
            first,
            second,
        })
    }

    /// Read rules from JSON (see [`Rules`]) and compile them.
    pub fn from_json(json: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::compile(&serde_json::from_str(json)?)?)
    }

    /// Cells: what some cells are is never decided by more at once.
    pub fn reach(&self) -> usize {
        self.reach
    }

    /// What `swap` makes of a character.
    #[inline]
    pub(super) fn swapped(&self, swap: Option<u32>, id: Id) -> Id {
        swap.map_or(id, |swap| exchange(&self.swaps[swap as usize], id))
    }
}

/// What a swap makes of a character.
pub(super) fn exchange(swap: &[Id], id: Id) -> Id {
    match swap[usize::from(id)] {
        EDGE => id,
        other => other,
    }
}

fn compile_swap(swap: &(String, String), characters: &Characters) -> Box<[Id]> {
    let mut to = vec![EDGE; characters.count()];
    for (old, new) in swap.0.chars().zip(swap.1.chars()) {
        to[usize::from(characters.id(old))] = characters.id(new);
    }
    to.into()
}

fn compile_each(rules: &Rules, reading: &Reading, characters: &Characters) -> Box<[One]> {
    let mut each: Box<[One]> = (0..characters.count()).map(|_| One::default()).collect();
    for one in &rules.definitions {
        let known = &mut each[usize::from(characters.id(one.character))];
        known.cells = one.cells.clone().into();
        known.is_defined = true;
    }
    for one in &reading.characters {
        let known = &mut each[usize::from(characters.id(one.character))];
        known.is_text = one.is_text;
        known.is_blank = one.is_blank;
        known.is_braille = ('\u{2801}'..='\u{28ff}').contains(&one.character);
    }
    each
}

fn correct_chains(
    rules: &Rules,
    reading: &Reading,
    characters: &Characters,
    sets: &[Shared<Set>],
) -> Result<Vec<Chain>, Fault> {
    let choice_sets = compile_sets(&reading.sets, characters);
    let corrects = rules.corrects.iter();
    let corrects = corrects.map(|one| Chain::of(&one.pattern, false, characters, sets));
    let choices = reading.choices.iter();
    let choices = choices.map(|one| Chain::of(&one.pattern, one.is_edge, characters, &choice_sets));
    corrects.chain(choices).collect()
}

/// The chains of the contexts, and of the strings by precedence.
fn written_chains(
    rules: &Rules,
    characters: &Characters,
    sets: &[Shared<Set>],
) -> Result<Vec<Chain>, Fault> {
    let contexts = rules.contexts.iter();
    let contexts = contexts.map(|one| Chain::of(&one.pattern, false, characters, sets));
    let strings = by_precedence(&rules.strings).into_iter();
    let strings = strings.map(|one| Chain::of_string(one, characters, sets));
    let digits = rules.definitions.iter().filter(|one| one.is_digit);
    let digits = Set::of(Some(digits.map(|one| characters.id(one.character))), characters.count());
    let digit = Test::In { set: Shared::new(digits), least: 1, most: 1, is_edge: false };
    // It asks for a digit, and is the question of a digit what stands before it.
    let digit_follows = Chain {
        tests: [digit.clone()].into(),
        behind: [digit].into(),
        behind_length: 1,
        ..Chain::default()
    };
    contexts.chain(strings).chain([Ok(digit_follows)]).collect()
}

/// The longest first; of those of one length that ask for neighbours before `always`.
fn by_precedence(strings: &[rules::StringRule]) -> Vec<&rules::StringRule> {
    let mut sorted: Vec<_> = strings.iter().collect();
    sorted.sort_by_cached_key(|rule| {
        let length = rule.text.chars().count();
        (std::cmp::Reverse(length), length > 1 && rule.is_always)
    });
    sorted
}

fn written_speakers(rules: &Rules, chains: &[Chain], characters: &Characters) -> Speakers {
    let mut questions = Questions::default();
    for chain in chains {
        questions.add_tests(chain.tests.iter().chain(&chain.behind));
    }
    for one in &rules.midnums {
        questions.add_name(characters.id(one.character));
    }
    let all = rules.definitions.iter().map(|one| characters.id(one.character));
    questions.speakers(all, &[], characters.count())
}

/// What speaks for a character in the text: what rules ask of it, and what they make of it.
fn text_speakers(
    rules: &Rules,
    chains: &[Chain],
    swaps: &[Box<[Id]>],
    written: &Speakers,
    texts: &[Id],
) -> Result<Speakers, Fault> {
    let mut questions = Questions::default();
    for chain in &chains[..rules.corrects.len()] {
        questions.add_tests(chain.tests.iter().chain(&chain.behind));
    }
    // What speaks for what a swap makes of a character; the edge where it stays.
    let told = |&new: &Id| match written[usize::from(new)] {
        EDGE => new,
        speaker => speaker,
    };
    let mut parts: Vec<Box<[Id]>> = vec![written.clone()];
    for swap in rules.corrects.iter().filter_map(|rule| rule.swap) {
        parts.push(swaps.get(swap).ok_or(Fault::NoSuchSwap)?.iter().map(told).collect());
    }
    Ok(questions.speakers(texts.iter().copied(), &parts, written.len()))
}

fn compile_first(
    rules: &Rules,
    reading: &Reading,
    chains: Vec<Chain>,
    characters: &Characters,
    speakers: &Speakers,
) -> Result<FirstPass, Fault> {
    Ok(FirstPass {
        starts: Starts::of(&chains, 0, speakers),
        pass: Pass::of(chains, speakers),
        rules: compile_rules(rules, reading, characters)?,
        first_choice: rules.corrects.len() as u32,
        has_deletions: rules.corrects.iter().any(|one| one.swap.is_none() && one.text.is_empty()),
    })
}

fn compile_rules(
    rules: &Rules,
    reading: &Reading,
    characters: &Characters,
) -> Result<Box<[Rule]>, Fault> {
    let corrects = rules.corrects.iter().map(|one| (&one.text, one.swap));
    let place = |swap: usize| Some(swap.saturating_add(rules.swaps.len()));
    let choices = reading.choices.iter().map(|one| (&one.text, place(one.swap)));
    let count = rules.swaps.len() + reading.swaps.len();
    let compile = |(text, swap): (&String, Option<usize>)| {
        if swap.is_some_and(|swap| swap >= count) {
            return Err(Fault::NoSuchSwap);
        }
        let text = characters.ids(text);
        if text.len() > LONGEST_TEXT {
            return Err(Fault::TooLongText);
        }
        Ok(Rule { text, swap: swap.map(|swap| swap as u32) })
    };
    corrects.chain(choices).map(compile).collect()
}

fn compile_second(
    rules: &Rules,
    chains: Vec<Chain>,
    characters: &Characters,
    written: &Speakers,
) -> SecondPass {
    let contexts = rules.contexts.len();
    let strings = contexts + rules.strings.len();
    let mut is_digit = vec![false; characters.count()];
    for one in &rules.definitions {
        is_digit[usize::from(characters.id(one.character))] = one.is_digit;
    }
    let midnums = rules.midnums.iter();
    SecondPass {
        context_starts: Starts::of(&chains[..contexts], 0, written),
        string_starts: Starts::of(&chains[contexts..strings], contexts, written),
        pass: Pass::of(chains, written),
        contexts: rules.contexts.iter().map(|one| one.cells.clone().into()).collect(),
        strings: by_precedence(&rules.strings).iter().map(|one| one.cells.clone().into()).collect(),
        number_sign: rules
            .numsign
            .as_ref()
            .map_or_else(Box::default, |one| one.cells.clone().into()),
        is_digit: is_digit.into(),
        midnums: midnums
            .map(|one| (characters.id(one.character), one.cells.clone().into()))
            .collect(),
    }
}

/// Everything that a rule writes must have a definition.
fn check_defined(
    first: &FirstPass,
    swaps: &[Box<[Id]>],
    each: &[One],
    characters: &Characters,
) -> Result<(), Fault> {
    let mut written: Vec<Id> = Vec::new();
    for rule in &first.rules {
        written.extend(&rule.text);
        let swap = rule.swap.map(|swap| &swaps[swap as usize]);
        let texts = each.iter().enumerate().filter(|(_, one)| one.is_text);
        written.extend(
            swap.iter().flat_map(|&swap| texts.clone().map(|(id, _)| exchange(swap, id as Id))),
        );
    }
    written.extend((0..each.len()).filter(|&id| each[id].is_text).map(|id| id as Id));
    match written.into_iter().find(|&id| !each[usize::from(id)].is_defined) {
        None => Ok(()),
        Some(id) => {
            Err(Fault::Undefined(characters.character(id).unwrap_or(char::REPLACEMENT_CHARACTER)))
        }
    }
}

fn compile_emphasis(reading: &Reading) -> Box<[EmphasisSigns]> {
    let all = reading.emphasis.iter();
    all.map(|one| {
        let others = reading.emphasis.iter().filter(|other| other.bit != one.bit);
        let same = others.filter(|other| other.begin == one.begin);
        EmphasisSigns {
            bit: one.bit,
            begin: one.begin.clone().into(),
            end: one.end.clone().into(),
            same: same.fold(0, |bits, other| bits | other.bit),
        }
    })
    .collect()
}
