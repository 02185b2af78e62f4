//! What a front end shows. Every string a person reads is made here in the core, in the person's language and zone;
//! a front end lays it out and adds nothing but countdowns, for which instants come as milliseconds since 1970.

mod bulk;
mod devices;
mod grants;
mod inbox;
mod insights;
mod list;
mod log;
mod notifications;
mod queues;
mod removal;
mod roles;
mod sheet;
mod status;
mod text;

pub use bulk::{BulkAction, BulkDoneView, BulkItemView, BulkOf, BulkReviewView};
pub use devices::{DeviceQueueView, DeviceView, DevicesView, RecoveryView, SecurityKeyView, WaitingDeviceView};
pub use grants::{
    GrantRowView, GrantSectionView, GrantStanding, GrantsView, ShorteningView, Suspending, SuspensionStanding,
    SuspensionView,
};
pub use inbox::{InboxView, KnownView, RiskView, RowStanding, RowView};
pub use insights::{
    InsightsFilter, InsightsStep, InsightsView, OwnRecordView, RiskShareView, RoleInsightView, ShareView, SpreadView,
    UseView, VolumeView,
};
pub use list::{
    CompletionView, DoneView, DroppedView, FacetValueView, FacetView, FoldView, Grouping, HeadingView, InboxPageView,
    InboxRequest, ListLineView, NamedViewView, QueryErrorView, QueryView, SnoozeChoice, Sort, SuggestionView,
};
pub use log::{
    LogDetailView, LogHitView, LogHitsView, LogQueueView, LogRowView, LogSearch, LogStanding, LogView, ProofView,
    TailView, WitnessWord,
};
pub use notifications::{NotificationsPreview, ToldView};
pub use queues::{
    AbilityView, AddField, AddedView, AddressPieceView, ConnectedView, DoctorView, FindingView, FindingWeight,
    KindView, MendView, NotAddedView, QueuesView, RemovalQuestionView, SignInView, TypedView,
};
pub use removal::RemovalView;
pub use roles::{ClassifyView, RoleLevel, RoleView, RolesView};
pub use sheet::{
    Availability, ChainLinkView, ChangedView, DiffLineView, DurationView, Gesture, LengthView, PageView, PanelView,
    PrecedentView, PrecedentsView, ReasonView, SheetView, SpanView, Step, TenantView, TimelineView, TimelineWhen,
    UsualView, WhyView, WordsView,
};
pub use status::{
    BannerKind, BannerView, ErrorView, QueueLogStanding, QueueLogView, QueueStateView, QueueView, StatusView,
};
pub use text::{Piece, SafeText};
