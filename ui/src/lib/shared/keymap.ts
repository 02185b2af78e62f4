// Every key of the app in one typed map, as the product has it; `keys.svelte.ts` has it as the person changed it. What is
// pressed is looked up here, and the shortcut sheet and the palette are drawn from it. It names actions and performs none.

export type Action =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'arrivals'
  | 'panes'
  | 'select'
  | 'select-down'
  | 'select-up'
  | 'select-all'
  | 'snooze'
  | 'find'
  | 'grant'
  | 'deny'
  | 'shorten'
  | 'shorter'
  | 'longer'
  | 'undo'
  | 'send-now'
  | 'open-page'
  | 'classify-low'
  | 'classify-medium'
  | 'classify-high'
  | 'classify-critical'
  | 'classify-forget'
  | 'revoke'
  | 'connect'
  | 'inbox'
  | 'grants'
  | 'log'
  | 'insights'
  | 'settings'
  | 'palette'
  | 'shortcuts'
  | 'quit';

export type Group = 'move' | 'decide' | 'grants' | 'queues' | 'anywhere';

export interface Chord {
  /** As in `KeyboardEvent.key`; letters in lower case. */
  key: string;
  /** The key's place, for layouts whose letters are not Latin. */
  code?: string;
  mod?: true;
  shift?: true;
  /** Works, and is not worth a line in the shortcut sheet. */
  unlisted?: true;
}

export interface Binding {
  action: Action;
  group: Group;
  chords: Chord[];
  /** Acts while the person types, too. */
  inFields?: true;
  /** Held down, for what is dangerous. */
  hold?: true;
  /** The same in every program: it cannot be changed here. */
  fixed?: true;
}

const digit = (number: number): Chord => ({ key: String(number), code: `Digit${String(number)}` });
const letter = (key: string): Chord => ({ key, code: `Key${key.toUpperCase()}` });

export const keymap: readonly Binding[] = [
  { action: 'next', group: 'move', chords: [letter('j'), { key: 'ArrowDown', unlisted: true }] },
  { action: 'previous', group: 'move', chords: [letter('k'), { key: 'ArrowUp', unlisted: true }] },
  { action: 'first', group: 'move', chords: [{ key: 'Home' }], fixed: true },
  { action: 'last', group: 'move', chords: [{ key: 'End' }], fixed: true },
  { action: 'open', group: 'move', chords: [{ key: 'Enter' }], fixed: true },
  { action: 'back', group: 'move', chords: [{ key: 'Escape' }], inFields: true, fixed: true },
  { action: 'arrivals', group: 'move', chords: [{ key: '.', code: 'Period' }] },
  { action: 'find', group: 'move', chords: [{ key: '/', code: 'Slash' }] },
  { action: 'select', group: 'move', chords: [letter('x')] },
  { action: 'select-down', group: 'move', chords: [{ key: 'ArrowDown', shift: true }], fixed: true },
  { action: 'select-up', group: 'move', chords: [{ key: 'ArrowUp', shift: true }], fixed: true },
  { action: 'select-all', group: 'move', chords: [{ ...letter('a'), mod: true }], fixed: true },
  { action: 'panes', group: 'move', chords: [{ key: 'F6' }], inFields: true, fixed: true },
  { action: 'grant', group: 'decide', chords: [letter('g')], hold: true },
  { action: 'deny', group: 'decide', chords: [letter('d')] },
  { action: 'shorten', group: 'decide', chords: [letter('s')] },
  { action: 'shorter', group: 'decide', chords: [{ key: '[', code: 'BracketLeft' }] },
  { action: 'longer', group: 'decide', chords: [{ key: ']', code: 'BracketRight' }] },
  {
    action: 'undo',
    group: 'decide',
    chords: [letter('z'), { ...letter('z'), mod: true, unlisted: true }],
  },
  { action: 'send-now', group: 'decide', chords: [{ key: 'Enter', shift: true }], fixed: true },
  { action: 'snooze', group: 'decide', chords: [letter('h')] },
  { action: 'open-page', group: 'decide', chords: [letter('o')] },
  { action: 'classify-low', group: 'decide', chords: [digit(1)] },
  { action: 'classify-medium', group: 'decide', chords: [digit(2)] },
  { action: 'classify-high', group: 'decide', chords: [digit(3)] },
  { action: 'classify-critical', group: 'decide', chords: [digit(4)] },
  { action: 'classify-forget', group: 'decide', chords: [digit(0)] },
  { action: 'revoke', group: 'grants', chords: [letter('r')] },
  { action: 'connect', group: 'queues', chords: [letter('c')] },
  { action: 'inbox', group: 'anywhere', chords: [{ key: '1', code: 'Digit1', mod: true }], inFields: true },
  { action: 'grants', group: 'anywhere', chords: [{ key: '2', code: 'Digit2', mod: true }], inFields: true },
  { action: 'log', group: 'anywhere', chords: [{ key: '3', code: 'Digit3', mod: true }], inFields: true },
  { action: 'insights', group: 'anywhere', chords: [{ key: '4', code: 'Digit4', mod: true }], inFields: true },
  { action: 'settings', group: 'anywhere', chords: [{ key: ',', code: 'Comma', mod: true }], inFields: true },
  { action: 'palette', group: 'anywhere', chords: [{ ...letter('k'), mod: true }], inFields: true },
  { action: 'shortcuts', group: 'anywhere', chords: [{ key: '?' }] },
  { action: 'quit', group: 'anywhere', chords: [{ ...letter('q'), mod: true }], inFields: true },
];

/** The binding that a key press stands for; none while a word is being composed or typed. */
export function bindingOf(event: KeyboardEvent, map: readonly Binding[] = keymap): Binding | null {
  // 229 is what a composing input method sends where `isComposing` comes too late.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return null;
  const found = map.find((binding) => binding.chords.some((chord) => isPressed(chord, event)));
  if (!found) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (isField(target) && !found.inFields) return null;
  if (isPlain(found, event) && target?.closest('nav, dialog')) return null;
  if (event.key === 'Enter' && !event.shiftKey && target?.closest('button, a, summary')) return null;
  return found;
}

/** A key that writes something where one types, and so acts in lists and sheets alone. */
export function isSingle(chord: Chord): boolean {
  return chord.mod === undefined && chord.key.length === 1;
}

export function isSame(one: Chord, other: Chord): boolean {
  return one.key === other.key && one.mod === other.mod && one.shift === other.shift;
}

/** What was pressed, as a binding would have it; none while only Shift or its like is down. */
export function chordOf(event: KeyboardEvent): Chord | null {
  if (event.isComposing || /^(Shift|Control|Alt|AltGraph|Meta|Dead|Process|Unidentified)$/.test(event.key)) return null;
  const altGraph = event.getModifierState('AltGraph');
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return {
    key,
    ...(event.code === '' ? {} : { code: event.code }),
    ...(!altGraph && (event.ctrlKey || event.metaKey) ? { mod: true as const } : {}),
    ...(event.shiftKey && !isSymbol(event.key) ? { shift: true as const } : {}),
  };
}

function isPressed(chord: Chord, event: KeyboardEvent): boolean {
  // AltGr makes brackets on many layouts, and on some systems it looks like Ctrl and Alt.
  const altGraph = event.getModifierState('AltGraph');
  const mod = !altGraph && (event.ctrlKey || event.metaKey);
  if (mod !== (chord.mod ?? false) || (event.altKey && !altGraph)) return false;
  if (!isSymbol(event.key) && event.shiftKey !== (chord.shift ?? false)) return false;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === chord.key) return true;
  // A letter of another script: the place of the key decides.
  const foreign = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  return foreign && !event.shiftKey && chord.code !== undefined && event.code === chord.code;
}

/** On many layouts Shift makes it. */
function isSymbol(key: string): boolean {
  return key.length === 1 && !/[a-z]/i.test(key);
}

function isPlain(binding: Binding, event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !binding.inFields && event.key.length === 1;
}

function isField(element: Element | null): boolean {
  return element !== null && element.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Apple keyboards have ⌘ where others have Ctrl. */
export function modIsMeta(): boolean {
  return /Mac/.test(navigator.platform);
}
