//! The words that report what was said.

use std::sync::LazyLock;

use super::super::hash::{self, Map};

/// How surely a word reports speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// "said", "told": always, with words beside it.
    Speech,
    /// "called", "posted": only right before or behind the quotation.
    Weak,
}

/// What a word reports, if it does.
pub(super) fn cue(word: &str) -> Option<Cue> {
    let plain = word.len() <= 14 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    plain.then(|| CUES.get(&hash::word(word.as_bytes())).copied()).flatten()
}

static CUES: LazyLock<Map<u64, Cue>> = LazyLock::new(|| {
    let speech = SPEECH.split_whitespace().map(|word| (hash::word(word.as_bytes()), Cue::Speech));
    let weak = WEAK.split_whitespace().map(|word| (hash::word(word.as_bytes()), Cue::Weak));
    weak.chain(speech).collect()
});

const SPEECH: &str = "said say says saying told tell tells telling added add adds adding stated \
    states stating explained explains explaining wrote writes writing commented comments \
    commenting remarked remarks remarking replied replies replying responded responds responding \
    announced announces announcing declared declares declaring claimed claims claiming noted notes \
    noting tweeted tweets tweeting asked asks asking continued continues recalled recalls observed \
    observes quipped quips joked jokes concluded concludes insisted insists argued argues warned \
    warns warning acknowledged acknowledges admitted admits testified testifies stressed stresses \
    stressing emphasized emphasised emphasizes emphasises reiterated exclaimed cautioned lamented \
    recounted opined predicted predicts promised promises vowed pledged complained complains \
    contended asserted asserts conceded mused shouted shouting yelled yelling boasted countered \
    retorted predicting arguing insisting predicts quipping joking admitting recalling conceding \
    concedes concluding vowing promising complaining assured reasoned pleaded sighed snapped \
    lamenting laments bragged fumed marveled marvelled intoned whispered thundered deadpanned \
    warn argue insist contend acknowledge admit predict concede complain elaborated clarified alleged recommended estimated advised summarized summarised";

const WEAK: &str = "called calls calling described describes describing posted posts posting \
    reported reports reporting confirmed confirms confirming suggested suggests suggesting urged \
    urges urging believes believed thinks thought read reads reading according published praised \
    praising criticized criticised accused denied denies denying agreed agrees hopes hoped went \
    expressed expressing demanded demanding answered answering referred referring condemned \
    condemning quoted quoting feels felt considers considered dubbed labelled labeled ordered \
    issued released shared informed wished remembered thanked tells congratulated rejected ruled \
    caption captioned chanted chanting sang proclaimed proposed questioned repeated requested \
    characterized characterised cited citing deemed defended mentioned maintained invited stipulated dismissed \
    dismisses dismissing ridiculed mocked slammed blasted derided denounced hailed branded lauded";
