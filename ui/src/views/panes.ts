// From pane to pane, in the order in which they stand on a page.

import type { Page } from '../lib/backend/backend';
import { focusIsIn, focusOn, type Place } from '../lib/shared/focus';

export async function nextPane(page: Page): Promise<void> {
  const isPlain = page === 'grants' || page === 'insights' || page === 'settings';
  const all: Place[] = isPlain
    ? ['side', 'sections', 'page', 'guide', 'sheet']
    : ['side', 'find', 'list', 'bulk', 'sheet', 'decide'];
  const places = all.filter((place) => document.querySelector(`[data-focus="${place}"]`) !== null);
  const at = places.findIndex((place) => focusIsIn(place));
  const to = places[(at + 1) % places.length];
  if (to) await focusOn(to);
}
