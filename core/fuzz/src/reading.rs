//! Tables with a description of the way back, and cells to be read by them.

use arbitrary::{Result, Unstructured};
use brailledesk_core::Rules;
use brailledesk_core::back::{
    BackTranslation, Balance, Character, Choice, Class, Costs, EmphasisCosts, EmphasisSigns,
    Reading,
};

use crate::{ALPHABET, Drawn, cells, character, many, rules, string};

const CLASSES: [Class; 14] = [
    Class::Start,
    Class::Blank,
    Class::Letter,
    Class::Capital,
    Class::Digit,
    Class::Opening,
    Class::Closing,
    Class::Apostrophe,
    Class::Dash,
    Class::Point,
    Class::Stop,
    Class::Mark,
    Class::Sign,
    Class::End,
];

/// Rules with all that the way back asks; few cells, so that readings meet.
pub fn rules_with_reading(u: &mut Unstructured, is_sound: bool) -> Result<Rules> {
    let mut all = rules(u, is_sound)?;
    if u.ratio(9, 10)? {
        define_the_rest(&mut all);
    }
    let few = if u.ratio(7, 8)? { *u.choose(&[3, 7, 15, 63])? } else { u8::MAX };
    each_cells(&mut all, |cells| cells.iter_mut().for_each(|cell| *cell &= few));
    // What is foreign is looked for as far back as a sign may be long.
    let longest = if u.ratio(15, 16)? { *u.choose(&[1, 1, 2])? } else { 12 };
    each_cells(&mut all, |cells| cells.truncate(longest));
    let is_short = u.ratio(15, 16)?;
    for one in all.corrects.iter_mut().filter(|one| one.text.chars().count() != 1) {
        // One that writes nothing is slow: any text may stand anywhere.
        one.text = match one.text.chars().next() {
            None if one.swap.is_none() && !u.ratio(1, 24)? => "a".into(),
            Some(first) if is_short => first.into(),
            _ => continue,
        };
    }
    if u.ratio(7, 8)? {
        only_a_blank_is_blank(&mut all);
    }
    let reading = reading(u, &all, is_sound)?;
    all.reading = Some(reading);
    Ok(all)
}

/// How many cells are read in a moment: some windows, where signs are short.
///
/// Foreign cells are looked for as far back as a sign may be long, with nothing given up there: by
/// tables like these, of which most cells have many readings, that takes very long.
pub fn most_cells(reach: usize) -> usize {
    if reach > 6 { 12 } else { (6_000 / (reach * reach)).clamp(24, 1000) }
}

/// Cells that the rules write, blanks, runs, and a few that nothing writes.
pub fn text_in_cells(u: &mut Unstructured, rules: &Rules, most: usize) -> Result<Vec<u8>> {
    let signs: Vec<&[u8]> = rules
        .definitions
        .iter()
        .map(|one| &one.cells[..])
        .chain(rules.strings.iter().map(|one| &one.cells[..]))
        .chain(rules.contexts.iter().map(|one| &one.cells[..]))
        .chain(
            rules
                .reading
                .iter()
                .flat_map(|one| &one.emphasis)
                .flat_map(|one| [&one.begin[..], &one.end[..]]),
        )
        .collect();
    let mut all = Vec::new();
    for _ in 0..u.int_in_range(0..=most)? {
        match u.int_in_range(0..=31)? {
            0 => all.push(u.arbitrary()?),
            1 => {
                let (one, times) = (u.int_in_range(0..=8)?, u.int_in_range(1..=300)?);
                all.extend(std::iter::repeat_n(one, times));
            }
            2 => {
                let sign = all[all.len().saturating_sub(u.int_in_range(1..=20)?)..].to_vec();
                (0..u.int_in_range(1..=12)?).for_each(|_| all.extend_from_slice(&sign));
            }
            3..=8 => all.push(0),
            9..=12 => all.push(u.int_in_range(0..=15)?),
            _ if signs.is_empty() => {}
            _ => all.extend_from_slice(u.choose(&signs)?),
        }
    }
    Ok(all)
}

/// Panics where a result contradicts itself: no cell is lost, maps never fall, doubts are inside.
pub fn check_back(result: &BackTranslation, cells: usize) {
    let BackTranslation { text, cell_to_char, char_to_cell, typeforms, doubts, cost } = result;
    let length = text.chars().count();
    assert_eq!((cell_to_char.len(), char_to_cell.len()), (cells, length));
    assert_eq!(typeforms.len(), length);
    assert!(cell_to_char.is_sorted() && char_to_cell.is_sorted());
    assert!(cell_to_char.last().is_none_or(|&place| (place as usize) < length.max(1)));
    assert!(char_to_cell.last().is_none_or(|&place| (place as usize) < cells.max(1)));
    for doubt in doubts {
        assert!(doubt.start <= doubt.end && doubt.end as usize <= length, "{doubt:?}");
        assert!(doubt.cell_start <= doubt.cell_end, "{doubt:?}");
        assert!(doubt.cell_end as usize <= cells, "{doubt:?}");
    }
    assert!(cost.is_finite());
}

fn define_the_rest(rules: &mut Rules) {
    let missing = ALPHABET
        .iter()
        .filter(|&&one| rules.definitions.iter().all(|definition| definition.character != one));
    let missing: Vec<char> = missing.copied().collect();
    let Some(like) = rules.definitions.first().cloned() else { return };
    rules.definitions.extend(missing.into_iter().map(|character| {
        let cells = vec![character as u8];
        brailledesk_core::Definition { character, is_digit: false, cells, ..like.clone() }
    }));
}

fn each_cells(rules: &mut Rules, mut change: impl FnMut(&mut Vec<u8>)) {
    rules.definitions.iter_mut().for_each(|one| change(&mut one.cells));
    rules.strings.iter_mut().for_each(|one| change(&mut one.cells));
    rules.midnums.iter_mut().for_each(|one| change(&mut one.cells));
    rules.contexts.iter_mut().for_each(|one| change(&mut one.cells));
    rules.numsign.iter_mut().for_each(|one| change(&mut one.cells));
}

/// As in a real table, so that texts have words and segments.
fn only_a_blank_is_blank(rules: &mut Rules) {
    each_cells(rules, |cells| {
        cells.iter_mut().filter(|cell| **cell == 0).for_each(|cell| *cell = 1);
    });
    for one in &mut rules.definitions {
        if one.character == ' ' {
            one.cells = vec![0];
        }
    }
}

fn reading(u: &mut Unstructured, rules: &Rules, is_sound: bool) -> Result<Reading> {
    // Where text may write nothing, all of it comes into question at every place.
    let has_deletions = rules.corrects.iter().any(|one| one.swap.is_none() && one.text.is_empty());
    let most = if has_deletions { 2 } else { 8 };
    let first = u.int_in_range(0..=rules.definitions.len().saturating_sub(most))?;
    let mut characters = Vec::new();
    for (number, one) in rules.definitions.iter().enumerate() {
        let is_chosen = (first..first + most).contains(&number) || one.character == ' ';
        characters.push(Character {
            character: one.character,
            is_text: is_chosen && !('\u{E000}'..='\u{E001}').contains(&one.character),
            is_blank: one.character.is_whitespace() != u.ratio(1, 30)?,
            class: *u.choose(&CLASSES)?,
            cost: cost(u, is_sound)?,
        });
    }
    characters.extend(('\u{2800}'..='\u{28FF}').map(|character| Character {
        character,
        is_text: false,
        is_blank: character == '\u{2800}',
        class: Class::Sign,
        cost: 15_360,
    }));
    let sets = vec![Some("abcde".into()), None, Some(string(u, 0, 5)?)];
    let old = string(u, 1, 5)?;
    let new = (0..old.chars().count()).map(|_| character(u)).collect::<Result<String>>()?;
    let swaps = vec![(old, new)];
    let drawn = Drawn { sets: sets.len(), swaps: swaps.len(), is_sound };
    let choices = many(u, 2, |u| {
        let swap = if is_sound { 0 } else { *u.choose(&[0, 1, usize::MAX])? };
        let (pattern, is_edge) = (drawn.pattern(u)?, u.arbitrary()?);
        Ok(Choice { pattern, is_edge, text: string(u, 0, 1)?, swap })
    })?;
    let emphasis = many(u, 3, |u| {
        let bit = if is_sound { 1 << u.int_in_range(0..=3)? } else { u.arbitrary()? };
        Ok(EmphasisSigns { bit, begin: sign(u)?, end: sign(u)? })
    })?;
    let mut indicators: Vec<Vec<u8>> = rules.numsign.iter().map(|one| one.cells.clone()).collect();
    indicators.extend(emphasis.iter().flat_map(|one| [one.begin.clone(), one.end.clone()]));
    if !is_sound {
        indicators = many(u, 4, cells)?;
    }
    let likelihood = costs(u, is_sound)?;
    Ok(Reading { characters, sets, swaps, choices, indicators, emphasis, likelihood })
}

fn sign(u: &mut Unstructured) -> Result<Vec<u8>> {
    (0..u.int_in_range(1..=2)?).map(|_| u.int_in_range(1..=15)).collect()
}

/// Up to 12 bits; where rules need not be sound, any number.
fn cost(u: &mut Unstructured, is_sound: bool) -> Result<i32> {
    if !is_sound && u.ratio(1, 16)? {
        return u.arbitrary();
    }
    Ok(*u.choose(&[0, 0, 1, 64, 256, 300, 512, 1024, 1536, 3072])?)
}

fn costs(u: &mut Unstructured, is_sound: bool) -> Result<Costs> {
    let one = |u: &mut Unstructured| Ok((character(u)?, cost(u, is_sound)?));
    let by_class = |u: &mut Unstructured| {
        Ok((character(u)?, many(u, 4, |u| Ok((*u.choose(&CLASSES)?, cost(u, is_sound)?)))?))
    };
    Ok(Costs {
        before: many(u, 4, by_class)?,
        behind: many(u, 4, by_class)?,
        pairs: many(u, 4, |u| Ok((character(u)?, character(u)?, cost(u, is_sound)?)))?,
        in_word: many(u, 3, one)?,
        in_quotes: many(u, 3, one)?,
        in_number: many(u, 3, one)?,
        long_number: if is_sound { u.int_in_range(0..=4)? } else { u.arbitrary()? },
        balance: Balance {
            brackets: u.ratio(2, 3)?.then(|| Ok(('(', character(u)?))).transpose()?,
            opens: many(u, 2, character)?,
            closes: many(u, 2, |u| Ok((character(u)?, character(u)?)))?,
            deepest: if is_sound { u.int_in_range(0..=4)? } else { u.arbitrary()? },
            unopened: cost(u, is_sound)?,
            nested: cost(u, is_sound)?,
            unclosed: cost(u, is_sound)?,
            unopened_quote: cost(u, is_sound)?,
            nested_quote: cost(u, is_sound)?,
            unlike_quotes: cost(u, is_sound)?,
        },
        emphasis: EmphasisCosts {
            begin: cost(u, is_sound)?,
            end: cost(u, is_sound)?,
            inside: cost(u, is_sound)?,
        },
        spelled: cost(u, is_sound)?,
    })
}
