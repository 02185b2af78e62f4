// Which rows are selected to be acted on together: of one tenant, and only what can be acted on. What the core then makes of
// them is shown in the review; this keeps what the person marked.

import type { RowView } from '../backend/backend';

/** The core takes no more at once. */
export const MOST = 500;

/** So many of those out of sight are looked for at once: the review says of the others what became of them. */
const LOOKED = 50;

interface Marked {
  /** All requests that the row stands for. */
  ids: string[];
  tenant: string;
}

/** Why a row was not selected. */
export type NotSelected = { why: 'standing' } | { why: 'tenant'; of: string } | { why: 'full' };

type Marks = ReadonlyMap<string, Marked>;

export class Selection {
  #rows = $state.raw<Marks>(new Map());
  readonly ids = $derived([...this.#rows.values()].flatMap(({ ids }) => ids));
  readonly count = $derived(this.ids.length);
  /** Whose requests these are. */
  readonly tenant: string | null = $derived([...this.#rows.values()][0]?.tenant ?? null);
  /** Where a range begins, and what was selected beside it. */
  #range: { from: number; beside: Marks } | null = null;

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** Null while nothing is selected. */
  isMarked(id: string | undefined): boolean | null {
    return this.#rows.size === 0 ? null : id !== undefined && this.#rows.has(id);
  }

  toggle(row: RowView, place: number): NotSelected | null {
    const next = new Map(this.#rows);
    const no = next.delete(row.id) ? null : put(next, row);
    if (no === null) this.#rows = next;
    this.#range = { from: place, beside: new Map(this.#rows) };
    return no;
  }

  /** From where a range began to this place, and what was selected before it. Rows that cannot be are passed over. */
  reach(from: number, to: number, row: (place: number) => RowView | null): NotSelected | null {
    this.#range ??= { from, beside: new Map(this.#rows) };
    const next = new Map(this.#range.beside);
    let no: NotSelected | null = null;
    const step = to >= this.#range.from ? 1 : -1;
    for (let place = this.#range.from; place !== to + step; place += step) {
      const one = row(place);
      if (one && !next.has(one.id)) no = put(next, one);
    }
    this.#rows = next;
    return no;
  }

  add(rows: readonly RowView[]): NotSelected | null {
    const next = new Map(this.#rows);
    let full: NotSelected | null = null;
    for (const row of rows) {
      const no = next.has(row.id) ? null : put(next, row);
      if (no?.why === 'full') full = no;
    }
    this.#rows = next;
    return full;
  }

  clear(): boolean {
    const had = this.#rows.size > 0;
    this.#rows = new Map();
    this.#range = null;
    return had;
  }

  /** Some of what is selected that is not among these rows. */
  beyond(rows: readonly RowView[]): string[] {
    const known = new Set(rows.map((row) => row.id));
    return [...this.#rows.keys()].filter((id) => !known.has(id)).slice(0, LOOKED);
  }

  /** What cannot be acted on any more, or is in the list no more, is selected no longer. */
  heed(rows: readonly RowView[], gone: readonly string[]): void {
    if (this.#rows.size === 0) return;
    const next = new Map(this.#rows);
    for (const row of rows) {
      if (!next.has(row.id)) continue;
      if (canAct(row)) next.set(row.id, { ids: idsOf(row), tenant: row.tenant });
      else next.delete(row.id);
    }
    for (const id of gone) next.delete(id);
    this.#rows = next;
  }
}

/** Whether this person can decide on it as it stands. */
export function canAct(row: RowView): boolean {
  return row.standing.is === 'open' || row.standing.is === 'needs-you';
}

function idsOf(row: RowView): string[] {
  return row.fold?.ids ?? [row.id];
}

function put(marks: Map<string, Marked>, row: RowView): NotSelected | null {
  if (!canAct(row)) return { why: 'standing' };
  const [first] = marks.values();
  if (first && first.tenant !== row.tenant) return { why: 'tenant', of: first.tenant };
  const ids = idsOf(row);
  const count = [...marks.values()].reduce((sum, one) => sum + one.ids.length, 0);
  if (count + ids.length > MOST) return { why: 'full' };
  marks.set(row.id, { ids, tenant: row.tenant });
  return null;
}
