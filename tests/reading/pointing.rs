//! pointing
