//! Numbers as Python's `bytes`, and as its `array`, which has no quick constructor.
//!
//! An array is made by repeating another one. Of each short length there is one that is kept, with its
//! buffer held open: it is written over, and the array that is given is that one, repeated once.

use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PySequence};
use std::sync::Mutex;

/// Numbers of the longest array of which one is kept; all of them would take 130 kB.
const SHORT: usize = 256;

/// An array that nobody else has.
struct Mould {
    array: Py<PySequence>,
    numbers: PyBuffer<u32>,
}

impl Mould {
    fn new(py: Python<'_>, length: usize) -> PyResult<Self> {
        let array = zeros(py, length)?;
        let numbers = PyBuffer::get(&array)?;
        Ok(Self { array: array.unbind(), numbers })
    }

    fn cast<'py>(&self, py: Python<'py>, numbers: &[u32]) -> PyResult<Bound<'py, PySequence>> {
        self.numbers.copy_from_slice(py, numbers)?;
        self.array.bind(py).repeat(1)
    }
}

type Moulds = Mutex<Vec<Option<Mould>>>;

static MOULDS: PyOnceLock<Moulds> = PyOnceLock::new();
static ZERO: PyOnceLock<Py<PySequence>> = PyOnceLock::new();

fn zeros(py: Python<'_>, length: usize) -> PyResult<Bound<'_, PySequence>> {
    let zero = ZERO.get_or_try_init(py, || {
        let zero = py.import("array")?.getattr("array")?.call1(("I", (0,)))?;
        Ok::<_, PyErr>(zero.cast_into::<PySequence>()?.unbind())
    })?;
    zero.bind(py).repeat(length)
}

/// Whether each of some places, which never fall, fits a byte.
#[inline]
fn is_narrow(places: &[u32]) -> bool {
    places.last().is_none_or(|&last| last <= u32::from(u8::MAX))
}

/// Places that fit a byte.
#[inline]
fn narrow<'py>(py: Python<'py>, places: &[u32]) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(py, places.len(), |bytes| {
        for (byte, &place) in bytes.iter_mut().zip(places) {
            *byte = place as u8;
        }
        Ok(())
    })
}

/// Places, which never fall: `bytes` where each fits one, else an `array`.
pub fn show<'py>(py: Python<'py>, places: &[u32]) -> PyResult<Bound<'py, PyAny>> {
    match is_narrow(places) {
        true => Ok(narrow(py, places)?.into_any()),
        false => show_array(py, places),
    }
}

/// An `array` of these numbers.
pub fn show_array<'py>(py: Python<'py>, numbers: &[u32]) -> PyResult<Bound<'py, PyAny>> {
    if numbers.is_empty() {
        return Ok(zeros(py, 0)?.into_any()); // what is empty has no buffer to write to
    }
    if numbers.len() <= SHORT
        && let Some(array) = show_short(py, numbers)?
    {
        return Ok(array.into_any());
    }
    let array = zeros(py, numbers.len())?.into_any();
    PyBuffer::<u32>::get(&array)?.copy_from_slice(py, numbers)?;
    Ok(array)
}

/// `None` where the moulds are in use: by another thread, or by this one, where to make an array sets off
/// the collector of garbage, which calls what asks for another.
fn show_short<'py>(py: Python<'py>, numbers: &[u32]) -> PyResult<Option<Bound<'py, PySequence>>> {
    let all = MOULDS.get_or_init(py, || Mutex::new((0..=SHORT).map(|_| None).collect()));
    let Ok(mut moulds) = all.try_lock() else { return Ok(None) };
    let mould = match &mut moulds[numbers.len()] {
        Some(mould) => mould,
        place => place.insert(Mould::new(py, numbers.len())?),
    };
    mould.cast(py, numbers).map(Some)
}
