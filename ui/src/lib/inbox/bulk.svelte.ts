// Several requests decided or put aside at once. What happens to each is the core's to say: this keeps its review, the
// reason that goes with it, and what can still be taken back.

import type {
  Backend,
  BulkAction,
  BulkDoneView,
  BulkOf,
  BulkReviewView,
  DoneView,
  DroppedView,
  SnoozeChoice,
} from '../backend/backend';
import { clock } from '../shared/clock.svelte';

export class BulkState {
  review = $state.raw<BulkReviewView | null>(null);
  reason = $state('');
  /** Why nothing was done. */
  error = $state<string | null>(null);
  busy = $state(false);
  /** What was decided last. */
  done = $state.raw<BulkDoneView | null>(null);
  /** Of what was decided or put aside last, what was left out, each with the reason. */
  dropped = $state.raw<DroppedView[]>([]);
  /** What is to be put aside, while it is asked until when. */
  aside = $state.raw<BulkOf | null>(null);
  /** All of it can still be taken back. */
  readonly held = $derived.by(() => {
    const { done } = this;
    return done !== null && done.done.length > 0 && clock.now < (done.until ?? 0);
  });
  /** Something is open over the page. */
  readonly asking = $derived(this.review !== null || this.aside !== null || this.dropped.length > 0);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Opens the review. */
  ask(of: BulkOf, action: BulkAction): Promise<boolean> {
    return this.#trying(async () => {
      this.review = await this.#backend.review(of, action);
      this.reason = '';
    });
  }

  confirm(): Promise<boolean> {
    const ticket = this.review?.ticket;
    if (ticket === null || ticket === undefined) return Promise.resolve(false);
    const reason = this.reason.trim();
    return this.#trying(async () => {
      this.done = await this.#backend.decideAll(ticket, reason === '' ? null : reason);
      this.review = null;
      this.dropped = this.done.dropped;
    });
  }

  /** Nothing of it is decided. */
  close(): void {
    this.review = null;
    this.aside = null;
    this.dropped = [];
    this.error = null;
  }

  async undoAll(): Promise<DoneView | null> {
    const { done } = this;
    if (done === null) return null;
    let view: DoneView | null = null;
    await this.#trying(async () => {
      view = await this.#backend.undoAll(done.done);
      this.done = null;
      this.dropped = view.dropped;
    });
    return view;
  }

  /** How many were put aside; null where none was. */
  async snooze(until: SnoozeChoice): Promise<number | null> {
    const of = this.aside;
    if (of === null) return null;
    let count: number | null = null;
    await this.#trying(async () => {
      const view = await this.#backend.snooze(of, until);
      this.aside = null;
      this.dropped = view.dropped;
      count = view.done.length;
    });
    return count;
  }

  wake(ids: string[]): Promise<boolean> {
    return this.#trying(async () => {
      await this.#backend.wake(ids);
    });
  }

  async #trying(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
