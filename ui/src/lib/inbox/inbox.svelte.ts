// The list of what waits and the place in it. The order is the core's; this state only delays it while someone looks.

import type { Backend, InboxView, RowView } from '../backend/backend';
import { merge } from './arrivals';

export class InboxState {
  view = $state.raw<InboxView | null>(null);
  rows = $state.raw<RowView[]>([]);
  arrivals = $state(0);
  selected = $state<string | null>(null);
  /** The pointer is over the list, so that nothing in it may move. */
  hovered = false;
  readonly place = $derived(this.rows.findIndex((row) => row.id === this.selected));
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.inbox();
    const merged = merge(this.rows, this.view.rows, (id) => this.hovered || id === this.selected);
    this.rows = merged.rows;
    this.arrivals = merged.arrivals;
    this.#keepSelection();
  }

  /** Takes over the core's list as it is: the new rows, and none of the gone. */
  showArrivals(): void {
    if (!this.view) return;
    this.rows = this.view.rows;
    this.arrivals = 0;
    this.#keepSelection();
  }

  /** Answers whether there is such a row, among those that wait to be shown, too. */
  select(id: string): boolean {
    if (!this.rows.some((row) => row.id === id)) this.showArrivals();
    const found = this.rows.some((row) => row.id === id);
    if (found) this.selected = id;
    return found;
  }

  /** The row so many places from the selected one; the nearest there is at an end. */
  neighbour(steps: number): string | null {
    if (this.rows.length === 0) return null;
    const from = this.place < 0 ? (steps > 0 ? -1 : this.rows.length) : this.place;
    const to = Math.min(this.rows.length - 1, Math.max(0, from + steps));
    return this.rows[to]?.id ?? null;
  }

  /** The next row below that can still be acted on, else the first such. */
  nextOpen(): string | null {
    const isOpen = (row: RowView) =>
      row.id !== this.selected && (row.standing.is === 'open' || row.standing.is === 'needs-you');
    return (this.rows.slice(this.place + 1).find(isOpen) ?? this.rows.find(isOpen))?.id ?? null;
  }

  #keepSelection(): void {
    if (this.place < 0) this.selected = null;
  }
}
