//! Rules as bytes: what was stored comes back, and nothing else does.

use brailledesk_core::{
    Beside, Context, Correct, Definition, Fault, Indicator, Pattern, Rules, StringRule, Table,
    Test, Unreadable, checksum,
};

const HEAD: usize = 14;

fn rules() -> Rules {
    let define = |character: char| Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: true,
        cells: vec![character as u8 & 63],
        rule: character as u32,
    };
    let pattern = Pattern {
        behind: vec![Test::OneOf(1, 2, 2)],
        focus: vec![Test::Text("b".into())],
        ahead: vec![Test::OneOf(0, 0, u32::MAX)],
        is_at_start: false,
    };
    Rules {
        sets: vec![Some("abc".into()), Some("12".into()), None],
        swaps: vec![("ab".into(), "\u{E000}\u{E001}".into())],
        definitions: "abc 12\n\u{E000}\u{E001}".chars().map(define).collect(),
        strings: vec![StringRule {
            text: "cab".into(),
            cells: vec![7, 8],
            before: Some(Beside { set: 1, is_edge: true }),
            after: None,
            is_always: false,
            rule: 900,
        }],
        contexts: vec![Context { pattern: pattern.clone(), cells: vec![9], rule: 901 }],
        corrects: vec![Correct { pattern, text: "1".into(), swap: Some(0), rule: 902 }],
        numsign: Some(Indicator { cells: vec![60], rule: 903 }),
        ..Rules::default()
    }
}

/// Bytes with a payload of any kind behind a head that is right.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let mut bytes = rules().to_bytes();
    bytes.truncate(HEAD - 4);
    bytes.extend_from_slice(&checksum(payload).to_le_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

fn cells(table: &Table, text: &str) -> Vec<u8> {
    table.translate_all(text, None, text.chars().count(), None, true).unwrap().cells
}

#[test]
fn what_was_stored_comes_back() {
    let bytes = rules().to_bytes();
    assert_eq!(Rules::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    let (own, stored) = (Table::compile(&rules()).unwrap(), Table::from_bytes(&bytes).unwrap());
    for text in ["cab 12b", "1cab\ncab", "12baab 2", ""] {
        assert_eq!(cells(&own, text), cells(&stored, text), "{text:?}");
    }
    assert_eq!(cells(&stored, "cab"), [7, 8]);
}

#[test]
fn every_damage_is_noticed() {
    let bytes = rules().to_bytes();
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << bit;
            assert!(Rules::from_bytes(&damaged).is_err(), "bit {bit} of byte {place}");
        }
        assert!(Rules::from_bytes(&bytes[..place]).is_err(), "cut off at {place}");
    }
    assert!(Rules::from_bytes(&[&bytes[..], b"x"].concat()).is_err());
}

#[test]
fn other_versions_are_told_apart() {
    let mut bytes = rules().to_bytes();
    bytes[8] ^= 0x80;
    assert_eq!(Table::from_bytes(&bytes).unwrap_err(), Unreadable::OtherVersion);
    assert_eq!(Table::from_bytes(b"{}").unwrap_err(), Unreadable::NotRules);
}

/// A checksum keeps nobody out: whatever stands behind it gives a table that can be used, or an
/// error.
#[test]
fn hostile_rules_behind_a_right_checksum_do_no_harm() {
    let payload = rules().to_bytes().split_off(HEAD);
    let text = "cab 12b \u{E000}1cab";
    let mut read = 0;
    for place in 0..payload.len() {
        for byte in [0, 1, 2, 3, 0x7F, 0x80, 0xFE, 0xFF] {
            let mut hostile = payload.clone();
            hostile[place] = byte;
            if let Ok(table) = Table::from_bytes(&sealed(&hostile)) {
                read += 1;
                let _ = table.translate_all(text, None, text.chars().count(), None, true);
            }
        }
        assert!(Table::from_bytes(&sealed(&payload[..place])).is_err());
    }
    assert!(read > 100, "few of them were rules: {read}");
    // A length that nothing stands behind takes no memory.
    let endless = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
    assert_eq!(Table::from_bytes(&sealed(&endless)).unwrap_err(), Unreadable::Damaged);
}

#[test]
fn rules_beyond_measure_are_refused() {
    let refused = |rules: &Rules| Table::from_bytes(&rules.to_bytes()).unwrap_err();
    let sets = Rules { sets: vec![Some(String::new()); 40_000], ..Rules::default() };
    assert_eq!(refused(&sets), Unreadable::Faulty(Fault::TooManySets));
    let long = Rules { sets: vec![Some("x".repeat(17 << 20))], ..Rules::default() };
    assert_eq!(refused(&long), Unreadable::NotRules);
}
