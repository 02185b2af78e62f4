// The live grants, how they are grouped, and the one that is about to end now or earlier. Counting down is the rows' own
// business.

import type { Backend, GrantRowView, GrantsView, ShorteningView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { t } from '../shared/language.svelte';
import { plain } from '../shared/safe-text';

export const groupings = ['time', 'tenant', 'holder'] as const;

export type Grouping = (typeof groupings)[number];

export interface Group {
  key: string;
  title: string;
  rows: GrantRowView[];
}

/** Typing has paused. */
const PAUSE = 150;

export class GrantsState {
  view = $state.raw<GrantsView | null>(null);
  by = $state<Grouping>('time');
  selected = $state<string | null>(null);
  /** The grant whose revocation is being confirmed. */
  revoking = $state<string | null>(null);
  /** The grant that is to end earlier. */
  shortening = $state<string | null>(null);
  typed = $state('');
  /** What was typed, said back by the core; nothing while it means no end. */
  preview = $state.raw<ShorteningView | null>(null);
  /** Why what was typed means none. */
  wrong = $state<string | null>(null);
  reason = $state('');
  busy = $state(false);
  error = $state<string | null>(null);
  readonly groups: Group[] = $derived(grouped(this.view, this.by));
  readonly rows: GrantRowView[] = $derived(this.groups.flatMap((group) => group.rows));
  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.view = await this.#backend.grants();
    const isHere = (id: string | null) => this.rows.some((row) => row.id === id);
    if (!isHere(this.selected)) this.selected = null;
    if (!this.rows.some((row) => row.id === this.revoking && row.may_revoke)) this.revoking = null;
    if (!this.rows.some((row) => row.id === this.shortening && row.may_shorten)) this.shortening = null;
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
    this.#begin(row);
    this.revoking = row.id;
    void focusOn('revoke-reason');
  }

  askShorten(id: string | null): void {
    const row = this.rows.find((one) => one.id === id);
    if (!row?.may_shorten) return;
    this.#begin(row);
    this.shortening = row.id;
    void focusOn('shorten-end');
  }

  /** Answers whether a question was open. */
  cancel(): boolean {
    if (this.revoking === null && this.shortening === null) return false;
    clearTimeout(this.#timer);
    [this.revoking, this.shortening] = [null, null];
    void focusOn('page');
    return true;
  }

  async revoke(): Promise<void> {
    const id = this.revoking;
    if (id === null) return;
    await this.#ending(t('grants-revoked'), () => this.#backend.revoke(id, this.reason.trim() || null));
  }

  type(text: string): void {
    this.typed = text;
    [this.preview, this.wrong] = [null, null];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), PAUSE);
  }

  /** Asks what was typed would mean; answers that, if anything. */
  async look(): Promise<ShorteningView | null> {
    clearTimeout(this.#timer);
    const [id, typed] = [this.shortening, this.typed.trim()];
    if (id === null || typed === '') return null;
    const isMeant = () => this.shortening === id && this.typed.trim() === typed;
    try {
      const preview = await this.#backend.previewShortening(id, typed);
      if (isMeant()) [this.preview, this.wrong] = [preview, null];
      return isMeant() ? preview : null;
    } catch (error) {
      if (isMeant()) [this.preview, this.wrong] = [null, error instanceof Error ? error.message : String(error)];
      return null;
    }
  }

  /** What is signed is what was said back: whoever was faster than that is shown it first. */
  async shorten(): Promise<void> {
    const { preview } = this;
    if (preview === null) {
      await this.look();
      announcer.say(this.preview?.after ?? this.wrong ?? '');
      return;
    }
    const { grant, seen, to } = preview;
    await this.#ending(t('grants-shortened'), () => this.#backend.shorten(grant, seen, to, this.reason.trim() || null));
  }

  #begin(row: GrantRowView): void {
    clearTimeout(this.#timer);
    this.selected = row.id;
    [this.revoking, this.shortening, this.preview, this.wrong, this.error] = [null, null, null, null, null];
    [this.typed, this.reason] = ['', ''];
  }

  async #ending(done: string, end: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await end();
      [this.revoking, this.shortening] = [null, null];
      announcer.say(done);
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

/** By time left they come from the core. A group is named by its first row and told apart by what it is: two of one name stay two. */
function grouped(view: GrantsView | null, by: Grouping): Group[] {
  if (view === null) return [];
  if (by === 'time') return view.sections.map(({ title, rows }) => ({ key: title, title, rows }));
  const groups = new Map<string, Group>();
  for (const row of view.sections.flatMap((section) => section.rows)) {
    const key = by === 'tenant' ? row.tenant_id : row.holder_id;
    const title = by === 'tenant' ? row.tenant : plain(row.who);
    const group = groups.get(key) ?? { key, title, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => one.title.localeCompare(other.title));
}
