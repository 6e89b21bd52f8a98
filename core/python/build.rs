//! A module of Python finds Python's own functions when it is loaded: macOS has to be told.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
