// A desk of invented people for tests and the gallery. It answers like the core in the plainest cases: a decision is
// held, can be undone, and then moves on. It guards nothing.

import { NotAdded, Refusal, type Backend } from './backend';
import type {
  AddedView,
  AddField,
  Choice,
  ConnectingStep,
  ConnectRequest,
  DeskChanged,
  DoctorView,
  GrantsView,
  InboxPageView,
  InboxRequest,
  KindView,
  LengthView,
  LogDetailView,
  LogView,
  NavigationView,
  PanelView,
  QueuesView,
  RemovalQuestionView,
  RemovalView,
  RoleLevel,
  RowView,
  SheetView,
  SignInView,
  StatusView,
  TypedView,
} from './views';
import { grants } from './fixtures/grants';
import { inbox, risks, status, type Inbox } from './fixtures/inbox';
import { Listing } from './fixtures/listing';
import { log, logDetail } from './fixtures/log';
import { added, doctor, kinds, queues, removal, signedIn, steps } from './fixtures/queues';
import { dana, held, panels, sheets, unclassified } from './fixtures/sheets';
import { label, length, NOW, text } from './fixtures/text';

export interface Given {
  status: StatusView;
  inbox: Inbox;
  sheets: SheetView[];
  grants: GrantsView;
  log: LogView;
  logDetail: LogDetailView;
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
  /** What is said where a queue asked to be left alone. */
  patience: string | null;
}

export interface Decided {
  ticket: string;
  choice: Choice;
  reason: string | null;
  typed: string | null;
}

export class Fixtures implements Backend {
  given: Given;
  /** What was asked of the desk, for tests to look at. */
  readonly decided: Decided[] = [];
  readonly revoked: { id: string; reason: string | null }[] = [];
  readonly opened: string[] = [];
  readonly classified: { id: string; level: RoleLevel | null }[] = [];
  readonly connected: ConnectRequest[] = [];
  readonly removed: { queue: string; typed: string | null }[] = [];
  readonly called: string[] = [];
  /** Refuses the next call of this name. */
  refuse: { call: keyof Backend; refusal: Refusal } | null = null;
  #changed = new Set<(changed: DeskChanged) => void>();
  #connecting = new Set<(step: ConnectingStep) => void>();
  #stop: (() => void) | null = null;
  #navigated = new Set<(to: NavigationView) => void>();
  /** The one good ticket of each request. */
  #tickets = new Map<string, string>();
  #given = 0;
  readonly #listing = new Listing();

  constructor(given: Partial<Given> = {}) {
    this.given = {
      status,
      inbox: inbox(),
      sheets,
      grants,
      log,
      logDetail,
      navigation: null,
      queues,
      signedIn,
      kinds,
      doctor,
      removal,
      added,
      steps,
      connects: true,
      patience: null,
      ...given,
    };
  }

  status = (): Promise<StatusView> => this.#answer('status', () => this.given.status);
  inboxPage = (request: InboxRequest): Promise<InboxPageView> =>
    this.#answer('inboxPage', () => this.#listing.page(request, this.given.inbox));
  inboxPlace = (mark: number, id: string): Promise<number | null> =>
    this.#answer('inboxPlace', () => this.#listing.place(mark, id));
  grants = (): Promise<GrantsView> => this.#answer('grants', () => this.given.grants);
  logDetail = (): Promise<LogDetailView> => this.#answer('logDetail', () => this.given.logDetail);
  verifyLog = (queue: string | null): Promise<LogView> =>
    this.#answer('verifyLog', () => ({ ...this.given.log, queue: queue ?? this.given.log.queue }));
  exportLog = (): Promise<string> =>
    this.#answer('exportLog', () => '/home/noor/Documents/doorward-log-2026-11-17.json');
  retryQueue = (): Promise<string | null> => this.#answer('retryQueue', () => this.given.patience);

  queues = (): Promise<QueuesView> => this.#answer('queues', () => this.given.queues);
  signedIn = (): Promise<SignInView> => this.#answer('signedIn', () => this.given.signedIn);
  connectors = (): Promise<KindView[]> => this.#answer('connectors', () => this.given.kinds);
  doctor = (): Promise<DoctorView> => this.#answer('doctor', () => this.given.doctor);
  removal = (): Promise<RemovalQuestionView> => this.#answer('removal', () => this.given.removal);

  checkQueue = (_kind: string, name: string, address: string): Promise<TypedView> =>
    this.#answer('checkQueue', () => ({
      name: name.trim().toLowerCase() === 'contoso' ? 'A queue of this name is connected already.' : null,
      address: address.startsWith('http://queue') ? 'Plain HTTP is for this machine only.' : null,
    }));

  connectQueue = async (queue: ConnectRequest): Promise<AddedView> => {
    await this.#answer('connectQueue', () => this.connected.push(queue));
    for (const step of this.given.steps) this.#connecting.forEach((heard) => heard(step));
    if (!this.given.connects) await new Promise<void>((stop) => (this.#stop = stop));
    if (!this.given.connects) throw notAdded('cancelled', 'Nothing was connected.', null);
    return { ...this.given.added, name: queue.name };
  };

  stopConnecting = (): Promise<void> => this.#answer('stopConnecting', () => this.#stop?.());

  removeQueue = (seen: RemovalView, typed: string | null): Promise<string[]> =>
    this.#answer('removeQueue', () => {
      this.removed.push({ queue: seen.queue, typed });
      const left = this.given.queues.queues.filter((queue) => queue.id !== seen.queue);
      this.given.queues = { ...this.given.queues, queues: left };
      return ['You are signed out there.'];
    });

  openSheet = (id: string): Promise<SheetView> =>
    this.#answer('openSheet', () => {
      this.#given += 1;
      const ticket = `ticket-${id}-${String(this.#given)}`;
      this.#tickets.set(id, ticket);
      return { ...this.#sheet(id), ticket };
    });

  acceptChange = (id: string): Promise<SheetView> =>
    this.#answer('acceptChange', () => {
      this.#put(id, { changed: null, panel: { is: 'decide' } });
      this.#tickets.set(id, 'ticket-after-change');
      return { ...this.#sheet(id), ticket: 'ticket-after-change' };
    });

  previewLength = (ticket: string, words: string): Promise<LengthView> =>
    this.#answer('previewLength', () => {
      const found = /^(\d+)\s*(m|min|h)$/.exec(words.trim());
      const seconds = Number(found?.[1] ?? 0) * (found?.[2] === 'h' ? 3600 : 60);
      if (seconds === 0) throw refusal('length', `“${words}” is not a length. Write 90m, 1h30 or until 18:00.`);
      const id = [...this.#tickets].find(([, good]) => good === ticket)?.[0];
      const most = id === undefined ? 4 * 3600 : (this.#sheet(id).duration.stops.at(-1)?.seconds ?? 0);
      if (seconds > most) throw refusal('length', `That is longer than ${label(most)}.`);
      return length(seconds);
    });

  decide = (ticket: string, choice: Choice, reason: string | null, typed: string | null): Promise<void> =>
    this.#answer('decide', () => {
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
    this.#answer('undo', () => {
      this.#put(id, { panel: { is: 'decide' } });
      this.#stand(id, { is: 'open' });
    });

  sendNow = (id: string): Promise<string | null> =>
    this.#answer('sendNow', () => {
      this.#put(id, { panel: panels.moving });
      this.#stand(id, { is: 'moving', line: 'Granted 1 h, not sent yet' });
      return this.given.patience;
    });

  classify = (id: string, level: RoleLevel | null): Promise<void> =>
    this.#answer('classify', () => {
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
    this.#answer('openPage', () => {
      this.opened.push(id);
    });

  revoke = (id: string, reason: string | null): Promise<void> =>
    this.#answer('revoke', () => {
      this.revoked.push({ id, reason });
    });

  log = (queue: string | null, offset: number, limit: number): Promise<LogView> =>
    this.#answer('log', () => ({
      ...this.given.log,
      queue: queue ?? this.given.log.queue,
      rows: this.given.log.rows.slice(offset, offset + limit),
    }));

  quit = (): Promise<void> => this.#answer('quit', () => undefined);
  retryKeyring = (): Promise<void> =>
    this.#answer('retryKeyring', () => {
      this.given.status = { ...this.given.status, banners: [] };
      this.given.sheets = this.given.sheets.map((sheet) => ({ ...sheet, panel: { is: 'decide' } }));
    });

  takeNavigation = (): Promise<NavigationView | null> =>
    this.#answer('takeNavigation', () => {
      const to = this.given.navigation;
      this.given.navigation = null;
      return to;
    });

  onChanged = (heard: (changed: DeskChanged) => void): Promise<() => void> => {
    this.#changed.add(heard);
    return Promise.resolve(() => this.#changed.delete(heard));
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
    this.change({ inbox: { ...this.given.inbox, rows } });
  }

  async #answer<T>(call: keyof Backend, answer: () => T): Promise<T> {
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
