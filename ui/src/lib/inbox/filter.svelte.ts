// What is typed into the filter: read by the core as it stands still, completed as it is typed. A query that cannot be read
// changes no list; what is wrong with it is said once the typing has come to an end.

import type { Backend, CompletionView, QueryErrorView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { counted, t } from '../shared/language.svelte';

/** Milliseconds after which what was typed is looked for. */
const STANDSTILL = 150;

export class FilterState {
  typed = $state('');
  error = $state.raw<QueryErrorView | null>(null);
  completion = $state.raw<CompletionView | null>(null);
  /** The suggestion that is chosen; -1 where none is. */
  at = $state(-1);
  readonly isOpen = $derived((this.completion?.suggestions.length ?? 0) > 0);
  readonly #backend: Backend;
  /** Shows what a query finds. */
  readonly #find: (query: string) => Promise<void>;
  #reading: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(backend: Backend, find: (query: string) => Promise<void>) {
    this.#backend = backend;
    this.#find = find;
  }

  /** The cursor in UTF-16 units. */
  type(text: string, cursor: number): void {
    this.typed = text;
    this.error = null;
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => void this.read(), STANDSTILL);
    void this.suggest(cursor);
  }

  async suggest(cursor: number): Promise<void> {
    const typed = this.typed;
    // A list of keys that nobody hears of would only be in the way.
    const found = await this.#backend.completeQuery(typed, cursor).catch(() => null);
    if (typed !== this.typed) return;
    const isDone = found?.suggestions.length === 1 && found.suggestions[0]?.text === typed.slice(found.from, found.to);
    this.completion = isDone ? null : found;
    this.at = -1;
    if (this.isOpen) announcer.say(t('filter-suggestions', counted(found?.suggestions.length ?? 0)));
  }

  step(by: 1 | -1): void {
    const count = this.completion?.suggestions.length ?? 0;
    if (count > 0) this.at = this.at < 0 && by < 0 ? count - 1 : (this.at + by + count) % count;
  }

  /** Puts a suggestion where it belongs; answers where the cursor then stands. */
  take(at: number): number | null {
    const { completion } = this;
    const chosen = completion?.suggestions[at];
    if (!completion || !chosen) return null;
    const rest = this.typed.slice(completion.to);
    // After a value comes another word, and after a key its value.
    const word = chosen.count === null || /^[\s,]/.test(rest) ? chosen.text : `${chosen.text} `;
    const cursor = completion.from + word.length;
    this.type(this.typed.slice(0, completion.from) + word + rest, cursor);
    return cursor;
  }

  close(): boolean {
    if (!this.isOpen) return false;
    this.completion = null;
    this.at = -1;
    return true;
  }

  /** Looks for what stands there by now; answers whether it could be read. */
  async read(): Promise<boolean> {
    clearTimeout(this.#reading);
    this.#turn += 1;
    const turn = this.#turn;
    const { query, error } = await this.#backend.readQuery(this.typed);
    if (turn !== this.#turn) return false;
    this.error = error;
    if (error === null) await this.#find(query);
    return error === null;
  }

  /** A query that was chosen, or none. */
  show(query: string): void {
    clearTimeout(this.#reading);
    this.#turn += 1;
    this.typed = query;
    this.error = null;
    this.close();
  }
}
