// The whole desk on one screen: its states side by side, what the core's events make stale, and what each key does.
// It asks the core only for what can be seen.

import type {
  Backend,
  BannerKind,
  DeskChanged,
  NamedViewView,
  NavigationView,
  Page,
  RoleLevel,
} from '../lib/backend/backend';
import { GrantsState } from '../lib/grants/grants.svelte';
import { InboxState } from '../lib/inbox/inbox.svelte';
import { canAct } from '../lib/inbox/selection.svelte';
import { InsightsState } from '../lib/insights/insights.svelte';
import { LogState } from '../lib/log/log.svelte';
import { QueuesState } from '../lib/queues/queues.svelte';
import { StatusState } from '../lib/frame/status.svelte';
import { SettingsState } from '../lib/settings/settings.svelte';
import type { Section, Setting } from '../lib/settings/sections';
import { Learning } from './learning.svelte';
import { announcer } from '../lib/shared/announcer.svelte';
import { focusIsIn, focusOn } from '../lib/shared/focus';
import type { Action } from '../lib/shared/keymap';
import { narrow } from '../lib/shared/media';
import { SheetState } from '../lib/sheet/sheet.svelte';
import { apart } from './apart.svelte';
import { decide, type Deciding } from './deciding';
import { nextPane } from './panes';
import { Triage } from './triage.svelte';

const NOTHING: DeskChanged = { inbox: false, grants: false, log: false, status: false };

/** A sheet is opened at once, or when the list stands still again: not one for every row that is passed. */
const STANDSTILL = 120;

export class Desk {
  page = $state<Page>('inbox');
  /** Which of list and sheet a narrow window shows. */
  pane = $state<'list' | 'sheet'>('list');
  shortcuts = $state(false);
  palette = $state(false);
  failure = $state<string | null>(null);
  readonly status: StatusState;
  readonly inbox: InboxState;
  readonly triage: Triage;
  readonly sheet: SheetState;
  readonly grants: GrantsState;
  readonly log: LogState;
  readonly insights: InsightsState;
  readonly queues: QueuesState;
  readonly settings: SettingsState;
  readonly learning: Learning;
  readonly #backend: Backend;
  #stale: DeskChanged = NOTHING;
  #loading = false;
  /** The page that was asked for last. */
  #turning: Page = 'inbox';
  #openedAt = 0;
  #opening: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.status = new StatusState(backend);
    this.inbox = new InboxState(backend);
    this.triage = new Triage(backend, this.inbox, {
      trying: (act) => this.#trying(act),
      listed: (typing) => this.#listed(typing),
    });
    this.sheet = new SheetState(backend);
    this.grants = new GrantsState(backend);
    this.log = new LogState(backend);
    this.insights = new InsightsState(backend);
    this.queues = new QueuesState(backend);
    this.settings = new SettingsState(backend);
    this.learning = new Learning(backend, this, (act) => this.#trying(act));
  }

  /** Listens first, so that nothing is missed between reading and hearing. The answer ends it. */
  async start(): Promise<() => void> {
    const deaf = await Promise.all([
      this.#backend.onChanged((changed) => this.#changed(changed)),
      this.#backend.onExporting((so) => this.log.export.hear(so)),
      this.#backend.onConnecting((step) => this.queues.hear(step)),
      this.#backend.onNavigated((to) => void this.navigate(to)),
    ]);
    await this.#trying(async () => {
      if (this.settings.preferences.view === null) await this.settings.preferences.load();
      await this.status.load();
      await this.learning.load();
      await this.inbox.load();
      await this.triage.shelf.load();
      const to = await this.#backend.takeNavigation();
      if (to) await this.navigate(to);
      else await this.#openFirst();
    });
    return () => deaf.forEach((stop) => stop());
  }

  retry(): void {
    this.failure = null;
    this.#changed({ inbox: true, grants: true, log: true, status: true });
  }

  async navigate(to: NavigationView): Promise<void> {
    this.shortcuts = false;
    this.palette = false;
    // The one notification that leads here is the example.
    if (to.page === 'settings') return this.openSetting('notifications', null);
    await this.go(to.page);
    if (to.page === 'inbox' && to.id !== null) {
      await this.#trying(async () => {
        await this.pick(to.id ?? '');
        if (to.deny) this.sheet.startDeny();
      });
    } else if (to.page === 'grants') {
      this.grants.selected = to.id;
    }
  }

  async go(page: Page): Promise<void> {
    if (!(await this.#turnTo(page))) return;
    this.grants.cancel();
    await this.#reload({ ...NOTHING, inbox: page === 'inbox', grants: page === 'grants', log: page === 'log' });
    if (page === 'inbox') await this.#trying(() => this.inbox.showArrivals());
    // What is on the page was checked when the app started, or longer ago.
    if (page === 'log' && this.log.view !== null && this.log.view.count > 0) void this.log.verify();
    if (page === 'insights') await this.#trying(() => this.insights.load());
    if (page === 'settings') {
      await this.#openSection(this.settings.section, null);
    } else {
      await focusOn(page === 'grants' || page === 'insights' ? 'page' : 'list');
    }
  }

  /** Answers whether the page is another than before. One that was not drawn yet is read first. */
  async #turnTo(page: Page): Promise<boolean> {
    this.#turning = page;
    if (!apart.isThere(page)) await this.#trying(() => apart.read(page));
    if (this.#turning !== page || this.page === page || !apart.isThere(page)) return false;
    this.page = page;
    return true;
  }

  /** The inbox, narrowed as a view has it. */
  async openView(view: NamedViewView): Promise<void> {
    await this.go('inbox');
    this.pane = 'list';
    await this.triage.open(view);
  }

  /** The guided way to a queue. */
  async connect(): Promise<void> {
    if (this.learning.isPractice) return;
    await this.openSetting('queues', null);
    await this.#trying(() => this.queues.connect());
  }

  /** A section of the settings, where one is meant at that setting. */
  async openSetting(section: Section, setting: Setting | null): Promise<void> {
    if (await this.#turnTo('settings')) this.grants.cancel();
    if (this.page !== 'settings') return;
    await this.#openSection(section, setting);
  }

  async openQueue(id: string): Promise<void> {
    await this.openSetting('queues', null);
    await focusOn(`queue/${id}`);
  }

  async #openSection(section: Section, setting: Setting | null): Promise<void> {
    await this.#trying(async () => {
      if (section === 'queues') await this.queues.load();
      await this.settings.open(section, setting);
    });
    if (this.queues.guide.stage !== null) await focusOn('guide');
  }

  /** Out of the guided way, to what waits. */
  async toInbox(): Promise<void> {
    await this.#trying(() => this.queues.leaveGuide());
    await this.go('inbox');
  }

  /** Opens a request, on a narrow window in the list's place. */
  async pick(id: string): Promise<void> {
    if (!(await this.inbox.select(id)) && !(await this.#selectBeyond(id))) return;
    this.pane = 'sheet';
    clearTimeout(this.#opening);
    await this.sheet.open(id);
  }

  /** What the filter leaves out is shown without it. */
  async #selectBeyond(id: string): Promise<boolean> {
    if (this.inbox.asked.query === '') return false;
    this.triage.filter.show('');
    await this.inbox.ask({ query: '' });
    return this.inbox.select(id);
  }

  back(): void {
    this.pane = 'list';
    void focusOn('list');
  }

  async next(): Promise<void> {
    const id = await this.inbox.nextOpen();
    if (id === null) {
      this.back();
      return;
    }
    await this.pick(id);
    await focusOn('sheet');
  }

  async showArrivals(): Promise<void> {
    await this.#trying(async () => {
      await this.inbox.showArrivals();
      if (this.inbox.selected === null) await this.#openFirst();
    });
    await focusOn('list');
  }

  act(kind: BannerKind): void {
    switch (kind) {
      case 'log-broken':
        void this.#trying(() => this.log.turnTo(null)).then(() => this.go('log'));
        return;
      case 'no-keyring':
        void this.unlock();
        return;
      case 'not-admitted':
      case 'queue-off':
        void this.#trying(async () => {
          const told = await this.status.retryQueue();
          if (told !== null) announcer.say(told);
        });
        return;
      case 'revoked':
      case 'went-back':
      case 'new-device':
      case 'no-notifications':
    }
  }

  async unlock(): Promise<void> {
    await this.#trying(async () => {
      await this.status.retryKeyring();
      await this.#reload({ ...NOTHING, inbox: true });
    });
  }

  /** What stands open is read again, so that its ends stay right as the minutes pass. */
  minute(): void {
    if (document.hidden) return;
    if (this.page === 'inbox') void this.sheet.refresh();
    if (this.page === 'insights') this.measure(() => this.insights.minute());
  }

  /** Does what a key stands for; answers whether it did anything. */
  perform(action: Action, repeated: boolean): boolean {
    const learnt = this.learning.perform(action, repeated);
    if (learnt !== null) return learnt;
    switch (action) {
      case 'next':
        return this.#move(1);
      case 'previous':
        return this.#move(-1);
      case 'first':
        return this.#move(-Infinity);
      case 'last':
        return this.#move(Infinity);
      case 'open':
        return !repeated && this.#open();
      case 'back':
        return this.#back();
      case 'arrivals':
        if (this.page !== 'inbox' || this.inbox.arrivals === 0) return false;
        void this.showArrivals();
        return true;
      case 'panes':
        void nextPane(this.page);
        return true;
      case 'find':
        if (this.page !== 'log' && this.page !== 'inbox') return false;
        if (this.page === 'inbox') this.pane = 'list';
        void focusOn('find');
        return true;
      case 'select':
        return this.page === 'inbox' && !repeated && this.triage.toggle(this.inbox.place);
      case 'select-down':
        return this.page === 'inbox' && this.triage.step(1);
      case 'select-up':
        return this.page === 'inbox' && this.triage.step(-1);
      case 'select-all':
        if (this.page !== 'inbox' || this.inbox.total === 0) return false;
        void this.triage.all();
        return true;
      case 'snooze':
        return !repeated && this.snooze();
      case 'inbox':
      case 'grants':
      case 'log':
      case 'insights':
      case 'settings':
        void this.go(action);
        return true;
      case 'palette':
        void this.#trying(() => apart.read('palette')).then(() => (this.palette = true));
        return true;
      case 'shortcuts':
        void this.#trying(() => apart.read('shortcuts')).then(() => (this.shortcuts = true));
        return true;
      case 'quit':
        void this.#trying(() => this.#backend.quit());
        return true;
      case 'connect':
        if (!this.#onQueues() || this.queues.guide.stage !== null || repeated) return false;
        void this.connect();
        return true;
      case 'revoke':
        if (this.page !== 'grants' || repeated) return false;
        this.grants.ask(this.grants.selected);
        return true;
      case 'shorten':
        if (this.page !== 'grants') return this.#decide(action, repeated);
        if (repeated) return false;
        this.grants.askShorten(this.grants.selected);
        return true;
      case 'grant':
      case 'deny':
      case 'shorter':
      case 'longer':
      case 'undo':
      case 'send-now':
        return this.#decide(action, repeated);
      case 'open-page':
        if (!this.#onSheet() || !this.sheet.view?.page) return false;
        if (!repeated) void this.sheet.openPage();
        return true;
      case 'classify-low':
        return this.#classify('low', repeated);
      case 'classify-medium':
        return this.#classify('medium', repeated);
      case 'classify-high':
        return this.#classify('high', repeated);
      case 'classify-critical':
        return this.#classify('critical', repeated);
      case 'classify-forget':
        return this.#classify(null, repeated);
    }
  }

  #decide(action: Deciding, repeated: boolean): boolean {
    if (this.page === 'inbox' && !repeated) {
      if (action === 'undo' && this.triage.bulk.held) return this.#do(() => this.triage.undoAll());
      if ((action === 'grant' || action === 'deny') && this.triage.selection.count > 0)
        return this.#do(() => this.triage.review(action));
    }
    if (!this.#onSheet()) return false;
    decide(this.sheet, action, repeated);
    return true;
  }

  /** Puts aside what is selected, else what is open or active; answers whether there is such. */
  snooze(): boolean {
    if (this.page !== 'inbox') return false;
    const { selection } = this.triage;
    const row = this.inbox.row(this.inbox.place);
    const listed = row !== null && canAct(row) ? row.id : null;
    const one = !this.#onSheet() ? listed : this.sheet.canDeny ? (this.sheet.view?.id ?? null) : null;
    if (selection.count === 0 && one === null) return false;
    return this.#do(() => this.triage.snooze(selection.count > 0 ? selection.ids : [one ?? '']));
  }

  #do(act: () => Promise<void>): boolean {
    void act();
    return true;
  }

  #onQueues(): boolean {
    return this.page === 'settings' && this.settings.section === 'queues';
  }

  #onSheet(): boolean {
    const isRead = this.page === 'inbox' && !this.learning.inPlace;
    return isRead && this.sheet.view !== null && (!narrow.current || this.pane === 'sheet');
  }

  #classify(level: RoleLevel | null, repeated: boolean): boolean {
    if (!this.#onSheet() || !this.sheet.view?.why.classify) return false;
    if (!repeated) void this.sheet.classify(level);
    return true;
  }

  #move(steps: number): boolean {
    switch (this.page) {
      case 'inbox':
        if (this.inbox.total === 0) return false;
        void this.#trying(async () => {
          const id = await this.inbox.move(steps);
          if (id !== null && (!narrow.current || this.pane === 'sheet')) this.#openSoon(id);
        });
        return true;
      case 'grants':
        this.grants.move(steps);
        return true;
      case 'log':
        void this.#trying(() => this.log.move(steps));
        return true;
      case 'insights':
        return false;
      case 'settings':
        if (!this.#onQueues() || this.queues.guide.stage !== null) return false;
        this.queues.move(steps);
        return true;
    }
  }

  #open(): boolean {
    if (this.page === 'log') {
      void focusOn('sheet');
      return true;
    }
    if (this.page !== 'inbox') return false;
    const panel = this.sheet.view?.panel.is;
    if (focusIsIn('sheet', 'decide') && !this.sheet.denying) {
      if (panel === 'changed') void this.sheet.goOn();
      else if (panel === 'again') this.sheet.decideAgain();
      return true;
    }
    if (this.inbox.selected === null) return false;
    void this.pick(this.inbox.selected).then(() => focusOn('sheet'));
    return true;
  }

  #back(): boolean {
    if (this.page === 'grants') return this.grants.cancel();
    if (this.page === 'insights') return false;
    if (this.page === 'log') this.log.search.clear();
    if (this.page === 'settings') return (this.#onQueues() && this.queues.back()) || this.settings.back();
    if (this.page === 'inbox' && (this.sheet.stepBack() || this.triage.clear())) return true;
    if (this.page === 'inbox') this.pane = 'list';
    void focusOn('list');
    return true;
  }

  async #openFirst(): Promise<void> {
    const first = await this.inbox.first();
    if (first === null || narrow.current || !(await this.inbox.select(first))) return;
    void this.sheet.open(first);
  }

  #openSoon(id: string): void {
    clearTimeout(this.#opening);
    const now = performance.now();
    const isPassing = now - this.#openedAt < STANDSTILL;
    this.#openedAt = now;
    // Nothing may be decided on the paper that is still there.
    this.sheet.wanted = id;
    if (isPassing) this.#opening = setTimeout(() => void this.sheet.open(id), STANDSTILL);
    else void this.sheet.open(id);
  }

  /** Gathers what comes while something is being read, and reads it once. */
  #changed(changed: DeskChanged): void {
    this.#stale = {
      inbox: this.#stale.inbox || changed.inbox,
      grants: this.#stale.grants || changed.grants,
      log: this.#stale.log || changed.log,
      status: this.#stale.status || changed.status,
    };
    void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    while (Object.values(this.#stale).includes(true)) {
      const stale = this.#stale;
      this.#stale = NOTHING;
      await this.#reload(stale);
    }
    this.#loading = false;
  }

  /** Another page is read when it is gone to. */
  async #reload(stale: DeskChanged): Promise<void> {
    await this.#trying(async () => {
      if (stale.status) await this.status.load();
      if (stale.inbox || stale.grants) await this.learning.follow();
      if (stale.inbox && this.page === 'inbox') {
        const before = this.inbox.arrivals;
        await this.inbox.load();
        await this.triage.heed();
        if (this.inbox.arrivals > before) announcer.say(this.inbox.view?.arrived ?? '');
        if (this.inbox.selected === null) await this.#followLoss();
        else await this.sheet.refresh();
      }
      if (stale.grants && this.page === 'grants') await this.grants.load();
      if (stale.log && this.page === 'log') await this.log.load();
      if (stale.status && this.#onQueues()) await this.queues.load();
      if (stale.status && this.page === 'settings') await this.settings.refresh();
      if (stale.inbox || stale.grants || stale.log) this.insights.stale = true;
    });
  }

  /** Counts what is shown on the page of insights. */
  measure(count: () => Promise<void>): void {
    void this.#trying(count);
  }

  /** The log of another queue. */
  turnLogTo(queue: string): void {
    void this.#trying(() => this.log.turnTo(queue));
  }

  /** What stood open may not be in the list that is shown. Nothing is opened over what the person types. */
  async #listed(typing: boolean): Promise<void> {
    this.triage.each = null;
    if (this.inbox.selected !== null) return;
    this.sheet.close();
    if (!typing) await this.#trying(() => this.#openFirst());
  }

  /** From the filter to what it found. */
  async toFound(): Promise<void> {
    if (this.inbox.selected === null) await this.#trying(() => this.#openFirst());
    await focusOn('list');
  }

  #followLoss(): Promise<void> {
    this.sheet.close();
    this.pane = 'list';
    return this.#openFirst();
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      announcer.say(this.failure);
    }
  }
}
