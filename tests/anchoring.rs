//! Where notes stand in a text that has changed.

#[path = "anchoring/bars.rs"]
mod bars;
#[path = "anchoring/cases.rs"]
mod cases;
#[path = "anchoring/changes.rs"]
mod changes;
#[path = "anchoring/properties.rs"]
mod properties;
#[path = "anchoring/revisions.rs"]
mod revisions;
