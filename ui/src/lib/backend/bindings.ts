// The shapes and calls of the Rust core, in the form in which they are generated from it.

import { invoke as __TAURI_INVOKE } from '@tauri-apps/api/core';
import * as __TAURI_EVENT from '@tauri-apps/api/event';

/** Commands */
export const commands = {
  status: () => typedError<StatusView, ErrorView>(__TAURI_INVOKE('status')),
  inbox: () => typedError<InboxView, ErrorView>(__TAURI_INVOKE('inbox')),
  openSheet: (id: string) => typedError<SheetView, ErrorView>(__TAURI_INVOKE('open_sheet', { id })),
  acceptChange: (id: string, revision: number) =>
    typedError<SheetView, ErrorView>(__TAURI_INVOKE('accept_change', { id, revision })),
  previewLength: (ticket: string, text: string) =>
    typedError<LengthView, ErrorView>(__TAURI_INVOKE('preview_length', { ticket, text })),
  decide: (ticket: string, choice: Choice, reason: string | null, typed: string | null) =>
    typedError<null, ErrorView>(__TAURI_INVOKE('decide', { ticket, choice, reason, typed })),
  undo: (id: string) => typedError<null, ErrorView>(__TAURI_INVOKE('undo', { id })),
  sendNow: (id: string) => typedError<null, ErrorView>(__TAURI_INVOKE('send_now', { id })),
  grants: () => typedError<GrantsView, ErrorView>(__TAURI_INVOKE('grants')),
  revoke: (id: string, reason: string | null) =>
    typedError<null, ErrorView>(__TAURI_INVOKE('revoke', { id, reason })),
  log: (offset: number, limit: number) => typedError<LogView, ErrorView>(__TAURI_INVOKE('log', { offset, limit })),
  logDetail: (index: number) => typedError<LogDetailView, ErrorView>(__TAURI_INVOKE('log_detail', { index })),
  verifyLog: () => typedError<LogView, ErrorView>(__TAURI_INVOKE('verify_log')),
  exportLog: () => typedError<string, ErrorView>(__TAURI_INVOKE('export_log')),
  retryQueue: () => typedError<null, ErrorView>(__TAURI_INVOKE('retry_queue')),
  retryKeyring: () => typedError<null, ErrorView>(__TAURI_INVOKE('retry_keyring')),
  takeNavigation: () => typedError<NavigationView | null, ErrorView>(__TAURI_INVOKE('take_navigation')),
};

/** Events */
export const events = {
  deskChanged: makeEvent<DeskChanged>('desk-changed'),
  navigated: makeEvent<Navigated>('navigated'),
};

/* Types */
export type Availability = { allowed: boolean; why_not: string | null };
export type BannerKind = 'log-broken' | 'no-keyring' | 'queue-off' | 'no-notifications';
export type BannerView = { kind: BannerKind; strong: string; text: string; next_try: number | null };
export type ChainLinkView = { name: SafeText; kind: string };
export type ChangedView = {
  title: string;
  line: string;
  revisions: string;
  before: string;
  lines: DiffLineView[];
  same: string;
};
export type Choice = { is: 'grant'; seconds: number } | { is: 'deny' };
export type DeskChanged = { inbox: boolean; grants: boolean; log: boolean; status: boolean };
export type DiffLineView = { label: string; before: SafeText; now: SafeText };
export type DurationView = {
  stops: LengthView[];
  chosen: number;
  usual: number | null;
  last_caption: string;
  your_zone: string;
  their_zone: string | null;
};
export type ErrorView = { code: string; message: string; retryable: boolean };
export type Gesture =
  { is: 'press' } | { is: 'confirm' } | { is: 'hold'; millis: number } | { is: 'type'; word: string; millis: number };
export type GrantRowView = {
  id: string;
  who: SafeText;
  what: SafeText;
  tenant: string;
  risk: RiskView;
  standing: GrantStanding;
  overlap: string | null;
  may_revoke: boolean;
  revoke_note: string | null;
  spoken: string;
};
export type GrantSectionView = { title: string; rows: GrantRowView[] };
export type GrantStanding =
  | { is: 'active'; from: number | null; to: number | null; your_end: string; their_end: string }
  | { is: 'starting'; line: string }
  | { is: 'ending'; line: string }
  | { is: 'unknown'; line: string }
  | { is: 'failed'; line: string };
export type GrantsView = {
  summary: string;
  count: number;
  sections: GrantSectionView[];
  empty: [string, string] | null;
  footer: string;
};
export type InboxView = { as_of: string; count: number; rows: RowView[]; empty: [string, string] | null };
export type LengthView = {
  seconds: number;
  label: string;
  your_end: string;
  their_end: string | null;
  spoken: string;
};
export type LogDetailView = {
  title: string;
  sentence: SafeText;
  facts: [string, SafeText][];
  shown: [string, SafeText][];
  proof: ProofView | null;
  envelope: string;
};
export type LogRowView = {
  index: number;
  time: string;
  verb: string;
  whom: SafeText;
  what: SafeText;
  entries: string;
  witness: WitnessWord;
};
export type LogStanding = 'verified' | 'unwitnessed' | 'broken' | 'empty' | 'checking';
export type LogView = {
  queue: string;
  standing: LogStanding;
  title: string;
  line: string;
  tail: TailView;
  rows: LogRowView[];
  count: number;
};
export type Navigated = { to: NavigationView };
export type NavigationView = { page: Page; id: string | null; deny: boolean };
export type Page = 'inbox' | 'grants' | 'log';
export type PanelView =
  | { is: 'decide' }
  | {
      is: 'held';
      title: string;
      line: string;
      reason: SafeText | null;
      until: number | null;
      millis: number;
      footer: string;
    }
  | { is: 'moving'; title: string; line: string; step: Step; footer: string }
  | { is: 'superseded'; initials: string; title: string; reason: SafeText | null; line: string; footer: string }
  | { is: 'changed'; title: string; line: string; button: string; footer: string }
  | { is: 'again'; title: string; line: string; footer: string }
  | { is: 'unknown'; title: string; line: string; footer: string }
  | { is: 'closed'; title: string; line: string; reason: SafeText | null; footer: string }
  | { is: 'locked'; title: string; line: string; footer: string };
export type Piece = { text: string; odd: string | null };
export type PrecedentView = { text: string; denied: boolean };
export type PrecedentsView = { summary: string; cells: PrecedentView[] };
export type ProofView = { leaf: string; root: string; path: string[]; cosigned: string | null; text: string };
export type QueueStateView = 'fresh' | 'old' | 'off';
export type QueueView = { id: string; name: string; state: QueueStateView; heard: string };
export type ReasonView = { weight: number | null; text: SafeText; evidence: SafeText | null };
export type RiskView = { level: string; word: string };
export type RowStanding =
  | { is: 'open' }
  | { is: 'held'; until: number | null; line: string }
  | { is: 'moving'; line: string }
  | { is: 'unknown'; line: string }
  | { is: 'needs-you'; line: string }
  | { is: 'waiting'; line: string }
  | { is: 'cannot-decide'; line: string }
  | { is: 'closed'; line: string; at: string };
export type RowView = {
  id: string;
  who: SafeText;
  acting_for: SafeText | null;
  role: SafeText;
  length: string;
  tenant: string;
  risk: RiskView;
  answer_by: number | null;
  answer_by_text: string;
  warning: string | null;
  standing: RowStanding;
  spoken: string;
};
export type SafeText = { pieces: Piece[] };
export type SheetView = {
  id: string;
  ticket: string;
  revision: number;
  tenant: TenantView;
  sentence: SpanView[];
  means: SafeText;
  risk: RiskView;
  bars: number;
  answer_by: number | null;
  answer_text: string;
  agree: string;
  words: WordsView;
  ticket_line: SafeText | null;
  chain: ChainLinkView[];
  why: WhyView;
  usual: UsualView | null;
  precedents: PrecedentsView | null;
  timeline: TimelineView[];
  duration: DurationView;
  gesture: Gesture;
  grant: Availability;
  deny: Availability;
  reason_required: boolean;
  panel: PanelView;
  changed: ChangedView | null;
  stale: string | null;
  guarantee: string[];
  frozen: boolean;
};
export type SpanView = { text: SafeText; strong: boolean };
export type StatusView = {
  me: string;
  now: number | null;
  waiting: number;
  high: number;
  grants: number;
  outbox: number;
  queues: QueueView[];
  banners: BannerView[];
  practice: boolean;
};
export type Step = 'signed' | 'sent' | 'recorded';
export type TailView = {
  entries: number;
  witnessed: number;
  broken_at: number | null;
  first: string;
  last: string;
};
export type TenantView = { name: SafeText; domain: SafeText };
export type TimelineView = { at: string; text: SafeText; when: TimelineWhen };
export type TimelineWhen = 'past' | 'now' | 'waiting';
export type UsualView = { summary: string; lines: DiffLineView[] };
export type WhyView = { title: string; summary: string; reasons: ReasonView[] };
export type WitnessWord = 'witnessed' | 'not-yet' | 'not-provable' | 'does-not-match';
export type WordsView = { text: SafeText; by: string; hidden: string; has_hidden: boolean; raw: string };

/* Runtime */
async function typedError<T, E>(
  result: Promise<T>,
): Promise<{ status: 'ok'; data: T } | { status: 'error'; error: E }> {
  try {
    return { status: 'ok', data: await result };
  } catch (e) {
    if (e instanceof Error) throw e;
    return { status: 'error', error: e as E };
  }
}

function makeEvent<T>(name: string) {
  return {
    listen: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.listen<T>(name, cb),
  };
}
