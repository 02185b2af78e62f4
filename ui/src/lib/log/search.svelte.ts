// Decisions found by words, in one log or in all: the core's search, asked when typing pauses and read on page by page. It
// changes nothing of the log that it stands over.

import type { Backend, LogDetailView, LogHitView, LogQueueView, LogRowView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { counted, language, t } from '../shared/language.svelte';
import type { Listed } from './listed';

const PAGE = 100;

/** Typing has paused. */
const PAUSE = 150;

export class SearchState implements Listed {
  words = $state('');
  everywhere = $state(false);
  hits = $state.raw<LogHitView[]>([]);
  /** Whether there are more than were read. */
  more = $state(false);
  place = $state(-1);
  detail = $state.raw<LogDetailView | null>(null);
  /** What is shown was not found by what is typed now. */
  searching = $state(false);
  error = $state<string | null>(null);
  readonly active = $derived(this.words.trim() !== '');
  readonly count = $derived(this.hits.length);
  readonly selected = $derived(this.hits[this.place]);
  readonly #backend: Backend;
  readonly #shown: () => { queue: string | null; queues: LogQueueView[] };
  #before: string | null = null;
  #reading = false;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, shown: () => { queue: string | null; queues: LogQueueView[] }) {
    this.#backend = backend;
    this.#shown = shown;
  }

  type(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    if (!this.active) this.clear();
    else {
      this.searching = true;
      this.#timer = setTimeout(() => void this.find(), PAUSE);
    }
  }

  /** Answers whether there was anything to clear. */
  clear(): boolean {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const was = this.words !== '';
    [this.words, this.hits, this.more, this.place, this.detail] = ['', [], false, -1, null];
    [this.searching, this.error, this.#before] = [false, null, null];
    return was;
  }

  async look(everywhere: boolean): Promise<void> {
    this.everywhere = everywhere;
    if (this.active) await this.find();
  }

  async find(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    [this.searching, this.error] = [true, null];
    try {
      const found = await this.#ask(null);
      if (turn !== this.#turn) return;
      [this.hits, this.#before, this.more] = [found.hits, found.before, found.before !== null];
      announcer.say(this.said());
      await this.choose(0);
    } catch (error) {
      if (turn !== this.#turn) return;
      [this.hits, this.more, this.place, this.detail] = [[], false, -1, null];
      this.error = error instanceof Error ? error.message : String(error);
      announcer.say(this.error);
    } finally {
      if (turn === this.#turn) this.searching = false;
    }
  }

  /** `12 decisions found` */
  said(): string {
    if (this.count === 0) return t('log-found-none', { words: this.words.trim() });
    return this.more
      ? t('log-found-more', { number: language.number(this.count) })
      : t('log-found', counted(this.count));
  }

  row(place: number): LogRowView | undefined {
    return this.hits[place]?.row;
  }

  keyOf(place: number): string {
    const hit = this.hits[place];
    return hit ? `${hit.queue}/${String(hit.row.entry)}` : `place-${String(place)}`;
  }

  from(place: number): string | null {
    const { queue, queues } = this.#shown();
    const from = this.hits[place]?.queue;
    return from === undefined || from === queue ? null : (queues.find(({ id }) => id === from)?.name ?? from);
  }

  async choose(place: number): Promise<void> {
    const hit = this.hits[place];
    this.place = hit ? place : -1;
    if (!hit) this.detail = null;
    else {
      const detail = await this.#backend.logDetail(hit.queue, hit.row.entry);
      if (this.selected === hit) this.detail = detail;
    }
  }

  async move(steps: number): Promise<void> {
    if (this.count > 0) await this.choose(Math.min(this.count - 1, Math.max(0, this.place + steps)));
    await this.see(0, this.place + 1);
  }

  async see(_from: number, to: number): Promise<void> {
    if (this.#before === null || this.#reading || to < this.count) return;
    const turn = this.#turn;
    this.#reading = true;
    try {
      const found = await this.#ask(this.#before);
      if (turn !== this.#turn) return;
      [this.hits, this.#before, this.more] = [[...this.hits, ...found.hits], found.before, found.before !== null];
    } finally {
      this.#reading = false;
    }
  }

  #ask(before: string | null) {
    const queue = this.everywhere ? null : this.#shown().queue;
    return this.#backend.searchLog({ words: this.words, queue, before, limit: PAGE });
  }
}
