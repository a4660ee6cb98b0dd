//! pseudo_terminal
