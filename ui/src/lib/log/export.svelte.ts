// A log on its way into a file: which form, how far, and what came of it. The person chooses the place in the system's own
// dialog; an export that fails or is stopped leaves nothing.

import { Refusal, type Backend, type ExportedView, type ExportForm, type Exporting } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { t } from '../shared/language.svelte';

export const forms: readonly ExportForm[] = ['json', 'csv', 'ocsf'];

export class ExportState {
  /** The form is being chosen. */
  asking = $state(false);
  form = $state<ExportForm>('json');
  /** From the choice of the place on. */
  running = $state(false);
  /** How far; null until the place is chosen and the first page is read. */
  progress = $state.raw<Exporting | null>(null);
  written = $state.raw<ExportedView | null>(null);
  error = $state<string | null>(null);
  /** It was ended by the person: news, and no fault. */
  stopped = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  ask(): void {
    if (!this.running) this.asking = true;
  }

  close(): void {
    this.asking = false;
  }

  /** Of another log there is nothing to say. */
  forget(): void {
    [this.written, this.error, this.stopped] = [null, null, false];
  }

  async write(queue: string | null, form: ExportForm): Promise<void> {
    if (this.running) return;
    this.forget();
    [this.asking, this.running, this.progress] = [false, true, null];
    try {
      this.written = await this.#backend.exportLog(queue, form);
      if (this.written) announcer.say(t('log-exported', { path: this.written.path }));
    } catch (error) {
      this.stopped = error instanceof Refusal && error.code === 'stopped';
      this.error = error instanceof Error ? error.message : String(error);
      announcer.say(this.error);
    } finally {
      [this.running, this.progress] = [false, null];
    }
  }

  hear(so: Exporting): void {
    if (this.running) this.progress = so;
  }

  async stop(): Promise<void> {
    if (this.running) await this.#backend.stopExport();
  }
}
