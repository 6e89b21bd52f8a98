//! The characters of a text, as numbers of the alphabet.

use super::alphabet::{Alphabet, Id, Kind};

/// The characters of a text.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    pub ids: Vec<Id>,
    /// The byte that each begins at, and that behind the last.
    pub bytes: Vec<u32>,
    /// The places of what something protected holds at least one of.
    pub noted: Vec<u32>,
    /// Those of digits.
    pub digits: Vec<u32>,
}

impl Letters {
    /// Take a text in; `false` for one with characters that the alphabet has not.
    pub fn read(&mut self, text: &str, alphabet: &Alphabet) -> bool {
        self.ids.clear();
        self.bytes.clear();
        self.noted.clear();
        self.digits.clear();
        let is_read = if text.is_ascii() {
            self.read_ascii(text.as_bytes(), alphabet)
        } else {
            self.read_any(text, alphabet)
        };
        if !is_read {
            return false;
        }
        self.bytes.push(text.len() as u32);
        let ids = &self.ids;
        self.noted.retain(|&place| {
            let place = place as usize;
            let next = ids.get(place + 1).map(|&id| (alphabet.character(id), alphabet.kind(id)));
            let before = place.checked_sub(1).map(|before| alphabet.character(ids[before]));
            is_notable(alphabet.character(ids[place]), before, next)
        });
        let is_digit = |place: &u32| alphabet.kind(ids[*place as usize]).is(Kind::DECIMAL);
        self.digits.extend(self.noted.iter().copied().filter(is_digit));
        true
    }

    fn read_ascii(&mut self, bytes: &[u8], alphabet: &Alphabet) -> bool {
        self.bytes.extend(0..bytes.len() as u32);
        self.ids.extend(bytes.iter().map(|&byte| alphabet.ascii_id(byte)));
        let is_loud = |&(_, &byte): &(usize, &u8)| !alphabet.is_quiet(byte);
        for (place, &byte) in bytes.iter().enumerate().filter(is_loud) {
            let Some(id) = alphabet.id(char::from(byte)) else { return false };
            if alphabet.kind(id).is(Kind::NOTED) {
                self.noted.push(place as u32);
            }
        }
        true
    }

    fn read_any(&mut self, text: &str, alphabet: &Alphabet) -> bool {
        let bytes = text.as_bytes();
        let mut place = 0;
        loop {
            let rest = &bytes[place..];
            let count = rest.iter().position(|&one| !alphabet.is_quiet(one));
            let end = place + count.unwrap_or(rest.len());
            self.ids.extend(bytes[place..end].iter().map(|&one| alphabet.quiet_id(one)));
            self.bytes.extend(place as u32..end as u32);
            let Some(character) = text[end..].chars().next() else { break };
            let Some(id) = alphabet.id(character) else { return false };
            if alphabet.kind(id).is(Kind::NOTED) {
                self.noted.push(self.ids.len() as u32);
            }
            self.ids.push(id);
            self.bytes.push(end as u32);
            place = end + character.len_utf8();
        }
        true
    }

    /// The character that begins at a byte, or behind it.
    pub fn char_at(&self, byte: usize) -> usize {
        if self.bytes.len() == byte_count(&self.bytes) + 1 {
            return byte;
        }
        self.bytes.partition_point(|&one| (one as usize) < byte)
    }
}

/// The bytes of a text of which these are the places.
fn byte_count(bytes: &[u32]) -> usize {
    bytes.last().map_or(0, |&last| last as usize)
}

/// Whether a character that may be noted stands where it does in what is protected.
pub(super) fn is_notable(own: char, before: Option<char>, next: Option<(char, Kind)>) -> bool {
    let is_capital = |character: char| character.is_ascii_uppercase();
    match own {
        '.' => next.is_some_and(|(_, kind)| {
            // Behind "www." any sign is a part of an address.
            let is_behind_w = || before.is_some_and(|before| before.eq_ignore_ascii_case(&'w'));
            kind.is(Kind::WORD) || (!kind.is(Kind::SPACE) && is_behind_w())
        }),
        ':' => next.is_some_and(|(character, _)| character == '/'),
        '-' => {
            before.is_some_and(is_capital)
                && next.is_some_and(|(character, _)| is_capital(character))
        }
        '/' | '\\' | '#' => next.is_some_and(|(_, kind)| kind.is(Kind::WORD)),
        _ => true,
    }
}
