// A desk of invented people for tests and the gallery. It answers like the core in the plainest cases: a decision is
// held, can be undone, and then moves on. It guards nothing.

import { NotAdded, Refusal, type Backend } from './backend';
import { plain } from '../shared/safe-text';
import type {
  AboutView,
  AddedView,
  AddField,
  Choice,
  ConnectingStep,
  ConnectRequest,
  DeskChanged,
  DevicesView,
  DoctorView,
  ExportedView,
  ExportForm,
  Exporting,
  GrantsView,
  InsightsFilter,
  InsightsView,
  KindView,
  LengthView,
  LogDetailView,
  LogHitsView,
  LogHitView,
  LogSearch,
  LoginView,
  LogView,
  NamedViewView,
  NavigationView,
  NotificationSettings,
  NotificationsPreview,
  PanelView,
  PracticeView,
  Preferences,
  QueuesView,
  RemovalQuestionView,
  RemovalView,
  RoleLevel,
  RolesView,
  RowView,
  SheetView,
  ShorteningView,
  SignInView,
  StatusView,
  TypedView,
} from './views';
import { grants } from './fixtures/grants';
import { inbox, risks, status, type Inbox } from './fixtures/inbox';
import { insights } from './fixtures/insights';
import { log, logDetail } from './fixtures/log';
import { added, doctor, kinds, queues, removal, signedIn, steps } from './fixtures/queues';
import { about, devices, login, notificationSettings, preferences, preview, roles } from './fixtures/settings';
import { dana, held, panels, sheets, unclassified } from './fixtures/sheets';
import { clockTime, label, length, NOW, text } from './fixtures/text';
import { Triaging } from './fixtures/triage';

export interface Given {
  status: StatusView;
  inbox: Inbox;
  /** The person's own. */
  views: Pick<NamedViewView, 'name' | 'query' | 'sort' | 'group'>[];
  sheets: SheetView[];
  grants: GrantsView;
  log: LogView;
  logDetail: LogDetailView;
  insights: InsightsView;
  /** Found by a word that they contain, over all logs. */
  found: LogHitView[];
  /** Where the person lets a log be written to; null where they think better of it. */
  place: string | null;
  /** How far writing comes; where that is not to the end it waits there to be stopped. */
  written: Exporting[];
  navigation: NavigationView | null;
  queues: QueuesView;
  signedIn: SignInView;
  kinds: KindView[];
  doctor: DoctorView;
  removal: RemovalQuestionView;
  added: AddedView;
  /** How far connecting comes; where it does not come to its last step it waits there to be stopped. */
  steps: ConnectingStep[];
  connects: boolean;
  preferences: Preferences;
  notificationSettings: NotificationSettings;
  devices: DevicesView;
  roles: RolesView;
  login: LoginView;
  about: AboutView;
  /** Nobody took the first steps yet. */
  firstStart: boolean;
  practice: PracticeView | null;
  /** What the next round of practice is. */
  practiceRounds: PracticeView[];
  /** What is said where a queue asked to be left alone. */
  patience: string | null;
}

export interface Decided {
  ticket: string;
  choice: Choice;
  reason: string | null;
  typed: string | null;
}

export class Fixtures extends Triaging implements Backend {
  given: Given;
  /** What was asked of the desk, for tests to look at. */
  readonly decided: Decided[] = [];
  readonly revoked: { id: string; reason: string | null }[] = [];
  readonly shortened: { id: string; seen: number; to: number; reason: string | null }[] = [];
  readonly exported: { queue: string | null; form: ExportForm }[] = [];
  readonly looked: { queue: string | null; entry: number }[] = [];
  readonly searched: LogSearch[] = [];
  readonly measured: InsightsFilter[] = [];
  readonly opened: string[] = [];
  readonly classified: { id: string; level: RoleLevel | null }[] = [];
  readonly connected: ConnectRequest[] = [];
  readonly removed: { queue: string; typed: string | null }[] = [];
  readonly called: string[] = [];
  /** Refuses the next call of this name. */
  refuse: { call: keyof Backend; refusal: Refusal } | null = null;
  #changed = new Set<(changed: DeskChanged) => void>();
  #connecting = new Set<(step: ConnectingStep) => void>();
  #exporting = new Set<(so: Exporting) => void>();
  #stop: (() => void) | null = null;
  #stopExport: (() => void) | null = null;
  #navigated = new Set<(to: NavigationView) => void>();
  /** The one good ticket of each request. */
  #tickets = new Map<string, string>();
  #given = 0;

  constructor(given: Partial<Given> = {}) {
    super();
    this.given = {
      status,
      inbox: inbox(),
      views: [{ name: 'Contoso', query: 'tenant:Contoso', sort: 'time-left', group: 'none' }],
      sheets,
      grants,
      log,
      logDetail,
      insights,
      found: log.rows.map((row) => ({ queue: log.queue, row })),
      place: '/home/noor/Documents/doorward-log-20261117-154418.json',
      written: [
        { entries: 12_000, of: 12_408 },
        { entries: 12_408, of: 12_408 },
      ],
      navigation: null,
      queues,
      signedIn,
      kinds,
      doctor,
      removal,
      added,
      steps,
      connects: true,
      preferences,
      notificationSettings,
      devices,
      roles,
      login,
      about,
      firstStart: false,
      practice: null,
      practiceRounds: [],
      patience: null,
      ...given,
    };
  }

  status = (): Promise<StatusView> => this.answer('status', () => this.given.status);
  grants = (): Promise<GrantsView> => this.answer('grants', () => this.given.grants);
  logDetail = (queue: string | null, entry: number): Promise<LogDetailView> =>
    this.answer('logDetail', () => {
      this.looked.push({ queue, entry });
      return this.given.logDetail;
    });

  verifyLog = (queue: string | null): Promise<LogView> =>
    this.answer('verifyLog', () => ({ ...this.given.log, queue: queue ?? this.given.log.queue }));

  exportLog = async (queue: string | null, form: ExportForm): Promise<ExportedView | null> => {
    await this.answer('exportLog', () => this.exported.push({ queue, form }));
    if (this.given.place === null) return null;
    for (const so of this.given.written) this.#exporting.forEach((heard) => heard(so));
    const last = this.given.written.at(-1);
    if (last && last.entries < last.of) {
      await new Promise<void>((stop) => (this.#stopExport = stop));
      throw refusal('stopped', 'The export was stopped. Nothing was written.', true);
    }
    return { path: this.given.place, form, decisions: 4120 };
  };

  stopExport = (): Promise<void> => this.answer('stopExport', () => this.#stopExport?.());

  searchLog = (search: LogSearch): Promise<LogHitsView> =>
    this.answer('searchLog', () => {
      this.searched.push(search);
      const words = search.words.toLowerCase().split(' ');
      const fits = ({ queue, row }: LogHitView) =>
        ((search.queue ?? null) === null || search.queue === queue) &&
        words.every((word) => `${row.verb} ${plain(row.whom)} ${plain(row.what)}`.toLowerCase().includes(word));
      const from = Number(search.before ?? 0);
      const hits = this.given.found.filter(fits);
      const next = from + search.limit;
      return { hits: hits.slice(from, next), before: next < hits.length ? String(next) : null };
    });

  insights = (filter: InsightsFilter): Promise<InsightsView> =>
    this.answer('insights', () => {
      this.measured.push(filter);
      return this.given.insights;
    });

  retryQueue = (): Promise<string | null> => this.answer('retryQueue', () => this.given.patience);

  queues = (): Promise<QueuesView> => this.answer('queues', () => this.given.queues);
  signedIn = (): Promise<SignInView> => this.answer('signedIn', () => this.given.signedIn);
  connectors = (): Promise<KindView[]> => this.answer('connectors', () => this.given.kinds);
  doctor = (): Promise<DoctorView> => this.answer('doctor', () => this.given.doctor);
  removal = (): Promise<RemovalQuestionView> => this.answer('removal', () => this.given.removal);

  checkQueue = (_kind: string, name: string, address: string): Promise<TypedView> =>
    this.answer('checkQueue', () => ({
      name: name.trim().toLowerCase() === 'contoso' ? 'A queue of this name is connected already.' : null,
      address: address.startsWith('http://queue') ? 'Plain HTTP is for this machine only.' : null,
    }));

  connectQueue = async (queue: ConnectRequest): Promise<AddedView> => {
    await this.answer('connectQueue', () => this.connected.push(queue));
    for (const step of this.given.steps) this.#connecting.forEach((heard) => heard(step));
    if (!this.given.connects) await new Promise<void>((stop) => (this.#stop = stop));
    if (!this.given.connects) throw notAdded('cancelled', 'Nothing was connected.', null);
    return { ...this.given.added, name: queue.name };
  };

  stopConnecting = (): Promise<void> => this.answer('stopConnecting', () => this.#stop?.());

  removeQueue = (seen: RemovalView, typed: string | null): Promise<string[]> =>
    this.answer('removeQueue', () => {
      this.removed.push({ queue: seen.queue, typed });
      const left = this.given.queues.queues.filter((queue) => queue.id !== seen.queue);
      this.given.queues = { ...this.given.queues, queues: left };
      return ['You are signed out there.'];
    });

  openSheet = (id: string): Promise<SheetView> =>
    this.answer('openSheet', () => {
      this.#given += 1;
      const ticket = `ticket-${id}-${String(this.#given)}`;
      this.#tickets.set(id, ticket);
      return { ...this.#sheet(id), ticket };
    });

  acceptChange = (id: string): Promise<SheetView> =>
    this.answer('acceptChange', () => {
      this.#put(id, { changed: null, panel: { is: 'decide' } });
      this.#tickets.set(id, 'ticket-after-change');
      return { ...this.#sheet(id), ticket: 'ticket-after-change' };
    });

  previewLength = (ticket: string, words: string): Promise<LengthView> =>
    this.answer('previewLength', () => {
      const found = /^(\d+)\s*(m|min|h)$/.exec(words.trim());
      const seconds = Number(found?.[1] ?? 0) * (found?.[2] === 'h' ? 3600 : 60);
      if (seconds === 0) throw refusal('length', `“${words}” is not a length. Write 90m, 1h30 or until 18:00.`);
      const id = [...this.#tickets].find(([, good]) => good === ticket)?.[0];
      const most = id === undefined ? 4 * 3600 : (this.#sheet(id).duration.stops.at(-1)?.seconds ?? 0);
      if (seconds > most) throw refusal('length', `That is longer than ${label(most)}.`);
      return length(seconds);
    });

  decide = (ticket: string, choice: Choice, reason: string | null, typed: string | null): Promise<void> =>
    this.answer('decide', () => {
      const id = [...this.#tickets].find(([, good]) => good === ticket)?.[0];
      if (id === undefined) throw refusal('ticket', 'A newer sheet was given out since.');
      this.decided.push({ ticket, choice, reason, typed });
      const isGrant = choice.is === 'grant' || choice.is === 'once';
      const line = !isGrant ? 'Denying' : `Granting ${choice.is === 'once' ? 'once' : label(choice.seconds)}`;
      const panel = held(NOW + (isGrant ? 8000 : 3000));
      this.#put(id, {
        panel: { ...panel, title: `${line} in {n} s.`, reason: reason === null ? null : text(reason) } as PanelView,
      });
      this.#stand(id, { is: 'held', until: NOW + 8000, line: `${line}, held` });
    });

  undo = (id: string): Promise<void> =>
    this.answer('undo', () => {
      this.#put(id, { panel: { is: 'decide' } });
      this.#stand(id, { is: 'open' });
    });

  sendNow = (id: string): Promise<string | null> =>
    this.answer('sendNow', () => {
      this.#put(id, { panel: panels.moving });
      this.#stand(id, { is: 'moving', line: 'Granted 1 h, not sent yet' });
      return this.given.patience;
    });

  classify = (id: string, level: RoleLevel | null): Promise<void> =>
    this.answer('classify', () => {
      const { classify, ...why } = this.#sheet(id).why;
      if (!classify) throw refusal('nothing-to-classify', 'There is no role in this request that waits for it.');
      this.classified.push({ id, level });
      const said = level === null ? unclassified.why?.classify?.text : text(`You classified the role as ${level}.`);
      this.#put(id, {
        risk: risks[level ?? 'high'],
        gesture: level === 'low' ? { is: 'press' } : { is: 'hold', millis: 1200 },
        why: { ...why, classify: { ...classify, text: said ?? classify.text, yours: level !== null } },
      });
    });

  openPage = (id: string): Promise<void> =>
    this.answer('openPage', () => {
      this.opened.push(id);
    });

  revoke = (id: string, reason: string | null): Promise<void> =>
    this.answer('revoke', () => {
      this.revoked.push({ id, reason });
    });

  previewShortening = (id: string, typed: string): Promise<ShorteningView> =>
    this.answer('previewShortening', () => {
      const row = this.given.grants.sections.flatMap((section) => section.rows).find((one) => one.id === id);
      const found = /^(\d+)\s*(m|min|h)$/.exec(typed.trim());
      const seconds = Number(found?.[1] ?? 0) * (found?.[2] === 'h' ? 3600 : 60);
      if (!row || row.standing.is !== 'active') throw refusal('over', 'This grant is over.');
      if (seconds === 0) throw refusal('length', `“${typed}” is no length or end. Write 90m, 1h30 or until 18:00.`);
      const { your_end } = row.standing;
      const [from, to] = [row.standing.from ?? NOW, row.standing.to ?? NOW];
      const end = NOW + seconds * 1000;
      if (end >= to) throw refusal('not-earlier', `It ends at ${your_end} already. Give an earlier end.`);
      return {
        grant: id,
        who: row.who,
        what: row.what,
        tenant: row.tenant,
        seen: Math.round((to - from) / 1000),
        to: Math.round((end - from) / 1000),
        before: `until ${your_end}`,
        after: `until ${clockTime(end, 'Europe/Berlin')}`,
        their_end: `${clockTime(end, 'Europe/Lisbon')} Lisbon`,
      };
    });

  shorten = (id: string, seen: number, to: number, reason: string | null): Promise<void> =>
    this.answer('shorten', () => {
      this.shortened.push({ id, seen, to, reason });
    });

  log = (queue: string | null, offset: number, limit: number): Promise<LogView> =>
    this.answer('log', () => ({
      ...this.given.log,
      queue: queue ?? this.given.log.queue,
      rows: this.given.log.rows.slice(offset, offset + limit),
    }));

  preferences = (): Promise<Preferences> => this.answer('preferences', () => this.given.preferences);
  setPreferences = (next: Preferences): Promise<void> =>
    this.answer('setPreferences', () => {
      this.given.preferences = next;
    });
  notificationSettings = (): Promise<NotificationSettings> =>
    this.answer('notificationSettings', () => this.given.notificationSettings);
  setNotificationSettings = (next: NotificationSettings): Promise<void> =>
    this.answer('setNotificationSettings', () => {
      this.given.notificationSettings = next;
    });
  previewNotifications = (settings: NotificationSettings): Promise<NotificationsPreview> =>
    this.answer('previewNotifications', () => preview(settings));
  sendExample = (): Promise<void> => this.answer('sendExample', () => undefined);
  devices = (): Promise<DevicesView> => this.answer('devices', () => this.given.devices);
  devicesSeen = (): Promise<void> => this.answer('devicesSeen', () => undefined);
  rotateKey = (): Promise<boolean> => this.answer('rotateKey', () => true);
  revokeDevice = (device: string): Promise<void> =>
    this.answer('revokeDevice', () => {
      const queues = this.given.devices.queues.map((queue) => ({
        ...queue,
        devices: queue.devices.map((one) => (one.id === device ? { ...one, removed: '16:44' } : one)),
      }));
      this.given.devices = { queues };
    });
  admitDevice = (fingerprint: string): Promise<string> =>
    this.answer('admitDevice', () => {
      const plain = (typed: string) => typed.replace(/\s/g, '').toLowerCase();
      const waits = this.given.devices.queues.flatMap(({ waiting }) => waiting);
      const found = waits.find((one) => plain(one.fingerprint) === plain(fingerprint));
      if (!found) throw refusal('no-such-device', 'No device with this fingerprint asks to be admitted.');
      const queues = this.given.devices.queues.map((queue) => ({ ...queue, waiting: [] }));
      this.given.devices = { queues };
      return found.name.pieces.map((piece) => piece.text).join('');
    });
  addSecurityKey = (): Promise<void> => this.answer('addSecurityKey', () => undefined);
  removeSecurityKey = (): Promise<void> => this.answer('removeSecurityKey', () => undefined);
  roles = (): Promise<RolesView> => this.answer('roles', () => this.given.roles);
  classifyRole = (system: string, role: string, level: RoleLevel | null): Promise<RolesView> =>
    this.answer('classifyRole', () => {
      const said = this.given.roles.roles
        .filter((one) => one.system === system && one.role === role)
        .map((one) => ({
          ...one,
          risk: level === null ? null : risks[level],
          judged_by: level === null ? null : 'you, on 17 November 2026',
          classified_at: level === null ? null : '2026-11-17T15:44:18Z',
        }));
      return { roles: said };
    });
  loginStart = (): Promise<LoginView> => this.answer('loginStart', () => this.given.login);
  setLoginStart = (on: boolean): Promise<LoginView> =>
    this.answer('setLoginStart', () => (this.given.login = { ...this.given.login, on }));
  about = (): Promise<AboutView> => this.answer('about', () => this.given.about);
  firstStart = (): Promise<boolean> => this.answer('firstStart', () => this.given.firstStart);
  startPractice = (): Promise<void> => this.answer('startPractice', () => undefined);
  practice = (): Promise<PracticeView | null> => this.answer('practice', () => this.given.practice);
  practiseAgain = (): Promise<void> =>
    this.answer('practiseAgain', () =>
      this.change({ practice: this.given.practiceRounds.shift() ?? this.given.practice }),
    );

  quit = (): Promise<void> => this.answer('quit', () => undefined);
  retryKeyring = (): Promise<void> =>
    this.answer('retryKeyring', () => {
      this.given.status = { ...this.given.status, banners: [] };
      this.given.sheets = this.given.sheets.map((sheet) => ({ ...sheet, panel: { is: 'decide' } }));
    });

  takeNavigation = (): Promise<NavigationView | null> =>
    this.answer('takeNavigation', () => {
      const to = this.given.navigation;
      this.given.navigation = null;
      return to;
    });

  onChanged = (heard: (changed: DeskChanged) => void): Promise<() => void> => {
    this.#changed.add(heard);
    return Promise.resolve(() => this.#changed.delete(heard));
  };

  onExporting = (heard: (so: Exporting) => void): Promise<() => void> => {
    this.#exporting.add(heard);
    return Promise.resolve(() => this.#exporting.delete(heard));
  };

  onConnecting = (heard: (step: ConnectingStep) => void): Promise<() => void> => {
    this.#connecting.add(heard);
    return Promise.resolve(() => this.#connecting.delete(heard));
  };

  onNavigated = (heard: (to: NavigationView) => void): Promise<() => void> => {
    this.#navigated.add(heard);
    return Promise.resolve(() => this.#navigated.delete(heard));
  };

  /** Changes what there is, and says so. */
  change(given: Partial<Given>): void {
    this.given = { ...this.given, ...given };
    const all = { inbox: true, grants: true, log: true, status: true };
    this.#changed.forEach((heard) => heard(all));
  }

  /** Changes one sheet, and says so. */
  changeSheet(id: string, patch: Partial<SheetView>): void {
    this.#put(id, patch);
    this.change({});
  }

  navigate(to: NavigationView): void {
    this.#navigated.forEach((heard) => heard(to));
  }

  #sheet(id: string): SheetView {
    return this.given.sheets.find((sheet) => sheet.id === id) ?? { ...dana, id };
  }

  #put(id: string, patch: Partial<SheetView>): void {
    const others = this.given.sheets.filter((sheet) => sheet.id !== id);
    this.given.sheets = [...others, { ...this.#sheet(id), ...patch }];
  }

  #stand(id: string, standing: RowView['standing']): void {
    const rows = this.given.inbox.rows.map((row) => (row.id === id ? { ...row, standing } : row));
    this.relist(rows);
  }

  protected refused(code: string, message: string): Refusal {
    return refusal(code, message);
  }

  protected relist(rows: RowView[]): void {
    this.change({ inbox: { ...this.given.inbox, rows } });
  }

  protected async answer<T>(call: keyof Backend, answer: () => T): Promise<T> {
    this.called.push(call);
    // Never in the same turn, as the core never answers in it either.
    await Promise.resolve();
    if (this.refuse?.call === call) {
      const refused = this.refuse.refusal;
      this.refuse = null;
      throw refused;
    }
    return answer();
  }
}

export function refusal(code: string, message: string, retryable = false): Refusal {
  return new Refusal({ code, message, retryable });
}

export function notAdded(code: string, message: string, field: AddField | null, connected = false): NotAdded {
  return new NotAdded({ code, message, retryable: false, field, connected });
}
