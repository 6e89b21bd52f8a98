//! Many texts of few words, which meet again and have the lengths at which memory parts ways.

use arbitrary::{Result, Unstructured};

use crate::{ALPHABET, character, many, string, text};

/// Texts of a call, at most.
const MOST: usize = 40;
/// Bytes of words around what a slot holds with the blank behind it, short or of medium length, and
/// around the longest word that is remembered.
const EDGES: [usize; 14] = [12, 13, 14, 15, 16, 28, 29, 30, 31, 32, 158, 159, 160, 161];
/// Words of a text around those that are looked up at once, and twice as many.
const COUNTS: [usize; 6] = [31, 32, 33, 63, 64, 65];
/// Different words of one text: more than the first slots hold.
const MANY_WORDS: usize = 700;

/// Texts of one call, of which `None` is to be passed over.
pub fn many_texts(u: &mut Unstructured, has_strangers: bool) -> Result<Vec<Option<String>>> {
    let mut words = many(u, 7, word)?;
    words.push(word(u)?);
    let mut texts: Vec<Option<String>> = Vec::new();
    for _ in 0..u.int_in_range(1..=MOST)? {
        let text = match u.int_in_range(0..=31)? {
            0 => None,
            1 => Some(String::new()),
            2 => Some(different_words(u)?),
            3 | 4 => Some(run(u)?),
            5..=8 => Some(text(u, 20, has_strangers)?),
            9..=11 if !texts.is_empty() => u.choose(&texts)?.clone(),
            12..=15 => Some(row(u, &words)?),
            _ => Some(sentence(u, &words)?),
        };
        texts.push(text);
    }
    Ok(texts)
}

/// A few characters, repeated to a length in bytes, and perhaps another one among them.
fn word(u: &mut Unstructured) -> Result<String> {
    let length = if u.ratio(1, 3)? { *u.choose(&EDGES)? } else { u.int_in_range(1..=40)? };
    let stem = string(u, 1, 4)?;
    let mut word = String::new();
    for character in stem.chars().cycle() {
        if word.len() + character.len_utf8() > length {
            break;
        }
        word.push(character);
    }
    if u.ratio(1, 3)? {
        let places: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
        if !places.is_empty() {
            word.insert(*u.choose(&places)?, character(u)?);
        }
    }
    Ok(word)
}

/// Words with blanks between them, and perhaps one behind.
fn sentence(u: &mut Unstructured, words: &[String]) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(1..=8)? {
        text.push_str(u.choose(words)?);
        text.push_str(blank(u)?);
    }
    if u.arbitrary()? {
        text.pop();
    }
    Ok(text)
}

/// As many words as are looked up at once, one more or one less.
fn row(u: &mut Unstructured, words: &[String]) -> Result<String> {
    let (first, step) = (u.choose_index(words.len())?, u.int_in_range(0..=3)?);
    let count = *u.choose(&COUNTS)?;
    let blank = blank(u)?;
    let row: Vec<&str> =
        (0..count).map(|number| &*words[(first + number * step) % words.len()]).collect();
    let end = if u.arbitrary()? { blank } else { "" };
    Ok(row.join(blank) + end)
}

fn blank(u: &mut Unstructured) -> Result<&'static str> {
    Ok(match u.int_in_range(0..=15)? {
        0 | 1 => "\n",
        2 => "  ",
        3 => " \n",
        4 => "\u{1}",
        _ => " ",
    })
}

/// One character, many times, alone or inside something.
fn run(u: &mut Unstructured) -> Result<String> {
    let run = character(u)?.to_string().repeat(u.int_in_range(1..=600)?);
    Ok(string(u, 0, 3)? + &run + &string(u, 0, 3)?)
}

/// Numbers written with the letters of the table, so that slots become full and move.
fn different_words(u: &mut Unstructured) -> Result<String> {
    let digits = &ALPHABET[3..11];
    let end = string(u, 0, 3)?;
    let mut text = String::new();
    for number in 0..u.int_in_range(1..=MANY_WORDS)? {
        let mut rest = number;
        while rest > 0 {
            text.push(digits[rest % digits.len()]);
            rest /= digits.len();
        }
        text.push_str(&end);
        text.push(' ');
    }
    Ok(text)
}
