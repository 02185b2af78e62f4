// The live grants and the one that is about to be revoked. Counting down is the rows' own business.

import type { Backend, GrantRowView, GrantsView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { t } from '../shared/language.svelte';

export class GrantsState {
  view = $state.raw<GrantsView | null>(null);
  selected = $state<string | null>(null);
  /** The grant whose revocation is being confirmed. */
  revoking = $state<string | null>(null);
  reason = $state('');
  busy = $state(false);
  error = $state<string | null>(null);
  readonly rows: GrantRowView[] = $derived(this.view?.sections.flatMap((section) => section.rows) ?? []);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.grants();
    const isHere = (id: string | null) => this.rows.some((row) => row.id === id);
    if (!isHere(this.selected)) this.selected = null;
    if (!this.rows.some((row) => row.id === this.revoking && row.may_revoke)) this.revoking = null;
  }

  move(steps: number): void {
    const place = this.rows.findIndex((row) => row.id === this.selected);
    const from = place < 0 ? (steps > 0 ? -1 : this.rows.length) : place;
    const to = Math.min(this.rows.length - 1, Math.max(0, from + steps));
    this.selected = this.rows[to]?.id ?? null;
  }

  ask(id: string | null): void {
    const row = this.rows.find((one) => one.id === id);
    if (!row?.may_revoke) return;
    this.selected = row.id;
    this.revoking = row.id;
    this.reason = '';
    this.error = null;
    void focusOn('revoke-reason');
  }

  /** Answers whether a question was open. */
  cancel(): boolean {
    if (this.revoking === null) return false;
    this.revoking = null;
    void focusOn('page');
    return true;
  }

  async revoke(): Promise<void> {
    const id = this.revoking;
    if (id === null || this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await this.#backend.revoke(id, this.reason.trim() || null);
      this.revoking = null;
      announcer.say(t('grants-revoked'));
      await this.load();
      await focusOn('page');
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      announcer.say(this.error);
    } finally {
      this.busy = false;
    }
  }
}
