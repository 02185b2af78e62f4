// The log as far as it has been read: its state, the pages of rows that were in sight, and one decision in detail.

import type { Backend, LogDetailView, LogRowView, LogView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { words } from '../words';

const PAGE = 100;

export class LogState {
  view = $state.raw<LogView | null>(null);
  /** Rows by their place, newest first; a hole has not been read. */
  rows = $state.raw<(LogRowView | undefined)[]>([]);
  /** The number of the chosen decision's first entry. */
  selected = $state<number | null>(null);
  detail = $state.raw<LogDetailView | null>(null);
  busy = $state(false);
  exported = $state<string | null>(null);
  error = $state<string | null>(null);
  readonly place = $derived(this.rows.findIndex((row) => row?.index === this.selected));
  readonly #backend: Backend;
  #pages = new Set<number>();
  #from = 0;
  #to = PAGE;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads again what is in sight; older pages are read when they are looked at. */
  async load(): Promise<void> {
    this.#take(await this.#backend.log(0, PAGE), 0, true);
    await this.see(this.#from, this.#to);
    if (this.selected === null) await this.choose(0);
    else await this.#readDetail(this.selected);
  }

  /** The rows from one place to another have come into sight. */
  async see(from: number, to: number): Promise<void> {
    [this.#from, this.#to] = [from, to];
    const count = this.view?.count ?? 0;
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, count); page += 1) {
      if (this.#pages.has(page)) continue;
      this.#pages.add(page);
      this.#take(await this.#backend.log(page * PAGE, PAGE), page, false);
    }
  }

  async choose(place: number): Promise<void> {
    const row = this.rows[place];
    if (!row) return;
    this.selected = row.index;
    await this.#readDetail(row.index);
  }

  async move(steps: number): Promise<void> {
    const last = (this.view?.count ?? 0) - 1;
    if (last < 0) return;
    const place = Math.min(last, Math.max(0, this.place + steps));
    await this.see(place, place + 1);
    await this.choose(place);
  }

  async verify(): Promise<void> {
    await this.#working(async () => {
      this.#take(await this.#backend.verifyLog(), 0, true);
      announcer.say(this.view?.title ?? '');
    });
  }

  async export(): Promise<void> {
    await this.#working(async () => {
      this.exported = await this.#backend.exportLog();
      announcer.say(`${words.log.exported} ${this.exported}`);
    });
  }

  async #working(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await act();
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      announcer.say(this.error);
    } finally {
      this.busy = false;
    }
  }

  async #readDetail(index: number): Promise<void> {
    const detail = await this.#backend.logDetail(index);
    if (this.selected === index) this.detail = detail;
  }

  #take(view: LogView, page: number, anew: boolean): void {
    // What came in since pushes the rows that are held further down.
    const newer = Math.max(0, view.count - this.rows.length);
    const rows = Array.from({ length: view.count }, (_, place) => this.rows[place - newer]);
    view.rows.forEach((row, offset) => {
      if (page * PAGE + offset < view.count) rows[page * PAGE + offset] = row;
    });
    if (anew) this.#pages = new Set([0]);
    this.rows = rows;
    this.view = view;
  }
}
