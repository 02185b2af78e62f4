// What is drawn apart from the inbox: the other pages, and what opens over a page. Each is read when it is first wanted, so
// that what a person opens the window for is drawn without it.

import type { Component } from 'svelte';
import type { Page } from '../lib/backend/backend';
import { language } from '../lib/shared/language.svelte';
import type { Desk } from './desk.svelte';

type Drawn = Component<{ desk: Desk }>;
/** Opens over whichever page there is. */
export type Layer = 'palette' | 'shortcuts' | 'intro' | 'narrow' | 'review' | 'snooze';
type Part = Exclude<Page, 'inbox'> | Layer;

const reads: Record<Part, () => Promise<{ default: Drawn }>> = {
  grants: () => import('./GrantsPage.svelte'),
  log: () => import('./LogPage.svelte'),
  insights: () => import('./InsightsPage.svelte'),
  settings: () => import('./SettingsPage.svelte'),
  palette: () => import('./PaletteLayer.svelte'),
  shortcuts: () => import('./ShortcutsLayer.svelte'),
  intro: () => import('./Introduction.svelte'),
  narrow: () => import('./NarrowLayer.svelte'),
  review: () => import('./ReviewLayer.svelte'),
  snooze: () => import('./SnoozeLayer.svelte'),
};

class Apart {
  #known = $state.raw<Partial<Record<Page | Layer, Drawn>>>({});

  /** Null of the inbox, which is always there, and of what was not read yet. */
  of(part: Page | Layer): Drawn | null {
    return this.#known[part] ?? null;
  }

  isThere(part: Page | Layer): boolean {
    return part === 'inbox' || this.#known[part] !== undefined;
  }

  async read(part: Page | Layer): Promise<void> {
    if (part === 'inbox' || this.isThere(part)) return;
    const [{ default: drawn }] = await Promise.all([reads[part](), language.complete()]);
    this.#known = { ...this.#known, [part]: drawn };
  }

  async readAll(): Promise<void> {
    for (const part of Object.keys(reads) as Part[]) await this.read(part);
  }
}

export const apart = new Apart();
