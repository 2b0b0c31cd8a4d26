//! What `edwire demo` needs beside the real pipeline.

pub mod newsroom;
