import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { inbox, rows } from '../../src/lib/backend/fixtures/inbox';
import { dana, held, unclassified } from '../../src/lib/backend/fixtures/sheets';
import { NOW } from '../../src/lib/backend/fixtures/text';
import { find, get, press, settle, show, write } from '../app';

const ids = () => screen.queryAllByTestId('command').map((line) => line.dataset['id']);
const chosen = () => screen.queryAllByTestId('command').find((line) => line.ariaSelected === 'true')?.dataset['id'];

async function open(): Promise<void> {
  await press('k', { ctrlKey: true });
  get('palette-field').focus();
}

test('the palette opens by its key, finds by words and does what is chosen, by keyboard alone', async () => {
  await show();
  await open();
  expect(get('palette-field')).toHaveAttribute('aria-activedescendant', `command-${chosen() ?? ''}`);
  await write('palette-field', 'live');
  expect(ids()).toContain('grants');
  await write('palette-field', 'quiet');
  expect(chosen()).toBe('setting-quiet');
  await press('Enter');
  expect(find('palette')).toBeNull();
  expect(get('section')).toHaveAttribute('data-section', 'notifications');
});

test('a waiting request is found by its requester, role or tenant', async () => {
  const { desk } = await show();
  await open();
  await write('palette-field', 'mei');
  expect(ids()).toEqual(['request-mei']);
  await press('Enter');
  expect(desk.inbox.selected).toBe('mei');
  expect(desk.sheet.wanted).toBe('mei');
});

test('the arrows go round, and the line that is chosen is named to whoever cannot see it', async () => {
  await show();
  await open();
  const all = ids();
  await press('ArrowUp');
  expect(chosen()).toBe(all.at(-1));
  await press('ArrowDown');
  expect(chosen()).toBe(all[0]);
  expect(get('palette-field')).toHaveAttribute('aria-activedescendant', `command-${all[0] ?? ''}`);
});

test('nothing is decided from the palette: granting, denying and shortening open the sheet', async () => {
  const { backend, desk } = await show({ inbox: inbox(rows) });
  for (const words of ['grant', 'deny', 'shorten']) {
    await open();
    await write('palette-field', words);
    expect(chosen()).toBe(words);
    await press('Enter');
    expect(backend.decided).toEqual([]);
    desk.sheet.stepBack();
  }
  await open();
  await write('palette-field', 'grant');
  await press('Enter');
  expect(document.activeElement).toHaveAttribute('data-focus', 'grant');
});

test('what cannot be done from here is not offered', async () => {
  await show({ inbox: inbox([]) });
  await open();
  expect(ids().filter((id) => ['grant', 'deny', 'shorten', 'undo', 'send-now', 'revoke'].includes(id ?? ''))).toEqual(
    [],
  );
  await press('Escape');
});

test('a held decision is undone from it, and sending it at once is only led to', async () => {
  const { backend, desk } = await show();
  await desk.pick('dana');
  backend.changeSheet('dana', { panel: held(NOW + 8000) });
  await settle();
  await open();
  await write('palette-field', 'send now');
  expect(chosen()).toBe('send-now');
  await press('Enter');
  expect(backend.called).not.toContain('sendNow');
  await open();
  await write('palette-field', 'undo');
  await press('Enter');
  expect(backend.called).toContain('undo');
});

test('a role that nobody classified is classified from it as by its key', async () => {
  const { backend, desk } = await show({ sheets: [{ ...dana, ...unclassified }] });
  await desk.pick('dana');
  await open();
  await write('palette-field', 'classify critical');
  expect(chosen()).toBe('classify-critical');
  await press('Enter');
  expect(backend.classified).toEqual([{ id: 'dana', level: 'critical' }]);
});

test('each action shows its key, and what is nowhere says so', async () => {
  await show();
  await open();
  await write('palette-field', 'inbox');
  expect(screen.getAllByTestId('command')[0]).toHaveTextContent(/Ctrl\s*1/);
  await write('palette-field', 'teleport');
  expect(get('palette-none')).toBeInTheDocument();
  expect(await press('Enter')).toBe(true);
  expect(get('palette')).toBeInTheDocument();
});

test('it goes to insights, and only leads to where a live grant is shortened', async () => {
  const { backend, desk } = await show();
  await open();
  await write('palette-field', 'insights');
  expect(chosen()).toBe('insights');
  await press('Enter');
  expect(desk.page).toBe('insights');
  await desk.go('grants');
  desk.grants.selected = desk.grants.rows[0]?.id ?? null;
  await settle();
  await open();
  await write('palette-field', 'shorten');
  expect(chosen()).toBe('shorten');
  await press('Enter');
  expect(find('shorten-end')).not.toBeNull();
  expect(backend.decided).toEqual([]);
});

test('with several selected, granting and denying lead to their review', async () => {
  const { backend } = await show();
  await press('a', { ctrlKey: true });
  await press('k', { ctrlKey: true });
  await write('palette-field', 'deny');
  await press('Enter');
  expect(get('review')).toHaveAccessibleName('Deny 4 requests in Contoso');
  expect(backend.decidedAll).toEqual([]);
});
