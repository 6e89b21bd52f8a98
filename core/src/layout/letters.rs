//! The characters of a text, as numbers of the alphabet.

use super::alphabet::{Alphabet, Byte, Id, Kind};

/// Bytes that are taken in together.
const AT_ONCE: usize = 16;

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
            let end = place + self.read_ascii(count, &bytes[place..], alphabet);
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

    /// Take the characters of ASCII in that stand at the beginning of `bytes`, from number `count`
    /// on; how many these are. What is behind them may be written over too.
    fn read_ascii(&mut self, count: usize, bytes: &[u8], alphabet: &Alphabet) -> usize {
        let (parts, rest) = bytes.as_chunks::<AT_ONCE>();
        let ids = &mut self.ids[count..];
        let (rooms, _) = ids.as_chunks_mut::<AT_ONCE>();
        let noted = &mut self.noted;
        let mut done = 0;
        for (room, some) in rooms.iter_mut().zip(parts) {
            room.iter_mut().zip(some).for_each(|(id, &byte)| *id = Id::from(byte));
            if !alphabet.are_calm(some) {
                let stop = note(count + done, some, alphabet, noted);
                if stop < AT_ONCE {
                    return done + stop;
                }
            }
            done += AT_ONCE;
        }
        ids[done..].iter_mut().zip(rest).for_each(|(id, &byte)| *id = Id::from(byte));
        done + note(count + done, rest, alphabet, noted)
    }
}

/// Note the places of bytes of which something is noted, up to the first that is no character of
/// ASCII or not in the alphabet; how many stand before that one. The first byte is number `count`.
fn note(count: usize, bytes: &[u8], alphabet: &Alphabet, noted: &mut Vec<u32>) -> usize {
    let stop = (count..).zip(bytes).position(|(place, &byte)| {
        let own = alphabet.byte(byte);
        if own == Byte::Noted {
            noted.push(place as u32);
        }
        own == Byte::Other
    });
    stop.unwrap_or(bytes.len())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn alphabet(characters: &str) -> Option<Alphabet> {
        let kind = |one: char| if one.is_ascii_digit() { Kind::WORD | Kind::DECIMAL } else { 0 };
        let kinds: Vec<u8> = characters.chars().map(|one| kind(one) as u8).collect();
        Alphabet::new(characters, &kinds, characters)
    }

    /// With all that is written most, and with less.
    fn alphabets() -> [Option<Alphabet>; 2] {
        let letters: String = ('a'..='z').chain('A'..='Z').collect();
        [format!("{letters}, '1é"), "abc 1é".to_string()].map(|all| alphabet(&all))
    }

    fn with_at(character: char, place: usize, length: usize) -> String {
        let one = |at| if at == place { character } else { ['a', 'b', ' '][at % 3] };
        (0..length).map(one).collect()
    }

    #[test]
    fn each_character_is_told_wherever_it_stands() {
        for alphabet in alphabets().into_iter().flatten() {
            let mut letters = Letters::default();
            for (length, place) in (1..50).flat_map(|all| (0..all).map(move |at| (all, at))) {
                for character in ['c', '1', 'é'] {
                    let text = with_at(character, place, length);
                    assert!(letters.read(&text, &alphabet), "{text}");
                    let back = letters.ids.iter().map(|&id| alphabet.character(id));
                    assert_eq!(back.collect::<String>(), text);
                    let noted = if character == '1' { vec![place as u32] } else { vec![] };
                    assert_eq!((&letters.noted, &letters.digits), (&noted, &noted), "{text}");
                    let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
                    assert!(letters.bytes.iter().map(|&at| at as usize).eq(starts), "{text}");
                }
                for character in ['\t', '~', 'è', '€', '\u{1F600}'] {
                    let text = with_at(character, place, length);
                    assert!(!letters.read(&text, &alphabet), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_an_alphabet_lacks_is_refused_though_most_texts_have_it() {
        let [all, few] = alphabets();
        let mut letters = Letters::default();
        for text in ["abc, abc", "abc'abc", "abcdabc", &"ab, ".repeat(20), "abcabcabcabcabc,abc"] {
            assert_eq!(all.as_ref().map(|all| letters.read(text, all)), Some(true));
            assert_eq!(few.as_ref().map(|few| letters.read(text, few)), Some(false), "{text}");
        }
    }
}
