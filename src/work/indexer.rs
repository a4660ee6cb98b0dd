//! Walks folders, reads the heads of stories, counts names in other stories.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};

use crate::loader::{self, Found};
use crate::state::Message;
use crate::state::shelf::{Address, Entry};

use super::reader::{Surroundings, head_of, whole};
use super::{Post, start};

enum Request {
    Walk(Vec<PathBuf>),
    Heads(Vec<(usize, Address)>),
    Elsewhere { address: Address, others: Vec<(Address, String)> },
}

/// The thread that looks through folders.
pub struct Indexer {
    requests: Sender<Request>,
}

/// The first stories of a folder are sent at once, the rest in larger heaps.
const FIRST: usize = 64;
const HEAP: usize = 1 << 14;
/// The first heads are sent in a heap of this size, and then in ever larger
/// ones: what is sorted by them is not sorted anew a hundred times.
const HEADS: usize = 64;
const MOST_HEADS: usize = 1 << 12;

impl Indexer {
    /// Starts it.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(post: Post, around: Surroundings) -> crate::error::Result<Self> {
        let (requests, _) = start("indexer", move |requests: Receiver<Request>| {
            while let Ok(request) = requests.recv() {
                let alive = match request {
                    Request::Walk(roots) => walk(&post, &roots),
                    Request::Heads(wanted) => heads(&post, &around, &wanted),
                    Request::Elsewhere { address, others } => {
                        elsewhere(&post, &around, address, &others)
                    }
                };
                if !alive {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Lists the stories under these files and folders.
    pub fn walk(&self, roots: Vec<PathBuf>) {
        let _ = self.requests.send(Request::Walk(roots));
    }

    /// Reads these stories' heads.
    pub fn heads(&self, wanted: Vec<(usize, Address)>) {
        let _ = self.requests.send(Request::Heads(wanted));
    }

    /// Counts where else names occur.
    pub fn elsewhere(&self, address: Address, others: Vec<(Address, String)>) {
        let _ = self.requests.send(Request::Elsewhere { address, others });
    }
}

fn walk(post: &Post, roots: &[PathBuf]) -> bool {
    let mut heap = Vec::new();
    let mut size = FIRST;
    let mut problems = Vec::new();
    for root in roots {
        if root.is_file() {
            heap.push(Entry { address: Address::File(root.clone()), head: None });
            continue;
        }
        loader::walk(root, &mut |found| {
            match found {
                Found::Story(path) => heap.push(Entry { address: Address::File(path), head: None }),
                Found::Trouble(problem) => problems.push(problem),
            }
            if heap.len() < size {
                return ControlFlow::Continue(());
            }
            size = HEAP;
            if post.send(Message::StoriesFound(std::mem::take(&mut heap))) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
    }
    if !heap.is_empty() && !post.send(Message::StoriesFound(heap)) {
        return false;
    }
    post.send(Message::StoriesDone(problems))
}

fn heads(post: &Post, around: &Surroundings, wanted: &[(usize, Address)]) -> bool {
    let mut rest = wanted;
    let mut size = HEADS;
    while !rest.is_empty() {
        let (heap, behind) = rest.split_at(size.min(rest.len()));
        (rest, size) = (behind, MOST_HEADS.min(2 * size));
        let read = heap
            .iter()
            .filter_map(|(index, address)| Some((*index, head_of(address, around)?)))
            .collect();
        if !post.send(Message::HeadsRead(read)) {
            return false;
        }
    }
    true
}

fn elsewhere(
    post: &Post,
    around: &Surroundings,
    address: Address,
    others: &[(Address, String)],
) -> bool {
    let mut found: HashMap<String, Vec<(String, usize)>> = HashMap::new();
    for (other, title) in others {
        let Some((story, annotations)) = whole(other, around) else { continue };
        let title = match story.head.title {
            Some(title) => crate::model::text::visible(&title).into_owned(),
            None => title.clone(),
        };
        let mut counts = vec![0; annotations.entities.len()];
        for mention in &annotations.mentions {
            counts[mention.entity] += 1;
        }
        for (entity, count) in annotations.entities.iter().zip(counts) {
            if count > 0 {
                found.entry(entity.id.clone()).or_default().push((title.clone(), count));
            }
        }
    }
    post.send(Message::Elsewhere { address, found })
}
