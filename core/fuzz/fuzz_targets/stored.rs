//! Stored rules, mutated: with the checksum repaired they are an error or a table, never a panic.
#![no_main]

use brailledesk_core::back::{BackTable, BackTranslator};
use brailledesk_core::{Rules, Table, checksum};
use brailledesk_core_fuzz::check;
use brailledesk_core_fuzz::reading::check_back;
use libfuzzer_sys::fuzz_target;

/// Bytes before the checksum, and before the rules.
const SUM: usize = 10;
const HEAD: usize = SUM + 4;
const TEXT: &str = "aa bc 12 A.d\n'e  ";
const CELLS: [u8; 12] = [1, 3, 0, 9, 60, 1, 255, 0, 0, 7, 40, 32];

fuzz_target!(|data: &[u8]| {
    let _ = Rules::from_bytes(data);
    if data.len() < HEAD {
        return;
    }
    let mut bytes = Rules::default().to_bytes();
    bytes.truncate(SUM);
    bytes.extend_from_slice(&checksum(&data[HEAD..]).to_le_bytes());
    bytes.extend_from_slice(&data[HEAD..]);
    let Ok(rules) = Rules::from_bytes(&bytes) else {
        assert!(Table::from_bytes(&bytes).is_err());
        return;
    };
    // What was read is written the same way, but for numbers of more bytes than they need.
    let again = rules.to_bytes();
    assert_eq!(Rules::from_bytes(&again).map(|rules| rules.to_bytes()), Ok(again));
    if let Ok(table) = Table::from_bytes(&bytes) {
        let length = TEXT.chars().count();
        if let Ok(output) = table.translate_all(TEXT, None, length, None, true) {
            check(&output, length);
        }
    }
    if let Ok(table) = BackTable::compile(&rules) {
        check_back(&BackTranslator::new(table).back_translate(&CELLS), CELLS.len());
    }
});
