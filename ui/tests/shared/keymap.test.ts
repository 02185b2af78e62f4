import { expect, test } from 'vitest';
import { bindingOf, keymap, type Action } from '../../src/lib/shared/keymap';
import { t } from '../../src/lib/shared/language.svelte';

function actionOf(init: KeyboardEventInit, place = '<div id="at"></div>'): Action | null {
  document.body.innerHTML = place;
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  let action: Action | null = null;
  const heard = (pressed: Event) => (action = bindingOf(pressed as KeyboardEvent)?.action ?? null);
  document.addEventListener('keydown', heard, { once: true });
  document.getElementById('at')?.dispatchEvent(event);
  return action;
}

test('a letter acts as it is written, whatever key it stands on', () => {
  expect(actionOf({ key: 'g', code: 'KeyU' })).toBe('grant');
  expect(actionOf({ key: 'u', code: 'KeyG' })).toBeNull();
});

test('on a layout without Latin letters the place of the key acts', () => {
  expect(actionOf({ key: 'п', code: 'KeyG' })).toBe('grant');
  expect(actionOf({ key: 'ג', code: 'KeyD' })).toBe('deny');
});

test('with another modifier a key is another key', () => {
  expect(actionOf({ key: 'g', ctrlKey: true })).toBeNull();
  expect(actionOf({ key: 'g', altKey: true })).toBeNull();
  expect(actionOf({ key: 'G', shiftKey: true })).toBeNull();
  expect(actionOf({ key: 'z', metaKey: true })).toBe('undo');
});

test('a bracket made with AltGr is a bracket', () => {
  expect(actionOf({ key: '[', ctrlKey: true, altKey: true, modifierAltGraph: true })).toBe('shorter');
});

test('a question mark needs Shift on most layouts', () => {
  expect(actionOf({ key: '?', shiftKey: true, code: 'Slash' })).toBe('shortcuts');
});

test('while a word is composed nothing acts', () => {
  expect(actionOf({ key: 'g', isComposing: true })).toBeNull();
  expect(actionOf({ key: 'g', keyCode: 229 })).toBeNull();
});

test('in a field only what leads out of it acts', () => {
  const field = '<input id="at">';
  expect(actionOf({ key: 'g' }, field)).toBeNull();
  expect(actionOf({ key: 'Enter', shiftKey: true }, field)).toBeNull();
  expect(actionOf({ key: 'Escape' }, field)).toBe('back');
  expect(actionOf({ key: '2', ctrlKey: true }, field)).toBe('grants');
});

test('Enter on a button is the button’s', () => {
  expect(actionOf({ key: 'Enter' }, '<button id="at"></button>')).toBeNull();
  expect(actionOf({ key: 'Enter' })).toBe('open');
});

test('single keys do nothing in the navigation and in dialogs', () => {
  expect(actionOf({ key: 'g' }, '<nav><button id="at"></button></nav>')).toBeNull();
  expect(actionOf({ key: 'd' }, '<dialog><p id="at"></p></dialog>')).toBeNull();
});

test('no two bindings claim one chord, and each action has a name', () => {
  const chords = keymap.flatMap((binding) =>
    binding.chords.map((chord) => `${chord.key} ${String(chord.mod)} ${String(chord.shift)}`),
  );
  expect(new Set(chords).size).toBe(chords.length);
  for (const binding of keymap) expect(t('keys-action', { action: binding.action })).not.toBe('');
});
