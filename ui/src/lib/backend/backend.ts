// What the front end may ask of the core, and what it is told. Screens know this interface alone; the shell stands
// behind it in `tauri.ts`, invented data in `fixtures.ts`.

import type {
  AboutView,
  AddedView,
  AddField,
  BulkAction,
  BulkDoneView,
  BulkOf,
  BulkReviewView,
  Choice,
  CompletionView,
  ConnectingStep,
  ConnectRequest,
  DeskChanged,
  DevicesView,
  DoctorView,
  DoneView,
  ErrorView,
  ExportedView,
  ExportForm,
  Exporting,
  FacetView,
  GrantsView,
  Grouping,
  InboxPageView,
  InboxRequest,
  InsightsFilter,
  InsightsView,
  KindView,
  LengthView,
  LogDetailView,
  LogHitsView,
  LogSearch,
  LoginView,
  LogView,
  NamedViewView,
  NavigationView,
  NotAddedView,
  NotificationSettings,
  NotificationsPreview,
  PracticeView,
  Preferences,
  QueryView,
  QueuesView,
  RemovalQuestionView,
  RemovalView,
  RoleLevel,
  RolesView,
  RowView,
  SheetView,
  ShorteningView,
  SignInView,
  SnoozeChoice,
  Sort,
  StatusView,
  TypedView,
} from './views';

export type * from './views';

/** Every call rejects with a `Refusal`. */
export interface Backend {
  status(): Promise<StatusView>;
  /** A part of the list: with the mark of an answer before it is the same list, every row at its place. */
  inboxPage(request: InboxRequest): Promise<InboxPageView>;
  /** The line of that list that a request stands in. */
  inboxPlace(mark: number, id: string): Promise<number | null>;
  /** The requests of the row that this one stands in, newest first, each by itself. */
  inboxFold(mark: number, id: string): Promise<RowView[]>;
  /** What was typed, in its canonical form or with what is wrong in it. */
  readQuery(text: string): Promise<QueryView>;
  /** What may come next at the cursor. */
  completeQuery(text: string, cursor: number): Promise<CompletionView>;
  facets(query: string): Promise<FacetView[]>;
  /** Those that come with Doorward, then the person's own. */
  views(): Promise<NamedViewView[]>;
  /** In the place of one of the same name. */
  saveView(name: string, query: string, sort: Sort, group: Grouping): Promise<void>;
  removeView(name: string): Promise<void>;
  /** Rejects where nothing at all could be snoozed. */
  snooze(of: BulkOf, until: SnoozeChoice): Promise<DoneView>;
  wake(ids: string[]): Promise<DoneView>;
  /** What would be decided together, with a ticket for exactly that. */
  review(of: BulkOf, action: BulkAction): Promise<BulkReviewView>;
  /** Each is held by itself. */
  decideAll(ticket: string, reason: string | null): Promise<BulkDoneView>;
  /** Takes back of these what is still held. */
  undoAll(ids: string[]): Promise<DoneView>;
  /** Opens a request, or reads an open one again: the core remembers the revision opened first. */
  openSheet(id: string): Promise<SheetView>;
  /** The person has read the difference up to this revision. */
  acceptChange(id: string, revision: number): Promise<SheetView>;
  previewLength(ticket: string, text: string): Promise<LengthView>;
  /** A ticket stands for one sheet as it was shown, and is good for one decision. */
  decide(ticket: string, choice: Choice, reason: string | null, typed: string | null): Promise<void>;
  undo(id: string): Promise<void>;
  /** Why it goes out later, where it does. */
  sendNow(id: string): Promise<string | null>;
  /** How dangerous the roles of a request are that nobody classified; `null` takes back what this person said of them. */
  classify(id: string, level: RoleLevel | null): Promise<void>;
  /** Opens the request in its own system, in the person's browser. */
  openPage(id: string): Promise<void>;
  grants(): Promise<GrantsView>;
  revoke(id: string, reason: string | null): Promise<void>;
  /** What a typed end would make of a live grant. */
  previewShortening(id: string, text: string): Promise<ShorteningView>;
  /** `seen` and `to` as the preview gave them. */
  shorten(id: string, seen: number, to: number, reason: string | null): Promise<void>;
  /** Of the queue that was decided on last where none is named. */
  log(queue: string | null, offset: number, limit: number): Promise<LogView>;
  logDetail(queue: string | null, entry: number): Promise<LogDetailView>;
  verifyLog(queue: string | null): Promise<LogView>;
  searchLog(search: LogSearch): Promise<LogHitsView>;
  /** The person is asked where to; null where they chose no place. Takes as long as they and the disk take. */
  exportLog(queue: string | null, form: ExportForm): Promise<ExportedView | null>;
  /** Ends what is being written: nothing is left of it. */
  stopExport(): Promise<void>;
  insights(filter: InsightsFilter): Promise<InsightsView>;
  queues(): Promise<QueuesView>;
  /** How one signed in there last. */
  signedIn(id: string): Promise<SignInView>;
  /** The systems whose queue can be connected. */
  connectors(): Promise<KindView[]>;
  /** What is wrong with a name and an address while they are typed; `kind` is the name of the system. */
  checkQueue(kind: string, name: string, address: string): Promise<TypedView>;
  /** Takes as long as the person takes to sign in; rejects with `NotAdded`. */
  connectQueue(queue: ConnectRequest): Promise<AddedView>;
  /** Ends what is being connected, as long as nothing was changed. */
  stopConnecting(): Promise<void>;
  doctor(id: string): Promise<DoctorView>;
  removal(id: string): Promise<RemovalQuestionView>;
  /** As it was seen; `typed` is its name, where the removal costs something. Answers with what else there is to know. */
  removeQueue(seen: RemovalView, typed: string | null): Promise<string[]>;
  /** How the window is, as it is kept in the profile. */
  preferences(): Promise<Preferences>;
  setPreferences(preferences: Preferences): Promise<void>;
  notificationSettings(): Promise<NotificationSettings>;
  setNotificationSettings(settings: NotificationSettings): Promise<void>;
  /** What settings would come to, before they are set. */
  previewNotifications(settings: NotificationSettings): Promise<NotificationsPreview>;
  /** Shows one notification about nobody. */
  sendExample(): Promise<void>;
  devices(): Promise<DevicesView>;
  /** What stood in the list of devices is no news any more. */
  devicesSeen(): Promise<void>;
  /** Whether the queue has confirmed the new key. */
  rotateKey(queue: string): Promise<boolean>;
  revokeDevice(device: string): Promise<void>;
  /** By what the other device shows, as it was typed; answers with its name. */
  admitDevice(fingerprint: string): Promise<string>;
  /** Takes as long as the person takes to touch it. */
  addSecurityKey(queue: string, name: string): Promise<void>;
  removeSecurityKey(key: string): Promise<void>;
  roles(): Promise<RolesView>;
  /** Answers with the role as it stands then; `null` takes back what this person said of it. */
  classifyRole(system: string, role: string, level: RoleLevel | null): Promise<RolesView>;
  loginStart(): Promise<LoginView>;
  setLoginStart(on: boolean): Promise<LoginView>;
  about(): Promise<AboutView>;
  /** Nothing is connected yet, and the first steps were neither taken nor passed over. */
  firstStart(): Promise<boolean>;
  /** In a window of its own. */
  startPractice(): Promise<void>;
  /** How the round stands; null where this is no practice. */
  practice(): Promise<PracticeView | null>;
  /** The next round. What is left of this one is withdrawn. */
  practiseAgain(): Promise<void>;
  /** Why a queue is not asked at once, where it asked to be left alone. */
  retryQueue(): Promise<string | null>;
  retryKeyring(): Promise<void>;
  /** Asks first where grants would end late. */
  quit(): Promise<void>;
  takeNavigation(): Promise<NavigationView | null>;
  onChanged(heard: (changed: DeskChanged) => void): Promise<() => void>;
  onExporting(heard: (so: Exporting) => void): Promise<() => void>;
  onConnecting(heard: (step: ConnectingStep) => void): Promise<() => void>;
  onNavigated(heard: (to: NavigationView) => void): Promise<() => void>;
}

/** The core said no: a stable code, a sentence for the person, and whether trying again can help. */
export class Refusal extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(view: ErrorView) {
    super(view.message);
    this.name = 'Refusal';
    this.code = view.code;
    this.retryable = view.retryable;
  }
}

/** A queue was not connected, or is and cannot be decided at. */
export class NotAdded extends Refusal {
  /** Where it stands that is to be put right. */
  readonly field: AddField | null;
  readonly connected: boolean;

  constructor(view: NotAddedView) {
    super(view);
    this.name = 'NotAdded';
    this.field = view.field;
    this.connected = view.connected;
  }
}
