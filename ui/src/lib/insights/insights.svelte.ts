// The figures of one period and one queue, or of all. They are counted again when something changed, but no more than once a
// minute while they are looked at: a picture that moves under the eyes says nothing.

import type { Backend, InsightsView } from '../backend/backend';

export const periods = { week: 7, month: 30, quarter: 90, year: 365 } as const;

export type Period = keyof typeof periods;

export class InsightsState {
  period = $state<Period>('month');
  /** The queue's id; of all where none is chosen. */
  queue = $state<string | null>(null);
  view = $state.raw<InsightsView | null>(null);
  loading = $state(false);
  /** Something was decided, asked or ended since. */
  stale = false;
  readonly #backend: Backend;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.loading = true;
    this.stale = false;
    try {
      const view = await this.#backend.insights({ days: periods[this.period], queue: this.queue });
      // Whoever chose again meanwhile wants the later one.
      if (turn === this.#turn) this.view = view;
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  async chooseDays(period: Period): Promise<void> {
    this.period = period;
    await this.load();
  }

  async chooseQueue(queue: string | null): Promise<void> {
    this.queue = queue;
    await this.load();
  }

  async minute(): Promise<void> {
    if (this.stale) await this.load();
  }
}
