//! A table made ready: immutable, to be shared between threads.

use std::fmt;

use crate::characters::{Characters, EDGE, Id};
use crate::classes::Sets;
use crate::limits;
use crate::pattern::{Pattern, Patterns};
use crate::quiet::Quiet;
use crate::rules::{self, Rules};
use crate::trie::Trie;

/// Why a table or a text cannot be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The rules name a set that is not listed.
    NoSuchSet,
    /// The rules name a swap that is not listed.
    NoSuchSwap,
    /// A rule for no text.
    EmptyString,
    /// A pattern that tests nothing at its place or ahead.
    EmptyPattern,
    /// What is behind has no fixed length.
    BehindOfNoLength,
    /// More characters than there are numbers.
    TooManyCharacters,
    /// The rules do not say what the way back needs to know.
    NoReading,
    /// A rule looks back further than is read.
    TooFarBehind,
    /// A rule writes a longer text than is read.
    TooLongText,
    /// More sets than there are numbers.
    TooManySets,
    /// Characters, sets and patterns that multiply to more than memory or time allow.
    TooLarge,
    /// The way back names a cost that could not be added up.
    CostTooHigh,
    /// The text holds a character that the table does not define.
    Undefined(char),
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoSuchSet => "a rule names a set that is not listed",
            Self::NoSuchSwap => "a rule names a swap that is not listed",
            Self::EmptyString => "a rule writes an empty string",
            Self::EmptyPattern => "a pattern tests nothing at its place or ahead",
            Self::BehindOfNoLength => "what is behind has no fixed length",
            Self::TooManyCharacters => "the table has too many characters",
            Self::NoReading => "the rules do not say what the way back needs to know",
            Self::TooFarBehind => "a rule looks back at more than 1000 characters",
            Self::TooLongText => "a rule replaces text by more than 256 characters",
            Self::TooManySets => "the table has too many sets of characters",
            Self::TooLarge => "the table has too many characters for so many rules",
            Self::CostTooHigh => {
                "the way back costs more than 128 bits somewhere, or counts more than 16 brackets"
            }
            Self::Undefined(character) => {
                return write!(to, "the table does not define U+{:04X}", *character as u32);
            }
        };
        to.write_str(text)
    }
}

impl std::error::Error for Fault {}

/// Cells that a rule writes.
#[derive(Debug)]
pub(crate) struct Sign {
    pub cells: Box<[u8]>,
    pub rule: u32,
}

impl Sign {
    fn of(cells: &[u8], rule: u32) -> Self {
        Self { cells: cells.into(), rule }
    }
}

/// What the table knows of one character.
#[derive(Debug, Default)]
pub(crate) struct Character {
    pub definition: Option<Sign>,
    pub midnum: Option<Sign>,
    pub is_digit: bool,
    /// Whether Python's `str.strip` takes it for a blank.
    pub is_white: bool,
}

/// What has to be known of a character at each place where it stands, in a byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roles(u8);

impl Roles {
    /// A context may begin.
    pub const CONTEXT: u8 = 1;
    /// It may be a digit.
    pub const NUMBER: u8 = 2;
    /// A string begins.
    pub const STRING: u8 = 4;
    /// It may stand between digits.
    pub const MIDNUM: u8 = 8;
    /// A caller's text may hold it just so.
    pub const PLAIN: u8 = 16;
    /// A blank that no rule looks at from itself: what is beside it is translated apart.
    pub const DIVIDER: u8 = 32;

    #[inline]
    pub fn has(self, one: u8) -> bool {
        self.0 & one != 0
    }

    fn put(&mut self, one: u8, is_so: bool) {
        self.0 = if is_so { self.0 | one } else { self.0 & !one };
    }
}

/// What a correct rule writes.
#[derive(Debug)]
pub(crate) struct Correct {
    pub text: Box<[Id]>,
    /// The place in [`Table::swaps`].
    pub swap: Option<usize>,
    pub rule: u32,
}

/// An emphasis and its bit.
#[derive(Debug)]
pub(crate) struct Emphasis {
    pub bit: u16,
    pub begin: Sign,
    pub end: Sign,
}

/// A compiled table.
#[derive(Debug)]
pub struct Table {
    pub(crate) characters: Characters,
    pub(crate) sets: Sets,
    pub(crate) each: Vec<Character>,
    roles: Vec<Roles>,
    pub(crate) context_patterns: Patterns,
    /// What each of them is written with.
    pub(crate) contexts: Vec<Sign>,
    pub(crate) correct_patterns: Patterns,
    /// What each of them is replaced by.
    pub(crate) corrects: Vec<Correct>,
    /// By swap, by character: what it becomes.
    pub(crate) swaps: Vec<Vec<Id>>,
    pub(crate) trie: Trie,
    pub(crate) numsign: Option<Sign>,
    pub(crate) emphasis: Vec<Emphasis>,
    pub(crate) quiet: Option<Box<Quiet>>,
}

impl Table {
    /// Compile rules.
    pub fn compile(rules: &Rules) -> Result<Self, Fault> {
        let characters = Characters::of(rules).ok_or(Fault::TooManyCharacters)?;
        limits::check(rules, &characters)?;
        let sets = Sets::of(rules, &characters);
        let swaps = rules.swaps.iter().map(|swap| compile_swap(swap, &characters)).collect();
        let compile = |pattern| Pattern::compile(pattern, &characters, &sets);
        let contexts = rules.contexts.iter().map(|rule| compile(&rule.pattern));
        let corrects = rules.corrects.iter().map(|rule| compile(&rule.pattern));
        let count = characters.count();
        let indicator = |one: &rules::Indicator| Sign::of(&one.cells, one.rule);
        let emphasis = rules.emphasis.iter().map(|one| Emphasis {
            bit: one.bit,
            begin: indicator(&one.begin),
            end: indicator(&one.end),
        });
        let mut table = Self {
            context_patterns: Patterns::of(contexts.collect::<Result<_, _>>()?, count, &sets),
            contexts: rules.contexts.iter().map(|one| Sign::of(&one.cells, one.rule)).collect(),
            correct_patterns: Patterns::of(corrects.collect::<Result<_, _>>()?, count, &sets),
            corrects: compile_corrects(rules, &characters)?,
            trie: Trie::of(&rules.strings, &characters, &sets)?,
            each: compile_characters(rules, &characters),
            numsign: rules.numsign.as_ref().map(indicator),
            emphasis: emphasis.collect(),
            quiet: None,
            roles: Vec::new(),
            swaps,
            sets,
            characters,
        };
        table.roles = table.find_roles(rules);
        table.quiet = Quiet::of(&table).map(Box::new);
        Ok(table)
    }

    /// Read rules from JSON (see [`Rules`]) and compile them.
    pub fn from_json(json: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::compile(&Rules::from_json(json)?)?)
    }

    /// Bytes of memory that the table takes, cells of single signs apart.
    pub fn size(&self) -> usize {
        size_of::<Self>()
            + self.characters.size()
            + self.sets.size()
            + size_of_val(&*self.each)
            + size_of_val(&*self.roles)
            + self.context_patterns.size()
            + size_of_val(&*self.contexts)
            + self.correct_patterns.size()
            + size_of_val(&*self.corrects)
            + self.swaps.iter().map(|swap| size_of_val(&**swap)).sum::<usize>()
            + self.trie.size()
            + self.quiet.as_deref().map_or(0, size_of_val)
    }

    /// What has to be known of the character with this number.
    #[inline]
    pub(crate) fn roles(&self, id: Id) -> Roles {
        self.roles[usize::from(id)]
    }

    fn find_roles(&self, rules: &Rules) -> Vec<Roles> {
        let mut roles: Vec<Roles> =
            (0..self.characters.count()).map(|id| self.roles_of(id as Id)).collect();
        for definition in &rules.definitions {
            let id = self.characters.id(definition.character);
            roles[usize::from(id)].put(Roles::PLAIN, definition.is_plain);
        }
        roles
    }

    fn roles_of(&self, id: Id) -> Roles {
        let character = &self.each[usize::from(id)];
        let mut roles = Roles(0);
        roles.put(Roles::CONTEXT, self.context_patterns.begins(id));
        roles.put(Roles::NUMBER, character.is_digit || character.definition.is_none());
        roles.put(Roles::STRING, self.trie.begins(id));
        roles.put(Roles::MIDNUM, character.midnum.is_some());
        roles.put(Roles::DIVIDER, self.is_divider(id));
        roles
    }

    /// Whether it is a blank at which nothing can happen but its own cells.
    ///
    /// No rule begins with such a blank, it is no digit and no midnum, so that it is always written
    /// by its definition, and what stood before it is forgotten behind it.
    fn is_divider(&self, id: Id) -> bool {
        let character = &self.each[usize::from(id)];
        self.characters.character(id).is_some_and(|c| c == ' ' || c == '\n')
            && !character.is_digit
            && character.midnum.is_none()
            && character.definition.as_ref().is_some_and(|sign| !sign.cells.is_empty())
            && !self.correct_patterns.begins(id)
            && !self.context_patterns.begins(id)
            && !self.trie.begins(id)
    }

    /// The numbers of the characters of `text`, all of which must be defined.
    pub(crate) fn ids(&self, text: &str) -> Result<Vec<Id>, Fault> {
        let mut ids = Vec::with_capacity(text.len());
        for character in text.chars() {
            let id = self.characters.id(character);
            if self.each[usize::from(id)].definition.is_none() {
                return Err(Fault::Undefined(character));
            }
            ids.push(id);
        }
        Ok(ids)
    }

    /// Whether `id` is a digit; the edge of the text is none.
    #[inline]
    pub(crate) fn is_digit(&self, id: Id) -> Result<bool, Fault> {
        let character = &self.each[usize::from(id)];
        if character.definition.is_none() && id != EDGE {
            return Err(self.undefined(id));
        }
        Ok(character.is_digit)
    }

    pub(crate) fn undefined(&self, id: Id) -> Fault {
        Fault::Undefined(self.characters.character(id).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

fn compile_swap(swap: &(String, String), characters: &Characters) -> Vec<Id> {
    let mut to: Vec<Id> = (0..characters.count()).map(|id| id as Id).collect();
    for (old, new) in swap.0.chars().zip(swap.1.chars()) {
        to[usize::from(characters.id(old))] = characters.id(new);
    }
    to
}

fn compile_corrects(rules: &Rules, characters: &Characters) -> Result<Vec<Correct>, Fault> {
    let compile = |rule: &rules::Correct| {
        if rule.swap.is_some_and(|swap| swap >= rules.swaps.len()) {
            return Err(Fault::NoSuchSwap);
        }
        Ok(Correct { text: characters.ids(&rule.text), swap: rule.swap, rule: rule.rule })
    };
    rules.corrects.iter().map(compile).collect()
}

fn compile_characters(rules: &Rules, characters: &Characters) -> Vec<Character> {
    let mut each: Vec<Character> = (0..characters.count()).map(|_| Character::default()).collect();
    for (id, one) in each.iter_mut().enumerate() {
        one.is_white = characters.character(id as Id).is_some_and(is_white);
    }
    for definition in &rules.definitions {
        let one = &mut each[usize::from(characters.id(definition.character))];
        one.definition = Some(Sign::of(&definition.cells, definition.rule));
        one.is_digit = definition.is_digit;
    }
    for midnum in &rules.midnums {
        each[usize::from(characters.id(midnum.character))].midnum =
            Some(Sign::of(&midnum.cells, midnum.rule));
    }
    each
}

/// What Python's `str.isspace` says.
pub(crate) fn is_white(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}
