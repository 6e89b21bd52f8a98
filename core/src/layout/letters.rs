//! The characters of a text, as numbers of the alphabet.

use super::alphabet::{Alphabet, Id, Kind, is_known};

/// Characters that are looked up together, with one question whether all are quiet.
const AT_ONCE: usize = 8;

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
        let bytes = text.as_bytes();
        // What was there is written over: to clear it first would cost as much as to write it.
        self.ids.resize(bytes.len(), 0);
        self.bytes.clear();
        self.noted.clear();
        let (mut place, mut count) = (0, 0);
        loop {
            let end = place + read_quiet(&mut self.ids[count..], &bytes[place..], alphabet);
            self.bytes.extend(place as u32..end as u32);
            count += end - place;
            let Some(character) = text[end..].chars().next() else { break };
            let Some(id) = alphabet.id(character) else { return false };
            if alphabet.kind(id).is(Kind::NOTED) {
                self.noted.push(count as u32);
            }
            self.ids[count] = id;
            self.bytes.push(end as u32);
            count += 1;
            place = end + character.len_utf8();
        }
        self.ids.truncate(count);
        self.bytes.push(text.len() as u32);
        self.digits.clear();
        let ids = &self.ids;
        self.noted.retain(|&place| is_notable(ids, alphabet, place as usize));
        let is_digit = |place: &u32| alphabet.kind(ids[*place as usize]).is(Kind::DECIMAL);
        self.digits.extend(self.noted.iter().copied().filter(is_digit));
        true
    }
}

/// Write the numbers of characters up to the first that is not quiet; how many these are.
///
/// What is behind may be written over too. There is room for a number for each byte.
fn read_quiet(ids: &mut [Id], bytes: &[u8], alphabet: &Alphabet) -> usize {
    let (many, _) = bytes.as_chunks::<AT_ONCE>();
    let (rooms, _) = ids.as_chunks_mut::<AT_ONCE>();
    let mut count = 0;
    for (room, some) in rooms.iter_mut().zip(many) {
        let mut any = 0;
        for (id, &byte) in room.iter_mut().zip(some) {
            *id = alphabet.quiet_id(byte);
            any |= *id;
        }
        if !is_known(any) {
            break;
        }
        count += AT_ONCE;
    }
    let mut rest = ids[count..].iter_mut().zip(&bytes[count..]);
    let noisy = rest.position(|(id, &byte)| {
        *id = alphabet.quiet_id(byte);
        !is_known(*id)
    });
    noisy.map_or(bytes.len(), |noisy| count + noisy)
}

/// Whether a sign stands where it does in what is protected.
fn is_notable(ids: &[Id], alphabet: &Alphabet, place: usize) -> bool {
    let own = alphabet.character(ids[place]);
    let next = ids.get(place + 1).map(|&id| (alphabet.character(id), alphabet.kind(id)));
    let is_capital = |character: char| character.is_ascii_uppercase();
    match own {
        '.' => next.is_some_and(|(_, kind)| {
            kind.is(Kind::WORD) || (!kind.is(Kind::SPACE) && is_behind_w(ids, alphabet, place))
        }),
        ':' => next.is_some_and(|(character, _)| character == '/'),
        '-' => {
            let before = place.checked_sub(1).map(|before| alphabet.character(ids[before]));
            before.is_some_and(is_capital)
                && next.is_some_and(|(character, _)| is_capital(character))
        }
        '/' | '\\' | '#' => next.is_some_and(|(_, kind)| kind.is(Kind::WORD)),
        _ => true,
    }
}

/// Whether a w stands before: behind "www." any sign is a part of an address.
fn is_behind_w(ids: &[Id], alphabet: &Alphabet, place: usize) -> bool {
    let before = place.checked_sub(1).map(|before| alphabet.character(ids[before]));
    before.is_some_and(|before| before.eq_ignore_ascii_case(&'w'))
}
