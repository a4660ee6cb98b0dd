//! Threads that read, save and watch.
