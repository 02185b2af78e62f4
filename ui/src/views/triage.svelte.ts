// The inbox as it is worked through: narrowed and kept as views, several selected and decided or put aside together. It
// brings list, filter, selection and review together; what opens next is the desk's.

import type { Backend, BulkAction, BulkOf, NamedViewView, RowView, SnoozeChoice } from '../lib/backend/backend';
import { BulkState } from '../lib/inbox/bulk.svelte';
import { FilterState } from '../lib/inbox/filter.svelte';
import type { Asked, InboxState } from '../lib/inbox/inbox.svelte';
import { MOST, Selection, canAct, type NotSelected } from '../lib/inbox/selection.svelte';
import { ShelfState } from '../lib/inbox/shelf.svelte';
import { announcer } from '../lib/shared/announcer.svelte';
import { focusOn } from '../lib/shared/focus';
import { counted, language, t } from '../lib/shared/language.svelte';
import { apart } from './apart.svelte';

interface Around {
  trying: (act: () => Promise<void>) => Promise<void>;
  /** Another list is shown; `typing` while the person goes on in the field. */
  listed: (typing: boolean) => Promise<void>;
}

export class Triage {
  readonly filter: FilterState;
  readonly shelf: ShelfState;
  readonly selection = new Selection();
  readonly bulk: BulkState;
  /** The requests of the row that is open, each by itself; null while they are folded. */
  each = $state.raw<RowView[] | null>(null);
  /** The row that is selected, where it stands for several. */
  readonly folded: RowView | null = $derived.by(() => {
    const row = this.#inbox.row(this.#inbox.place);
    return row !== null && row.fold !== null ? row : null;
  });
  readonly #inbox: InboxState;
  readonly #backend: Backend;
  readonly #around: Around;

  constructor(backend: Backend, inbox: InboxState, around: Around) {
    this.#backend = backend;
    this.#inbox = inbox;
    this.#around = around;
    this.shelf = new ShelfState(backend, inbox);
    this.bulk = new BulkState(backend);
    this.filter = new FilterState(backend, (query) => this.#ask({ query }, true));
  }

  /** Something of the inbox is open over the page. */
  get asking(): boolean {
    return this.bulk.asking;
  }

  /** After the list was read anew. */
  async heed(): Promise<void> {
    const beyond = this.selection.beyond(this.#inbox.rows);
    const isThere = await Promise.all(beyond.map((id) => this.#inbox.holds(id)));
    this.selection.heed(
      this.#inbox.rows,
      beyond.filter((_, at) => !isThere[at]),
    );
    await this.shelf.load();
    if (this.each !== null) await this.#unfold();
  }

  /** A view of the list, or a facet of it. */
  ask(how: Partial<Asked>): Promise<void> {
    if (how.query !== undefined) this.filter.show(how.query);
    return this.#ask(how, false);
  }

  async open(view: NamedViewView): Promise<void> {
    const { query, sort, group } = view;
    await this.ask({ query, sort, group });
    await focusOn('list');
  }

  /** Everything that waits, in the order that is chosen. */
  async showAll(): Promise<void> {
    await this.ask({ query: '' });
    await focusOn('find');
  }

  async toggleShelf(): Promise<void> {
    if (this.shelf.close()) return focusOn('narrow').then(() => undefined);
    await this.#around.trying(async () => {
      await apart.read('narrow');
      await this.shelf.show();
    });
  }

  /** Takes the row into the selection, or out of it. */
  toggle(place: number): boolean {
    const row = this.#inbox.row(place);
    if (!row) return false;
    this.#say(this.selection.toggle(row, place));
    return true;
  }

  /** Moves on, and takes what is passed into the selection. */
  step(steps: 1 | -1): boolean {
    const from = this.#inbox.place;
    if (from < 0) return false;
    void this.#around.trying(async () => {
      await this.#inbox.move(steps);
      this.reach(from, this.#inbox.place);
    });
    return true;
  }

  /** Selects up to this row. */
  reach(from: number, to: number): void {
    this.#say(this.selection.reach(Math.max(0, from), to, (place) => this.#inbox.row(place)));
  }

  /** All rows of one tenant that can be acted on: that of the selection, else of the row that is active. */
  async all(): Promise<void> {
    const tenant = this.selection.tenant ?? this.#inbox.row(this.#inbox.place)?.tenant;
    if (tenant === undefined) return;
    await this.#around.trying(async () => {
      const fits = (row: RowView) => row.tenant === tenant && canAct(row);
      this.#say(this.selection.add(await this.#inbox.gather(fits, MOST)));
    });
  }

  clear(): boolean {
    if (!this.selection.clear()) return false;
    announcer.say(t('bulk-none'));
    return true;
  }

  async review(action: BulkAction): Promise<void> {
    await this.#review({ is: 'ids', ids: this.selection.ids }, action);
  }

  /** The flood that this request is one of. */
  async report(id: string): Promise<void> {
    await this.#review({ is: 'flood', id }, 'deny-and-report');
  }

  async confirm(): Promise<void> {
    if (!(await this.bulk.confirm())) return;
    this.selection.clear();
    announcer.say(t('bulk-done', counted(this.bulk.done?.done.length ?? 0)));
    if (!this.bulk.asking) await focusOn('list');
  }

  async undoAll(): Promise<void> {
    const view = await this.bulk.undoAll();
    if (view !== null) announcer.say(t('bulk-undone', counted(view.done.length)));
    await focusOn('list');
  }

  /** Asks until when. */
  async snooze(ids: string[]): Promise<void> {
    await this.#around.trying(() => apart.read('snooze'));
    this.bulk.error = null;
    this.bulk.aside = { is: 'ids', ids };
  }

  async snoozeUntil(until: SnoozeChoice): Promise<void> {
    const count = await this.bulk.snooze(until);
    if (count === null) return;
    this.selection.clear();
    announcer.say(t('snooze-done', counted(count)));
    // What is put aside goes from the list at once: the person has seen to it.
    await this.#around.trying(() => this.#inbox.settle());
    await this.#around.listed(false);
    if (!this.bulk.asking) await focusOn('list');
  }

  async wake(id: string): Promise<void> {
    if (await this.bulk.wake([id])) announcer.say(t('snooze-woken'));
  }

  /** Each request of the row that is selected by itself, or none of them again. */
  async toggleEach(): Promise<void> {
    if (this.each !== null) this.each = null;
    else await this.#around.trying(() => this.#unfold());
  }

  close(): void {
    this.bulk.close();
  }

  async #unfold(): Promise<void> {
    const [view, row] = [this.#inbox.view, this.folded];
    this.each = view === null || row === null ? null : await this.#backend.inboxFold(view.mark, row.id);
  }

  async #review(of: BulkOf, action: BulkAction): Promise<void> {
    await this.#around.trying(() => apart.read('review'));
    if (!(await this.bulk.ask(of, action))) announcer.say(this.bulk.error ?? '');
  }

  async #ask(how: Partial<Asked>, typing: boolean): Promise<void> {
    await this.#around.trying(async () => {
      await this.#inbox.ask(how);
      this.selection.clear();
      await this.shelf.load();
    });
    const found = this.#inbox.view?.found ?? 0;
    announcer.say(found === 0 ? (this.#inbox.view?.empty?.[0] ?? '') : t('filter-found', counted(found)));
    await this.#around.listed(typing);
  }

  #say(no: NotSelected | null): void {
    const selected = t('bulk-selected', { ...counted(this.selection.count), tenant: this.selection.tenant ?? '' });
    switch (no?.why) {
      case undefined:
        announcer.say(this.selection.count === 0 ? t('bulk-none') : selected);
        return;
      case 'tenant':
        announcer.say(t('bulk-other-tenant', { tenant: no.of }));
        return;
      case 'standing':
        announcer.say(t('bulk-cannot'));
        return;
      case 'full':
        announcer.say(t('bulk-full', { number: language.number(MOST) }));
    }
  }
}
