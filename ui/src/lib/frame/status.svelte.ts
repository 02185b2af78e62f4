// What frames every screen, as last read from the core, and the two things its banners can set going.

import type { Backend, StatusView } from '../backend/backend';
import { clock } from '../shared/clock.svelte';

export class StatusState {
  view = $state.raw<StatusView | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.status();
    clock.correct(this.view.now);
  }

  /** Answers why it is not asked at once, where it is not. */
  async retryQueue(): Promise<string | null> {
    const told = await this.#backend.retryQueue();
    await this.load();
    return told;
  }

  async retryKeyring(): Promise<void> {
    await this.#backend.retryKeyring();
    await this.load();
  }
}
