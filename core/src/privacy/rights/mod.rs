//! What a person may ask for, and what is answered: the rights of the GDPR, of California, and of the policy.
//!
//! One idea to keep in mind: what the policy promises and what the statute gives are two answers. Both are given,
//! item by item, and the answer says which of them bound. The rules are data (`core/policies/rights.toml`,
//! `requests.toml`); what no rule grants is not granted, and facts that contradict each other are an error or a
//! question for a human, never a grant.
//!
//! | question | where |
//! |---|---|
//! | which rights does a person have? | [`rights_of`] |
//! | who asks? | [`check_identity`] |
//! | what is a person answered, item by item? | [`answer_request`] |
//! | what is in the copy? | [`export`] |
//! | is everything erased? | [`plan_erasure`] |
//! | does an opt-out still hold, and may one ask again? | [`opt_out_status`] |
//! | with whom may one complain? | [`complaint_authorities`] |
//! | where does a request stand, and what is overdue? | [`follow`] |

mod answer;
mod choice;
mod complaint;
mod erasure;
mod error;
mod export;
mod identity;
mod listing;
#[cfg(test)]
mod price_tests;
mod request;
mod right;
mod rules;

pub(super) use answer::write_smtlib;
pub use answer::{
    Accuracy, Bound, CaliforniaException, ControllerGrounds, DecisionAllowed, Disclosure, Effect,
    ErasureException, ErasureGround, Finding, HeldItem, Hold, HoldIgnored, HoldKind, ItemAnswer,
    MachineDecision, Origin, Period, RequestAnswer, RequestQuestion, RestrictionGround, RunningClock, Secret,
    Source, Standing, answer_request,
};
pub use choice::{
    ChoiceEvent, ChoiceKind, OptOut, OptOutQuestion, check_price_inputs, opt_out_status, suppression_hash,
};
pub use complaint::{Authority, Competent, ComplaintQuestion, complaint_authorities};
pub use erasure::{
    ErasedItem, ErasurePlan, ErasureQuestion, ErasureReceipt, ErasureState, ErasureTask, ErasureWay, Store,
    StoreKind, plan_erasure,
};
pub use error::{CODES, Error};
pub use export::{
    Export, ExportDocument, ExportFormat, ExportRight, ExportWriter, ExportedFact, Fact, Shown, export,
    read_export,
};
pub use identity::{AgentPermission, Evidence, Identity, IdentityQuestion, Tier, check_identity};
pub use listing::{HeldUnder, RightHeld, RightsHeld, RightsQuestion, StatuteSays, rights_of};
pub use request::{
    Answer, AnswerOutcome, Channel, ClockState, ClockStatus, Event, EventKind, IdentityPhase, LogEntry,
    Message, Metrics, MetricsQuestion, OpenDsrStatus, RequestMade, RequestState, RequestStatus, Settled,
    StatusMessage, follow, metrics, read_message,
};
pub use right::{RightKey, Verification};
