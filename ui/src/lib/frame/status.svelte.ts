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

  async retryQueue(): Promise<void> {
    await this.#backend.retryQueue();
    await this.load();
  }

  async retryKeyring(): Promise<void> {
    await this.#backend.retryKeyring();
    await this.load();
  }
}
