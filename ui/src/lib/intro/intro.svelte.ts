// The first steps: practise, connect a queue, choose what may interrupt. Each can be passed over, and none is in the way of
// anybody who has a queue.

import type { Backend } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { t } from '../shared/language.svelte';
import type { Messages } from '../shared/messages';

export type IntroStep = Messages['intro-step']['step'];

export const steps: readonly IntroStep[] = ['practise', 'connect', 'interrupt'];

export class IntroState {
  /** Null where it is not on the screen. */
  step = $state<IntroStep | null>(null);
  /** Practice stands in a window of its own. */
  practising = $state(false);
  failure = $state<string | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begins by itself where nothing is connected yet and nobody passed it over; not over what somebody went to meanwhile. */
  async load(isFree: () => boolean): Promise<void> {
    if ((await this.#backend.firstStart()) && isFree()) await this.turn('practise');
  }

  async turn(step: IntroStep): Promise<void> {
    this.step = step;
    this.failure = null;
    await focusOn('intro');
  }

  close(): void {
    [this.step, this.failure, this.practising] = [null, null, false];
  }

  async practise(): Promise<void> {
    try {
      await this.#backend.startPractice();
      this.practising = true;
      this.failure = null;
      announcer.say(t('intro-practising'));
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      announcer.say(this.failure);
    }
  }
}
