// Practice: how the round stands, and which decision is talked about. What is right is judged in the core; here it is only shown,
// one decision at a time.

import type { Backend, PracticeLineView, PracticeView, RoleLevel } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { feedbackTitle } from './words';

const LEVELS: readonly RoleLevel[] = ['low', 'medium', 'high', 'critical'];

export interface LevelTime {
  level: RoleLevel;
  /** Seconds. */
  median: number;
  of: number;
}

export class PracticeState {
  /** Null where this is no practice. */
  view = $state.raw<PracticeView | null>(null);
  /** The request that is talked about. */
  #shown = $state<string | null>(null);
  /** The round is over, and how it went is on the screen. */
  over = $state(false);
  busy = $state(false);
  failure = $state<string | null>(null);
  readonly #backend: Backend;
  /** What was talked about already. */
  #told = new Set<string>();

  readonly lines: PracticeLineView[] = $derived(this.view?.lines ?? []);
  readonly judged: PracticeLineView[] = $derived(this.lines.filter((line) => line.judged !== null));
  readonly isDone: boolean = $derived(this.lines.length > 0 && this.judged.length === this.lines.length);
  readonly feedback: PracticeLineView | null = $derived(this.judged.find((line) => line.id === this.#shown) ?? null);
  readonly right: number = $derived(this.judged.filter((line) => line.judged?.verdict === 'right').length);
  /** Highest first; only where something was timed. */
  readonly times: LevelTime[] = $derived(
    LEVELS.toReversed().flatMap((level) => {
      const took = this.judged.filter((line) => line.level === level).flatMap((line) => line.judged?.took ?? []);
      return took.length === 0 ? [] : [{ level, median: median(took), of: took.length }];
    }),
  );

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads how the round stands; the newest decision is talked about at once. */
  async load(): Promise<void> {
    const before = this.view;
    this.view = await this.#backend.practice();
    if (this.view?.round !== before?.round) {
      this.#told = new Set();
      [this.#shown, this.over] = [null, false];
    }
    if (this.feedback === null && !this.over) this.#tellNext();
  }

  /** What a request was there to teach, once it is judged. */
  tell(id: string): boolean {
    if (!this.judged.some((line) => line.id === id)) return false;
    this.#shown = id;
    this.#told.add(id);
    void focusOn('next');
    return true;
  }

  lineOf(id: string | null): PracticeLineView | null {
    return this.lines.find((line) => line.id === id) ?? null;
  }

  /** On from what is talked about; answers whether that was the last of the round. */
  goOn(): boolean {
    this.#shown = null;
    this.#tellNext();
    if (this.feedback === null && this.isDone) this.over = true;
    return this.over;
  }

  async again(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.#backend.practiseAgain();
      await this.load();
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      announcer.say(this.failure);
    } finally {
      this.busy = false;
    }
  }

  /** One's own can only be looked at: that is talked about when it is left. */
  #tellNext(): void {
    const next = this.judged.find((line) => !this.#told.has(line.id) && line.judged?.decision !== 'withheld');
    if (!next || !this.tell(next.id)) return;
    announcer.say(feedbackTitle(next));
  }
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
}
