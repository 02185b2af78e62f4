// What teaches: the first steps of whoever is new, and practice. It brings both together with the desk's pages, queues and
// settings, and decides nothing.

import type { Backend } from '../lib/backend/backend';
import { IntroState, steps, type IntroStep } from '../lib/intro/intro.svelte';
import { PracticeState } from '../lib/practice/practice.svelte';
import type { Section } from '../lib/settings/sections';
import { focusOn } from '../lib/shared/focus';
import type { Action } from '../lib/shared/keymap';
import type { Desk } from './desk.svelte';

export class Learning {
  readonly intro: IntroState;
  readonly practice: PracticeState;
  readonly #backend: Backend;
  readonly #desk: Desk;
  /** Does it, or lets the desk say why it was not done. */
  readonly #trying: (act: () => Promise<void>) => Promise<void>;

  constructor(backend: Backend, desk: Desk, trying: (act: () => Promise<void>) => Promise<void>) {
    this.#backend = backend;
    this.#desk = desk;
    this.#trying = trying;
    this.intro = new IntroState(backend);
    this.practice = new PracticeState(backend);
  }

  /** Everything here is made up, and no real queue is connected. */
  get isPractice(): boolean {
    return this.#desk.status.view?.practice === true;
  }

  /** What a decision was worth, or how the round went, stands in the place of the request. */
  get inPlace(): boolean {
    return this.practice.feedback !== null || this.practice.over;
  }

  /** When the desk starts, after its status was read. */
  async load(): Promise<void> {
    await this.intro.load(() => this.#desk.page === 'inbox');
    await this.follow();
  }

  /** Something was decided, or another round began. */
  async follow(): Promise<void> {
    if (this.isPractice) await this.practice.load();
  }

  /** One of the first steps, on a screen of its own. */
  async introduce(step: IntroStep): Promise<void> {
    await this.#trying(async () => {
      if (step === 'interrupt') await this.#desk.settings.notifications.load();
      await this.intro.turn(step);
    });
  }

  /** The step after this one; after the last, the inbox. */
  async onward(): Promise<void> {
    await this.#desk.queues.guide.close();
    const next = this.intro.step === null ? undefined : steps[steps.indexOf(this.intro.step) + 1];
    if (next !== undefined) return this.introduce(next);
    await this.leave();
    await this.#desk.go('inbox');
    await focusOn('list');
  }

  /** The guided way to a queue, from among the first steps. */
  async connect(): Promise<void> {
    await this.#trying(() => this.#desk.queues.connect());
  }

  /** Out of the first steps, which do not come again by themselves; where one is meant, to that section of the settings. */
  async leave(section?: Section): Promise<void> {
    await this.#desk.queues.guide.close();
    this.intro.close();
    await this.#trying(() => this.#desk.settings.preferences.set({ introduced: true }));
    if (section !== undefined) await this.#desk.openSetting(section, null);
  }

  /** Practice in a window of its own; where it cannot be started, why. */
  async practise(): Promise<void> {
    await this.#trying(() => this.#backend.startPractice());
  }

  /** On from what a decision in practice was worth. */
  async next(): Promise<void> {
    if (this.practice.goOn()) await focusOn('next');
    else if (this.practice.feedback === null) await this.#desk.next();
  }

  /** The next round. */
  async again(): Promise<void> {
    await this.practice.again();
    await this.#desk.showArrivals();
  }

  /** Out of practice, which ends with its window. */
  async end(): Promise<void> {
    await this.#trying(() => this.#backend.quit());
  }

  /** What a key does among the first steps or on what a decision was worth; null where it is the desk's. */
  perform(action: Action, repeated: boolean): boolean | null {
    if (this.intro.step !== null) return this.#introduced(action, repeated);
    if (!this.inPlace || this.#desk.page !== 'inbox' || action !== 'next') return null;
    if (!repeated && this.practice.feedback !== null) void this.next();
    return true;
  }

  /** Only what leads out of the first steps, or back within the guided way. */
  #introduced(action: Action, repeated: boolean): boolean | null {
    switch (action) {
      case 'inbox':
      case 'grants':
      case 'log':
      case 'insights':
        void this.leave().then(() => this.#desk.go(action));
        return true;
      case 'settings':
        void this.leave(this.#desk.settings.section);
        return true;
      case 'quit':
        return null;
      case 'back':
        return !repeated && this.#desk.queues.guide.stage !== null && this.#desk.queues.back();
      case 'next':
      case 'previous':
      case 'first':
      case 'last':
      case 'open':
      case 'select':
      case 'select-down':
      case 'select-up':
      case 'select-all':
      case 'snooze':
      case 'arrivals':
      case 'panes':
      case 'find':
      case 'grant':
      case 'deny':
      case 'shorten':
      case 'shorter':
      case 'longer':
      case 'undo':
      case 'send-now':
      case 'open-page':
      case 'classify-low':
      case 'classify-medium':
      case 'classify-high':
      case 'classify-critical':
      case 'classify-forget':
      case 'revoke':
      case 'connect':
      case 'palette':
      case 'shortcuts':
        return false;
    }
  }
}
