// How the window is, as it is kept in the profile. A change counts at once, and is taken back where it cannot be kept.

import type { Backend, Preferences } from '../backend/backend';
import { keys, type OwnKeys } from '../shared/keys.svelte';
import type { Action, Chord } from '../shared/keymap';
import { language } from '../shared/language.svelte';
import { tags } from '../shared/languages';
import { look } from '../shared/look.svelte';

export class PreferencesState {
  view = $state.raw<Preferences | null>(null);
  readonly #backend: Backend;
  #kept: Preferences | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.#kept = await this.#backend.preferences();
    await this.#take(this.#kept);
  }

  /** Rejects where it could not be kept. */
  async set(change: Partial<Preferences>): Promise<void> {
    if (this.view === null) return;
    const next = { ...this.view, ...change };
    void this.#take(next);
    // One after the other, so that the last one chosen is the one that is kept.
    const before = this.#keeping;
    const keeping = before.then(() => this.#keep(next));
    this.#keeping = keeping.catch(() => undefined);
    await keeping;
  }

  /** Another key for an action; none turns its key off, and null gives it its own back. */
  async setKeys(action: Action, chords: Chord[] | null): Promise<void> {
    const others = Object.entries(this.view?.keys ?? {}).filter(([one]) => one !== action);
    const own = chords === null ? [] : [[action, chords.map(kept)] as const];
    await this.set({ keys: Object.fromEntries([...others, ...own]) });
  }

  async #keep(next: Preferences): Promise<void> {
    try {
      await this.#backend.setPreferences(next);
      this.#kept = next;
    } catch (error) {
      if (this.#kept !== null) void this.#take(this.#kept);
      throw error;
    }
  }

  /** Resolves when the language is there to be spoken. */
  async #take(view: Preferences): Promise<void> {
    this.view = view;
    look.theme = view.theme;
    look.compact = view.density === 'compact';
    look.contrast = view.more_contrast;
    look.motion = view.less_motion;
    keys.take(ownKeys(view), view.single_keys);
    await language.choose(tags.find((tag) => tag === view.language) ?? 'system');
  }
}

function kept({ key, code, mod, shift }: Chord): Preferences['keys'][string][number] {
  return { key, code: code ?? null, mod: mod ?? false, shift: shift ?? false };
}

function ownKeys(view: Preferences): OwnKeys {
  const own: [string, Chord[]][] = Object.entries(view.keys).map(([action, chords]) => [
    action,
    chords.map(({ key, code, mod, shift }) => ({
      key,
      ...(code === null ? {} : { code }),
      ...(mod ? { mod: true as const } : {}),
      ...(shift ? { shift: true as const } : {}),
    })),
  ]);
  return Object.fromEntries(own);
}
