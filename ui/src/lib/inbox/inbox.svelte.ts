// The list of what waits, page by page, and the place in it. Order, places and what may go are the core's: this state keeps
// the pages that are looked at, and says whether anybody looks.

import type {
  Backend,
  Grouping,
  HeadingView,
  InboxPageView,
  InboxRequest,
  ListLineView,
  RowView,
  Sort,
} from '../backend/backend';
import { TodayState } from './today.svelte';

/** Lines that are read at once. */
const PAGE = 100;
/** How far the next request that can be acted on is looked for. */
const NEAR = 500;

/** Which list: what fits a query, in an order, under headings. */
export interface Asked {
  query: string;
  sort: Sort;
  group: Grouping;
}

type Anew = Pick<InboxRequest, 'mark' | 'settle' | 'keep'>;

export class InboxState {
  view = $state.raw<InboxPageView | null>(null);
  lines = $state.raw<ReadonlyMap<number, ListLineView>>(new Map());
  selected = $state<string | null>(null);
  /** The line of the selected request; -1 where none is. */
  place = $state(-1);
  /** The pointer is over the list, so that nothing in it may move. */
  hovered = false;
  /** What was asked for, as the core gave an answer to it. */
  asked = $state.raw<Asked>({ query: '', sort: 'time-left', group: 'none' });
  /** Counts the lists that were asked for, each of which is shown from its beginning. */
  lists = $state(0);
  readonly total = $derived(this.view?.total ?? 0);
  readonly arrivals = $derived(this.view?.arrivals ?? 0);
  /** The requests of the pages that are known, in the order of the list. */
  readonly rows = $derived(
    [...this.lines].sort(([a], [b]) => a - b).flatMap(([, line]) => (line.is === 'row' ? [line.row] : [])),
  );
  /** Nothing waits, whatever is looked for. */
  readonly isEmpty = $derived(this.view?.total === 0 && this.asked.query === '');
  /** What stands there while nothing waits. */
  readonly today: TodayState;
  readonly #backend: Backend;
  /** What is in sight. */
  #from = 0;
  #to = 0;
  #turn = 0;
  /** By the first line of what was read, the heading that it stands under. */
  #under = new Map<number, HeadingView>();
  #reading = new Map<number, Promise<void>>();

  constructor(backend: Backend) {
    this.#backend = backend;
    this.today = new TodayState(backend);
  }

  /** What the core says by now, at the places there were. What is over goes where nobody looks at it. */
  async load(): Promise<void> {
    await this.#anew({ mark: this.view?.mark ?? null, settle: !this.hovered, keep: this.selected });
    // Without its figures an empty inbox is empty all the same.
    if (this.isEmpty) await this.today.load().catch(() => undefined);
  }

  /** Without what is over or put aside, of what was there; what came in waits on. */
  settle(): Promise<void> {
    return this.#anew({ mark: this.view?.mark ?? null, settle: true, keep: null });
  }

  /** The list as the core would make it now: the new rows, and none of the gone. */
  showArrivals(): Promise<void> {
    return this.#anew({ mark: null, settle: false, keep: null });
  }

  /** Another list. What is selected stays so, where it is in it. Rejects where the query cannot be read: nothing changes. */
  async ask(how: Partial<Asked>): Promise<void> {
    const before = this.asked;
    this.asked = { ...before, ...how };
    try {
      await this.#anew({ mark: null, settle: false, keep: null }, 0);
    } catch (error) {
      this.asked = before;
      throw error;
    }
    this.lists += 1;
  }

  /** The heading that a line stands under or is itself, as far as the lines about it are known. */
  headingOf(place: number): HeadingView | null {
    for (let above = place; above >= 0; above -= 1) {
      const line = this.lines.get(above);
      if (line === undefined) return this.#under.get(above + 1) ?? null;
      if (line.is === 'group') return line;
    }
    return null;
  }

  /** Whether a request is in the list. */
  async holds(id: string): Promise<boolean> {
    return (await this.#placeOf(id)) !== null;
  }

  row(place: number): RowView | null {
    const line = this.lines.get(place);
    return line?.is === 'row' ? line.row : null;
  }

  /** These lines are in sight. */
  see(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    for (const page of pages(from, to)) {
      // Whoever waits for a page hears what went wrong; what is only seen is asked for again by the next look.
      if (page < this.total) this.#read(page).catch(() => undefined);
    }
  }

  /** Answers whether there is such a row, among those that wait to be shown, too. */
  async select(id: string): Promise<boolean> {
    let place = await this.#placeOf(id);
    if (place === null) {
      await this.showArrivals();
      place = await this.#placeOf(id);
    }
    if (place === null) return false;
    this.selected = id;
    this.place = place;
    await this.#read(pageOf(place));
    return true;
  }

  /** Selects the row so many lines from the selected one; the nearest there is at an end. */
  async move(steps: number): Promise<string | null> {
    const from = this.place < 0 ? (steps > 0 ? -1 : this.total) : this.place;
    const to = Math.min(this.total - 1, Math.max(0, from + steps));
    const found = (await this.#find(to, steps > 0 ? 1 : -1)) ?? (await this.#find(to, steps > 0 ? -1 : 1));
    if (found === null) return null;
    this.place = found.place;
    this.selected = found.row.id;
    return found.row.id;
  }

  async first(): Promise<string | null> {
    return (await this.#find(0, 1))?.row.id ?? null;
  }

  /** The next row below that can still be acted on, else the first such. */
  async nextOpen(): Promise<string | null> {
    const isOpen = (row: RowView) =>
      row.id !== this.selected && (row.standing.is === 'open' || row.standing.is === 'needs-you');
    const found = (await this.#find(this.place + 1, 1, isOpen)) ?? (await this.#find(0, 1, isOpen));
    return found?.row.id ?? null;
  }

  /** The first rows of the list that fit, in its order, so that there are not more requests than `most`. */
  async gather(fits: (row: RowView) => boolean, most: number): Promise<RowView[]> {
    const found: RowView[] = [];
    let count = 0;
    const { view } = this;
    for (let offset = 0; view !== null && offset < this.total && count < most; offset += 5 * PAGE) {
      const page = await this.#ask({ mark: view.mark, settle: false, keep: null }, offset, 5 * PAGE);
      if (page.mark !== view.mark) break;
      for (const line of page.lines) {
        if (line.is !== 'row' || !fits(line.row) || count >= most) continue;
        found.push(line.row);
        count += line.row.fold?.ids.length ?? 1;
      }
    }
    return found;
  }

  async #find(
    from: number,
    step: 1 | -1,
    fits: (row: RowView) => boolean = () => true,
  ): Promise<{ place: number; row: RowView } | null> {
    for (let looked = 0; looked < NEAR; looked += 1) {
      const place = from + looked * step;
      if (place < 0 || place >= this.total) return null;
      if (!this.lines.has(place)) await this.#read(pageOf(place));
      const row = this.row(place);
      if (row && fits(row)) return { place, row };
    }
    return null;
  }

  async #anew(how: Anew, from = this.#from): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    let offset = pageOf(from);
    const limit = Math.max(PAGE, Math.min(5 * PAGE, pageOf(this.#to) + PAGE - offset));
    let view = await this.#ask(how, offset, limit);
    if (offset > 0 && offset >= view.total) {
      offset = 0;
      view = await this.#ask({ mark: view.mark, settle: false, keep: null }, offset, limit);
    }
    if (turn !== this.#turn) return;
    this.#reading.clear();
    this.view = view;
    this.#under = new Map(view.under === null ? [] : [[view.offset, view.under]]);
    this.lines = new Map(view.lines.map((line, at) => [view.offset + at, line]));
    const selected = this.selected;
    const place = selected === null ? null : await this.#placeOf(selected);
    if (turn !== this.#turn || selected !== this.selected) return;
    this.place = place ?? -1;
    if (place === null) this.selected = null;
    else await this.#read(pageOf(place));
  }

  /** A page of the list that is looked at, once. */
  #read(offset: number): Promise<void> {
    const known = this.#reading.get(offset);
    if (known) return known;
    const view = this.view;
    const last = Math.min(offset + PAGE, this.total) - 1;
    if (!view || last < offset || (this.lines.has(offset) && this.lines.has(last))) return Promise.resolve();
    const read = this.#ask({ mark: view.mark, settle: false, keep: null }, offset, PAGE).then(
      (page) => {
        this.#reading.delete(offset);
        if (page.mark !== this.view?.mark) return;
        if (page.under !== null) this.#under.set(page.offset, page.under);
        const lines = new Map(this.lines);
        page.lines.forEach((line, at) => lines.set(page.offset + at, line));
        this.lines = lines;
      },
      (error: unknown) => {
        this.#reading.delete(offset);
        throw error;
      },
    );
    this.#reading.set(offset, read);
    return read;
  }

  #ask(how: Anew, offset: number, limit: number): Promise<InboxPageView> {
    return this.#backend.inboxPage({ ...this.asked, ...how, offset, limit });
  }

  async #placeOf(id: string): Promise<number | null> {
    for (const [place, line] of this.lines) if (line.is === 'row' && line.row.id === id) return place;
    return this.view === null ? null : await this.#backend.inboxPlace(this.view.mark, id);
  }
}

function pageOf(place: number): number {
  return Math.floor(Math.max(0, place) / PAGE) * PAGE;
}

function pages(from: number, to: number): number[] {
  const found: number[] = [];
  for (let page = pageOf(from); page < to; page += PAGE) found.push(page);
  return found;
}
