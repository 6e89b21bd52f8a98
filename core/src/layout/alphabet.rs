//! What layout asks of a character, as Python answers it.
//!
//! Layout is specified in Python, where `\w`, `str.isupper` and the small form of a letter are what
//! Python's Unicode says. So Python says it, once for each character that a table takes as it
//! stands; text with any other character is laid out in Python.

/// A character by its number in the alphabet.
pub type Id = u16;

/// The number of a character that is not in the alphabet.
const NONE: Id = Id::MAX;

/// A place to divide that print shows only there.
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

/// What a character is, as bits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind(u16);

impl Kind {
    /// `\w` of Python's `re`.
    pub const WORD: u16 = 1;
    /// `\d` of Python's `re`.
    pub const DECIMAL: u16 = 2;
    /// `str.isdigit`.
    pub const DIGIT: u16 = 4;
    /// `str.isspace`.
    pub const SPACE: u16 = 8;
    /// `str.isalpha`.
    pub const ALPHA: u16 = 16;
    /// `str.isupper`.
    pub const UPPER: u16 = 32;
    /// `[^\W\d_]`: a letter of a word.
    pub const LETTER: u16 = 64;
    /// What a text must have for something in it to be protected.
    pub const NOTED: u16 = 128;
    /// A blank at which print does not break either.
    pub const NO_BREAK: u16 = 256;
    /// A soft hyphen: print shows it only where it divides.
    pub const SOFT: u16 = 512;
    /// What joins the letters of a word.
    pub const APOSTROPHE: u16 = 1024;
    /// What joins two words to one: a hyphen or a dash.
    pub const COMPOUND: u16 = 2048;

    /// Whether it is one of these.
    #[inline]
    pub fn is(self, one: u16) -> bool {
        self.0 & one != 0
    }

    /// What at least one of two characters is.
    #[inline]
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Numbers for the characters of a table, and what they are. Those of ASCII are their own numbers.
#[derive(Debug)]
pub struct Alphabet {
    dense: Vec<Id>,
    bytes: [Byte; 256],
    /// Whether nothing is noted of any byte that [`is_calm`].
    has_calm: bool,
    kinds: Vec<Kind>,
    characters: Vec<char>,
    lowers: Vec<char>,
}

/// What a byte of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Byte {
    /// A character of ASCII of which nothing is noted.
    Quiet,
    /// Another one of the alphabet.
    Noted,
    /// None that the alphabet has, or a part of one beyond ASCII.
    Other,
}

/// A Latin letter, a space, a comma or an apostrophe: most of what is written.
#[inline]
fn is_calm(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    is_letter | (byte == b' ') | (byte == b',') | (byte == b'\'')
}

/// Code points up to here are looked up; an alphabet has none behind.
const MOST_CODES: usize = 0x3000;
/// Code points that are their own numbers.
const ASCII: usize = 128;

impl Alphabet {
    /// The alphabet of `characters`, with what each is and its small form.
    ///
    /// `None` if the three differ in length, or for characters beyond U+3000.
    pub fn new(characters: &str, kinds: &[u8], lowers: &str) -> Option<Self> {
        let count = characters.chars().count();
        if kinds.len() != count || lowers.chars().count() != count {
            return None;
        }
        let ascii = || (0..ASCII as u8).map(char::from);
        let mut alphabet = Self {
            dense: vec![NONE; MOST_CODES],
            bytes: [Byte::Other; 256],
            has_calm: false,
            kinds: vec![Kind::default(); ASCII],
            characters: ascii().collect(),
            lowers: ascii().collect(),
        };
        for ((one, &bits), lower) in characters.chars().zip(kinds).zip(lowers.chars()) {
            alphabet.add(one, Kind(with_own(one, bits)), lower)?;
        }
        let is_quiet = |byte: u8| alphabet.bytes[usize::from(byte)] == Byte::Quiet;
        alphabet.has_calm = (0..=u8::MAX).filter(|&byte| is_calm(byte)).all(is_quiet);
        Some(alphabet)
    }

    fn add(&mut self, character: char, kind: Kind, lower: char) -> Option<()> {
        let code = character as usize;
        let id = if code < ASCII { code } else { self.kinds.len() };
        *self.dense.get_mut(code)? = id as Id;
        if code < ASCII {
            let is_noted = kind.is(Kind::NOTED);
            self.bytes[code] = if is_noted { Byte::Noted } else { Byte::Quiet };
            (self.kinds[id], self.lowers[id]) = (kind, lower);
        } else {
            self.kinds.push(kind);
            self.characters.push(character);
            self.lowers.push(lower);
        }
        (self.kinds.len() < usize::from(NONE)).then_some(())
    }

    /// What a byte of a text is.
    #[inline]
    pub(crate) fn byte(&self, byte: u8) -> Byte {
        self.bytes[usize::from(byte)]
    }

    /// Whether some bytes are certainly quiet: all of them are looked at together.
    #[inline]
    pub(crate) fn are_calm<const N: usize>(&self, bytes: &[u8; N]) -> bool {
        self.has_calm && bytes.iter().fold(true, |all, &byte| all & is_calm(byte))
    }

    /// The number of a character, if the alphabet has it.
    #[inline]
    pub fn id(&self, character: char) -> Option<Id> {
        self.dense.get(character as usize).copied().filter(|&id| id != NONE)
    }

    /// What a character is.
    #[inline]
    pub fn kind(&self, id: Id) -> Kind {
        self.kinds[usize::from(id)]
    }

    /// The character itself.
    #[inline]
    pub fn character(&self, id: Id) -> char {
        self.characters[usize::from(id)]
    }

    /// Its small form, which is one character too.
    #[inline]
    pub fn lower(&self, id: Id) -> char {
        self.lowers[usize::from(id)]
    }

    /// How many numbers there are; not all of those of ASCII are a character's.
    pub fn count(&self) -> usize {
        self.characters.len()
    }
}

/// The bits that follow from the others and from the character itself.
fn with_own(character: char, bits: u8) -> u16 {
    let mut bits = u16::from(bits & 63);
    let is_word = bits & Kind::WORD != 0;
    if is_word && bits & Kind::DECIMAL == 0 && character != '_' {
        bits |= Kind::LETTER;
    }
    if bits & Kind::DECIMAL != 0 || "@._/\\#-:".contains(character) {
        bits |= Kind::NOTED;
    }
    bits |= match character {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Kind::NO_BREAK,
        SOFT_HYPHEN => Kind::SOFT,
        '\'' | '’' => Kind::APOSTROPHE,
        '-' | '–' | '—' | '\u{2010}' => Kind::COMPOUND,
        _ => 0,
    };
    bits
}
