//! What layout asks of a character, as Python answers it.
//!
//! Layout is specified in Python, where `\w`, `str.isupper` and the small form of a letter are what
//! Python's Unicode says. So Python says it, once for each character that a table takes as it
//! stands; text with any other character is laid out in Python.

/// A character by its place in the alphabet.
pub type Id = u16;

/// The place of a character that is not in the alphabet.
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

/// Numbers for the characters of a table, and what they are.
#[derive(Debug)]
pub struct Alphabet {
    dense: Vec<Id>,
    /// The same for bytes of ASCII that are a character of which nothing is noted.
    quiet: [Id; 256],
    kinds: Vec<Kind>,
    characters: Vec<char>,
    lowers: Vec<char>,
}

/// Whether a number is that of a character, or several, joined by their bits, all are: an alphabet is small.
#[inline]
pub(crate) fn is_known(id: Id) -> bool {
    const { assert!(MOST_CODES < 1 << 15) };
    id >> 15 == 0
}

/// Code points up to here are looked up; an alphabet has none behind.
const MOST_CODES: usize = 0x3000;

impl Alphabet {
    /// The alphabet of `characters`, with what each is and its small form.
    ///
    /// `None` if the three differ in length, or for characters beyond U+3000.
    pub fn new(characters: &str, kinds: &[u8], lowers: &str) -> Option<Self> {
        let characters: Vec<char> = characters.chars().collect();
        let lowers: Vec<char> = lowers.chars().collect();
        let count = characters.len();
        if kinds.len() != count || lowers.len() != count || count >= usize::from(NONE) {
            return None;
        }
        let mut dense = vec![NONE; MOST_CODES];
        for (id, &character) in characters.iter().enumerate() {
            *dense.get_mut(character as usize)? = id as Id;
        }
        let kinds = characters.iter().zip(kinds).map(|(&one, &bits)| Kind(with_own(one, bits)));
        let kinds: Vec<Kind> = kinds.collect();
        let mut quiet = [NONE; 256];
        for (own, &id) in quiet.iter_mut().zip(&dense[..128]) {
            let is_quiet = id != NONE && !kinds[usize::from(id)].is(Kind::NOTED);
            *own = if is_quiet { id } else { NONE };
        }
        Some(Self { dense, quiet, kinds, characters, lowers })
    }

    /// The number of a byte that is a character of ASCII of which nothing is noted; see [`is_known`].
    #[inline]
    pub(crate) fn quiet_id(&self, byte: u8) -> Id {
        self.quiet[usize::from(byte)]
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

    /// How many characters there are.
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
