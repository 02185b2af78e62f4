// Puts the whole window on an invented desk, with a clock that only tests move.

import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { vi } from 'vitest';
import App from '../src/App.svelte';
import { Fixtures, type Given } from '../src/lib/backend/fixtures';
import { NOW } from '../src/lib/backend/fixtures/text';
import { Desk } from '../src/views/desk.svelte';
import { apart } from '../src/views/apart.svelte';

export interface Shown {
  backend: Fixtures;
  desk: Desk;
}

export async function show(given: Partial<Given> = {}): Promise<Shown> {
  // A page that is read from the disk waits for no clock.
  await apart.readAll();
  vi.useFakeTimers({ now: NOW });
  const backend = new Fixtures(given);
  const desk = new Desk(backend);
  render(App, { backend, desk });
  await settle();
  return { backend, desk };
}

/** Lets answers arrive and the screen be drawn. */
export async function settle(millis = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(millis);
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve();
    await tick();
  }
}

export const get = (name: string): HTMLElement => screen.getByTestId(name);
export const find = (name: string): HTMLElement | null => screen.queryByTestId(name);

/** Presses a key where the focus is; answers whether anything happened by it. */
export async function press(key: string, more: KeyboardEventInit = {}): Promise<boolean> {
  const handled = down(key, more);
  up(key, more);
  await settle();
  return handled;
}

export function down(key: string, more: KeyboardEventInit = {}): boolean {
  const target = document.activeElement ?? document.body;
  return !target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}

export function up(key: string, more: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, ...more }));
}

/** A click as a keyboard or an assistive tool makes it. */
export async function activate(name: string): Promise<void> {
  get(name).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }));
  await settle();
}

/** A click with the pointer: down, up, click. */
export async function click(name: string, held = 0): Promise<void> {
  point(name, 'pointerdown');
  if (held > 0) await settle(held);
  const element = find(name);
  if (element) {
    point(name, 'pointerup');
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
  }
  await settle();
}

export function point(name: string, type: 'pointerdown' | 'pointerup' | 'pointerleave'): void {
  get(name).dispatchEvent(new MouseEvent(type, { bubbles: type !== 'pointerleave', button: 0 }));
}

export async function write(name: string, text: string): Promise<void> {
  const field = get(name) as HTMLInputElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await settle(300);
}
