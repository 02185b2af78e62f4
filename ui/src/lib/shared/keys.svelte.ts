// The key map as this person has it: with their own keys, and without single keys where they want none. A key that would
// stand for two things, or that every program needs for itself, is refused with the reason.

import { t } from './language.svelte';
import { isSame, isSingle, keymap, modIsMeta, type Action, type Binding, type Chord } from './keymap';

/** Their own keys by action; none turns an action's keys off. */
export type OwnKeys = Partial<Record<Action, Chord[]>>;

/** Why a key cannot stand for an action. */
export type Refused = { why: 'taken'; by: Action } | { why: 'reserved' } | { why: 'needs-mod' };

/** For moving about, for choosing, and for text. */
const RESERVED: Chord[] = [
  ...['Tab', ' ', 'Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Backspace', 'Delete'].flatMap(
    (key): Chord[] => [{ key }, { key, shift: true }],
  ),
  ...['a', 'c', 'v', 'x', 'z'].map((key): Chord => ({ key, mod: true })),
];

class Keys {
  /** Whether keys without Ctrl or Command act. */
  single = $state(true);
  #own = $state.raw<OwnKeys>({});
  readonly #all: readonly Binding[] = $derived(keymap.map((binding) => resolved(binding, this.#own[binding.action])));
  /** What acts. */
  readonly map: readonly Binding[] = $derived(
    this.single
      ? this.#all
      : this.#all.map((binding) => ({ ...binding, chords: binding.chords.filter((chord) => !isSingle(chord)) })),
  );

  /** Takes over what was kept; a key that is no longer free is left at the product's own. */
  take(own: OwnKeys, single: boolean): void {
    this.single = single;
    this.#own = {};
    for (const [action, chords] of Object.entries(own) as [Action, Chord[]][]) {
      if (chords.every((chord) => this.refused(action, chord) === null)) this.#own = { ...this.#own, [action]: chords };
    }
  }

  get own(): OwnKeys {
    return this.#own;
  }

  /** The keys that are shown for an action, whether or not single keys act. */
  set(action: Action): Chord[] {
    return listed(this.#all, action);
  }

  /** Those that act. */
  acting(action: Action): Chord[] {
    return listed(this.map, action);
  }

  refused(action: Action, chord: Chord): Refused | null {
    if (RESERVED.some((one) => isSame(one, chord))) return { why: 'reserved' };
    const inFields = keymap.find((binding) => binding.action === action)?.inFields ?? false;
    if (inFields && isSingle(chord)) return { why: 'needs-mod' };
    const other = this.#all.find(
      (binding) => binding.action !== action && binding.chords.some((one) => isSame(one, chord)),
    );
    return other ? { why: 'taken', by: other.action } : null;
  }
}

export const keys = new Keys();

/** The key that acts for an action, in words; where it has none, the one that has no line in the sheet. */
export function keyOf(action: Action): string {
  const chords = keys.map.find((binding) => binding.action === action)?.chords ?? [];
  const chord = chords.find((one) => !one.unlisted) ?? chords[0];
  return chord ? spelled(chord).join(' ') : '';
}

/** What stands on the keys of a chord, one after the other. */
export function spelled(chord: Chord): string[] {
  const key = chord.key.length === 1 ? chord.key.toUpperCase() : t('keys-name', { key: chord.key });
  const mod = chord.mod ? [modIsMeta() ? '⌘' : t('keys-name', { key: 'Control' })] : [];
  return [...mod, ...(chord.shift ? [t('keys-name', { key: 'Shift' })] : []), key];
}

/** Those that have no line in the sheet stay what they are. */
function resolved(binding: Binding, own: Chord[] | undefined): Binding {
  if (own === undefined || binding.fixed) return binding;
  return { ...binding, chords: [...own, ...binding.chords.filter((chord) => chord.unlisted)] };
}

function listed(map: readonly Binding[], action: Action): Chord[] {
  return map.find((binding) => binding.action === action)?.chords.filter((chord) => !chord.unlisted) ?? [];
}
