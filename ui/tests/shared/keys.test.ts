import { afterEach, expect, test } from 'vitest';
import { bindingOf, chordOf, keymap } from '../../src/lib/shared/keymap';
import { keyOf, keys, spelled } from '../../src/lib/shared/keys.svelte';

afterEach(() => keys.take({}, true));

const press = (init: KeyboardEventInit) => bindingOf(new KeyboardEvent('keydown', init), keys.map)?.action ?? null;
const y = { key: 'y', code: 'KeyY' };

test('a key that was changed stands for its action, and its old key for nothing', () => {
  keys.take({ grant: [y] }, true);
  expect([press({ key: 'y' }), press({ key: 'g' })]).toEqual(['grant', null]);
  expect(keys.acting('grant').flatMap(spelled)).toEqual(['Y']);
});

test('a key that was turned off stands for nothing, and the arrows stay', () => {
  keys.take({ next: [] }, true);
  expect([press({ key: 'j' }), press({ key: 'ArrowDown' })]).toEqual([null, 'next']);
});

test('without single keys letters and signs do nothing, and everything with Ctrl does', () => {
  keys.take({}, false);
  const single = ['g', 'd', 's', '[', ']', 'z', 'o', '1', '0', 'r', 'c', '.', '?'];
  expect(single.map((key) => press({ key }))).toEqual(single.map(() => null));
  expect(press({ key: 'k', ctrlKey: true })).toBe('palette');
  expect(press({ key: 'Escape' })).toBe('back');
  expect(keys.acting('grant')).toEqual([]);
  expect(keys.set('grant').flatMap(spelled)).toEqual(['G']);
  expect(keyOf('undo')).toBe('Ctrl Z');
  keys.take({}, true);
  expect(keyOf('undo')).toBe('Z');
});

test('a key that stands for something else is refused with what that is', () => {
  expect(keys.refused('grant', { key: 'd', code: 'KeyD' })).toEqual({ why: 'taken', by: 'deny' });
  expect(keys.refused('grant', { key: 'g' })).toBeNull();
  keys.take({ deny: [y] }, true);
  expect(keys.refused('grant', y)).toEqual({ why: 'taken', by: 'deny' });
  expect(keys.refused('grant', { key: 'd' })).toBeNull();
});

test('keys for moving and for text are refused, and what acts while one types needs Ctrl', () => {
  expect(keys.refused('grant', { key: 'Tab' })).toEqual({ why: 'reserved' });
  expect(keys.refused('grant', { key: 'c', mod: true })).toEqual({ why: 'reserved' });
  expect(keys.refused('palette', y)).toEqual({ why: 'needs-mod' });
  expect(keys.refused('palette', { key: 'p', mod: true })).toBeNull();
});

test('of two kept keys that are one, the later gives way to the product’s own', () => {
  keys.take({ grant: [y], deny: [y] }, true);
  expect(press({ key: 'y' })).toBe('grant');
  expect(press({ key: 'd' })).toBe('deny');
});

test('what was pressed reads back as what is bound', () => {
  for (const { chords } of keymap) {
    for (const chord of chords) {
      const event = new KeyboardEvent('keydown', {
        key: chord.key,
        code: chord.code ?? '',
        ctrlKey: chord.mod ?? false,
        shiftKey: chord.shift ?? false,
      });
      expect(chordOf(event)).toMatchObject({ key: chord.key });
      expect(press({ key: chord.key, ctrlKey: chord.mod ?? false, shiftKey: chord.shift ?? false })).not.toBeNull();
    }
  }
  expect(chordOf(new KeyboardEvent('keydown', { key: 'Shift', shiftKey: true }))).toBeNull();
});
