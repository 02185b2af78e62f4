// Moves the keyboard focus by the name of a place, after the screen has been drawn.

import { tick } from 'svelte';

export type Place =
  | 'list'
  | 'sheet'
  | 'decide'
  | 'side'
  | 'page'
  | 'undo'
  | 'reason'
  | 'length'
  | 'slider'
  | 'go-on'
  | 'step-back'
  | 'confirm'
  | 'next'
  | 'grant'
  | 'revoke-reason'
  | 'shorten-end'
  | 'find'
  | 'narrow'
  | 'view-name'
  | 'bulk'
  | 'snooze'
  | 'guide'
  | 'intro'
  | `queue/${string}`
  | 'sections'
  | 'section'
  | 'settings-leave'
  | `setting/${string}`
  | `ask/${string}`
  | 'connect'
  | 'remove'
  | 'add-name'
  | 'add-address'
  | 'add-way'
  | 'add-client'
  | 'add-issuer'
  | 'add-token';

/** Answers whether the place is on the screen. */
export async function focusOn(place: Place): Promise<boolean> {
  await tick();
  const found = document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(place)}"]`);
  found?.focus({ preventScroll: place === 'list' || place === 'sheet' });
  return found !== null;
}

/** Whether the focus is in one of the places; a lost focus, on nothing at all, counts as `nowhere`. */
export function focusIsIn(...places: (Place | 'nowhere')[]): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return places.includes('nowhere');
  return places.some((place) => active.closest(`[data-focus="${place}"]`) !== null);
}
