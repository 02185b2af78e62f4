// The log as far as it has been read: its state, the pages of rows that were in sight, and one decision in detail.

import type { Backend, LogDetailView, LogRowView, LogView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { ExportState } from './export.svelte';
import type { Listed } from './listed';
import { SearchState } from './search.svelte';

const PAGE = 100;

export class LogState implements Listed {
  /** Whose log; once one was read it stays, whatever is decided elsewhere. */
  queue = $state<string | null>(null);
  view = $state.raw<LogView | null>(null);
  /** Rows by their place, newest first; a hole has not been read. */
  rows = $state.raw<(LogRowView | undefined)[]>([]);
  /** The number of the chosen decision's first entry. */
  selected = $state<number | null>(null);
  detail = $state.raw<LogDetailView | null>(null);
  verifying = $state(false);
  error = $state<string | null>(null);
  readonly export: ExportState;
  readonly search: SearchState;
  readonly count = $derived(this.view?.count ?? 0);
  readonly place = $derived(this.rows.findIndex((row) => row?.entry === this.selected));
  readonly #backend: Backend;
  #pages = new Set<number>();
  #from = 0;
  #to = PAGE;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.export = new ExportState(backend);
    this.search = new SearchState(backend, () => ({ queue: this.queue, queues: this.view?.queues ?? [] }));
  }

  /** The log, or what was found in it. */
  get listed(): Listed {
    return this.search.active ? this.search : this;
  }

  /** Another queue's log: each has its own. Without a name, the one to look at first. */
  async turnTo(queue: string | null): Promise<void> {
    [this.queue, this.view, this.rows, this.selected, this.detail] = [queue, null, [], null, null];
    [this.error, this.#from, this.#to] = [null, 0, PAGE];
    this.export.forget();
    this.search.clear();
    this.verifying = false;
    await this.load();
    await this.verify();
  }

  /** Reads again what is in sight; older pages are read when they are looked at. */
  async load(): Promise<void> {
    this.#take(await this.#backend.log(this.queue, 0, PAGE), 0, true);
    await this.see(this.#from, this.#to);
    // Of a broken log, the decision that does not match comes first.
    const first = this.rows.findIndex((row) => row?.witness === 'does-not-match');
    if (this.selected === null) await this.choose(Math.max(0, first));
    else await this.#readDetail(this.selected);
  }

  /** The rows from one place to another have come into sight. */
  async see(from: number, to: number): Promise<void> {
    [this.#from, this.#to] = [from, to];
    const count = this.view?.count ?? 0;
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, count); page += 1) {
      if (this.#pages.has(page)) continue;
      this.#pages.add(page);
      this.#take(await this.#backend.log(this.queue, page * PAGE, PAGE), page, false);
    }
  }

  row(place: number): LogRowView | undefined {
    return this.rows[place];
  }

  keyOf(place: number): string | number {
    return this.rows[place]?.entry ?? `place-${String(place)}`;
  }

  from(): null {
    return null;
  }

  async choose(place: number): Promise<void> {
    const row = this.rows[place];
    if (!row) return;
    this.selected = row.entry;
    await this.#readDetail(row.entry);
  }

  async move(steps: number): Promise<void> {
    if (this.search.active) {
      await this.search.move(steps);
      return;
    }
    const last = (this.view?.count ?? 0) - 1;
    if (last < 0) return;
    const place = Math.min(last, Math.max(0, this.place + steps));
    await this.see(place, place + 1);
    await this.choose(place);
  }

  /** Verifies all of it anew; what was known stays in sight meanwhile. */
  async verify(): Promise<void> {
    if (this.verifying) return;
    this.verifying = true;
    const queue = this.queue;
    await this.#telling(async () => {
      this.#take(await this.#backend.verifyLog(this.queue), 0, true);
      announcer.say(this.view?.title ?? '');
    });
    if (queue === this.queue) this.verifying = false;
  }

  async #telling(act: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await act();
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      announcer.say(this.error);
    }
  }

  async #readDetail(entry: number): Promise<void> {
    const detail = await this.#backend.logDetail(this.queue, entry);
    if (this.selected === entry) this.detail = detail;
  }

  #take(view: LogView, page: number, anew: boolean): void {
    // An answer that another queue's log has overtaken.
    if (this.queue !== null && this.queue !== view.queue) return;
    // A log never gets shorter: another one has begun in its place.
    if (view.count < this.rows.length) [this.rows, this.selected, this.detail] = [[], null, null];
    // What came in since pushes the rows that are held further down.
    const newer = Math.max(0, view.count - this.rows.length);
    const rows = Array.from({ length: view.count }, (_, place) => this.rows[place - newer]);
    view.rows.forEach((row, offset) => {
      if (page * PAGE + offset < view.count) rows[page * PAGE + offset] = row;
    });
    if (anew) this.#pages = new Set([0]);
    this.rows = rows;
    this.view = view;
    this.queue = view.queue;
  }
}
