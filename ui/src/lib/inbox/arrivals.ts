// Brings what the core says into the list a person is looking at, without moving a row under the cursor: rows keep
// their places, new ones wait, and one that is gone stays as closed until nobody looks at it.

import type { RowView } from '../backend/backend';
import { t } from '../shared/language.svelte';

export interface Merged {
  rows: RowView[];
  /** How many new rows wait to be shown. */
  arrivals: number;
}

/** `isLookedAt` says of a vanished row whether it must stay in sight, closed. */
export function merge(
  shown: readonly RowView[],
  fresh: readonly RowView[],
  isLookedAt: (id: string) => boolean,
): Merged {
  if (fresh.length === 0) return { rows: [], arrivals: 0 };
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const rows = shown.flatMap((row) => byId.get(row.id) ?? (isLookedAt(row.id) ? [closed(row)] : []));
  if (rows.length === 0) return { rows: [...fresh], arrivals: 0 };
  const known = new Set(shown.map((row) => row.id));
  return { rows, arrivals: fresh.filter((row) => !known.has(row.id)).length };
}

function closed(row: RowView): RowView {
  if (row.standing.is === 'closed') return row;
  const line = t('inbox-gone');
  return { ...row, standing: { is: 'closed', line, at: '' } };
}
