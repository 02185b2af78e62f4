// What there is to narrow the list by, and the queries that are kept under a name, with their counts.

import type { Backend, FacetView, NamedViewView } from '../backend/backend';
import { t } from '../shared/language.svelte';
import type { Asked, InboxState } from './inbox.svelte';

export class ShelfState {
  views = $state.raw<NamedViewView[]>([]);
  facets = $state.raw<FacetView[]>([]);
  /** The facets are on the screen. */
  open = $state(false);
  failure = $state<string | null>(null);
  readonly own = $derived(this.views.filter((view) => !view.built_in));
  /** The view that the list is of. */
  readonly current: NamedViewView | null = $derived.by(() => {
    const { query } = this.#inbox.asked;
    const same = this.views.filter((view) => view.query === query && view.query !== '');
    return same.find((view) => !view.built_in) ?? same[0] ?? null;
  });
  readonly #backend: Backend;
  readonly #inbox: InboxState;

  constructor(backend: Backend, inbox: InboxState) {
    this.#backend = backend;
    this.#inbox = inbox;
  }

  async load(): Promise<void> {
    this.views = await this.#backend.views();
    if (this.open) this.facets = await this.#backend.facets(this.#inbox.asked.query);
  }

  async show(): Promise<void> {
    this.failure = null;
    this.facets = await this.#backend.facets(this.#inbox.asked.query);
    this.open = true;
  }

  close(): boolean {
    const was = this.open;
    this.open = false;
    return was;
  }

  /** The list as it is, under a name; answers whether it was kept. */
  save(name: string): Promise<boolean> {
    return this.#trying(() => this.#put(name, this.#inbox.asked));
  }

  rename(view: NamedViewView, name: string): Promise<boolean> {
    if (name.trim() === view.name) return Promise.resolve(true);
    if (this.own.some((one) => one.name === name.trim())) {
      this.failure = t('views-taken');
      return Promise.resolve(false);
    }
    return this.#trying(async () => {
      // Under the new name first: nothing is lost by what goes wrong between.
      await this.#put(name, view);
      await this.#backend.removeView(view.name);
    });
  }

  remove(view: NamedViewView): Promise<boolean> {
    return this.#trying(() => this.#backend.removeView(view.name));
  }

  #put(name: string, { query, sort, group }: Asked): Promise<void> {
    return this.#backend.saveView(name, query, sort, group);
  }

  async #trying(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.failure = null;
      await this.load();
      return true;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}
