// The queues of this desk: which there are, what was found of one, and taking one away. The guided way to another one is
// a state of its own.

import type {
  Backend,
  ConnectedView,
  ConnectingStep,
  DoctorView,
  KindView,
  QueuesView,
  RemovalQuestionView,
} from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { t } from '../shared/language.svelte';
import { Guide } from './guide.svelte';

export interface Look {
  id: string;
  busy: boolean;
  view: DoctorView | null;
  failure: string | null;
}

export interface Removing {
  id: string;
  question: RemovalQuestionView | null;
  typed: string;
  busy: boolean;
  failure: string | null;
}

export class QueuesState {
  view = $state<QueuesView | null>(null);
  /** What was found of one queue; one is looked at at a time. */
  look = $state<Look | null>(null);
  removing = $state<Removing | null>(null);
  /** What else there is to know of a queue that was removed. */
  told = $state<string[]>([]);
  readonly guide: Guide;
  readonly #backend: Backend;
  #kinds: KindView[] = [];

  constructor(backend: Backend) {
    this.#backend = backend;
    this.guide = new Guide(backend);
  }

  get rows(): ConnectedView[] {
    return this.view?.queues ?? [];
  }

  async load(): Promise<void> {
    this.view = await this.#backend.queues();
    if (this.look && !this.rows.some((row) => row.id === this.look?.id)) this.look = null;
  }

  async connect(): Promise<void> {
    this.told = [];
    this.guide.open(await this.#known());
    await focusOn('guide');
  }

  async signInAgain(row: ConnectedView): Promise<void> {
    const before = row.sign_in?.offered ? await this.#backend.signedIn(row.id).catch(() => row.sign_in) : row.sign_in;
    this.guide.openAgain(await this.#known(), { ...row, sign_in: before });
    const asks = this.guide.way === 'token' ? 'add-token' : before?.client === null ? 'add-client' : 'connect';
    await focusOn(asks);
  }

  /** After one, the next. */
  async another(): Promise<void> {
    await this.guide.close();
    await this.connect();
  }

  async leaveGuide(): Promise<void> {
    await this.guide.close();
    await this.load();
    await focusOn('page');
  }

  hear(step: ConnectingStep): void {
    this.guide.hear(step);
  }

  /** From queue to queue. */
  move(steps: number): void {
    const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
    const at = cards.findIndex((card) => card.closest('li')?.contains(document.activeElement));
    const to = Math.min(cards.length - 1, Math.max(0, at + steps));
    cards[to]?.focus();
  }

  /** One step back; answers whether there was one. */
  back(): boolean {
    if (this.guide.stage !== null) {
      if (!this.guide.back()) void this.leaveGuide();
      return true;
    }
    if (this.removing) return this.keep();
    if (!this.look) return false;
    this.closeLook();
    return true;
  }

  /** Asks the queue, the keyring and the profile; again replaces what was found. */
  async examine(id: string): Promise<void> {
    if (this.look?.busy) return;
    this.removing = null;
    this.look = { id, busy: true, view: this.look?.id === id ? this.look.view : null, failure: null };
    const found = { view: null as DoctorView | null, failure: null as string | null };
    try {
      found.view = await this.#backend.doctor(id);
    } catch (error) {
      found.failure = said(error);
    }
    if ((this.look as Look | null)?.id !== id) return;
    this.look = { id, busy: false, ...found };
    announcer.say(found.view?.title ?? found.failure ?? '');
  }

  closeLook(): void {
    this.look = null;
  }

  /** Asks what it would cost first. */
  async askRemoval(id: string): Promise<void> {
    this.look = null;
    this.told = [];
    this.removing = { id, question: null, typed: '', busy: false, failure: null };
    try {
      const question = await this.#backend.removal(id);
      if (this.removing.id === id) this.removing.question = question;
    } catch (error) {
      this.removing.failure = said(error);
    }
    await focusOn('remove');
  }

  typeName(typed: string): void {
    if (this.removing) this.removing.typed = typed;
  }

  get canRemove(): boolean {
    const { removing } = this;
    if (!removing?.question || removing.busy) return false;
    const costs = removing.question.lost.length > 0;
    return !costs || removing.typed.trim() === removing.question.seen.name;
  }

  keep(): boolean {
    if (!this.removing || this.removing.busy) return false;
    const { id } = this.removing;
    this.removing = null;
    void focusOn(`queue/${id}`);
    return true;
  }

  async remove(): Promise<void> {
    const { removing } = this;
    if (!removing?.question || !this.canRemove) return;
    removing.busy = true;
    const { seen, name } = { seen: removing.question.seen, name: removing.question.seen.name };
    try {
      const more = await this.#backend.removeQueue(seen, removing.typed === '' ? null : removing.typed);
      this.removing = null;
      this.told = [t('queues-removed', { name }), ...more];
      announcer.say(this.told.join(' '));
      await this.load();
      await focusOn('page');
    } catch (error) {
      removing.busy = false;
      removing.failure = said(error);
      // It may have grown since it was seen.
      removing.question = await this.#backend.removal(removing.id).catch(() => removing.question);
      announcer.say(removing.failure);
    }
  }

  async #known(): Promise<KindView[]> {
    if (this.#kinds.length === 0) this.#kinds = await this.#backend.connectors();
    return this.#kinds;
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
