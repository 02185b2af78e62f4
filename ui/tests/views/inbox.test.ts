import { expect, test } from 'vitest';
import { cleanup } from '@testing-library/svelte';
import { refusal } from '../../src/lib/backend/fixtures';
import { arrivals, inbox, many, rows, standings, status } from '../../src/lib/backend/fixtures/inbox';
import { find, get, press, settle, show } from '../app';
import { said } from '../said';

const shownIds = () => [...document.querySelectorAll('[role="option"]')].map((row) => row.getAttribute('data-id'));

test('arrivals wait behind one line, and the full stop shows them', async () => {
  const { backend, desk } = await show();
  backend.change({ inbox: inbox([...arrivals, ...rows]) });
  await settle();
  expect(get('arrivals')).toHaveTextContent(said`${'3'} new since you looked`);
  expect(shownIds()).toEqual(rows.map((row) => row.id));
  await press('.');
  expect(find('arrivals')).toBeNull();
  expect(shownIds()).toEqual([...arrivals, ...rows].map((row) => row.id));
  expect(desk.inbox.selected).toBe('dana');
});

test('the first request of an empty inbox comes at once and opens', async () => {
  const { backend } = await show({ inbox: inbox([]) });
  expect(get('empty')).toHaveTextContent('Nothing is waiting.');
  backend.change({ inbox: inbox(rows.slice(0, 1)) });
  await settle();
  expect(get('row-0')).toHaveTextContent('Dana Peres');
  expect(get('sentence')).toHaveTextContent('Dana Peres');
});

test('J and K move through the list, and the sheet follows', async () => {
  await show();
  await press('j');
  await settle(200);
  expect(get('sentence')).toHaveTextContent('release-agent');
  expect(get('row-1')).toHaveAttribute('aria-selected', 'true');
  await press('k');
  await settle(200);
  expect(get('sentence')).toHaveTextContent('Dana Peres');
  await press('k');
  expect(get('row-0')).toHaveAttribute('aria-selected', 'true');
});

test('rows passed in haste are not opened', async () => {
  const { backend } = await show();
  backend.called.length = 0;
  for (let times = 0; times < 6; times += 1) await press('j', { repeat: true });
  await settle(300);
  expect(backend.called.filter((call) => call === 'openSheet').length).toBeLessThan(4);
  expect(get('sentence').textContent).not.toBe('');
});

test('the list names the active row, which is drawn though it is out of sight', async () => {
  const { desk } = await show({ inbox: inbox(many(100_000)) });
  await press('End');
  await settle(300);
  const list = get('requests');
  expect(list.getAttribute('aria-activedescendant')).toBe('requests-many-99999');
  expect(document.getElementById('requests-many-99999')).toHaveAttribute('aria-posinset', '100000');
  expect(shownIds().length).toBeLessThan(60);
  expect(desk.inbox.place).toBe(99_999);
});

test('of a hundred thousand requests the pages are read that are in sight', async () => {
  const { backend, desk } = await show({ inbox: inbox(many(100_000)) });
  backend.called.length = 0;
  await press('End');
  await settle(300);
  expect(desk.inbox.row(99_999)?.id).toBe('many-99999');
  await press('k');
  await settle(300);
  expect(desk.inbox.selected).toBe('many-99998');
  expect(backend.called.filter((call) => call === 'inboxPage').length).toBeLessThan(4);
  expect(desk.inbox.lines.size).toBeLessThan(400);
  // What changes moves nothing, and what is selected is found again where nobody scrolled to.
  backend.change({});
  await settle();
  expect([desk.inbox.selected, desk.inbox.place]).toEqual(['many-99998', 99_998]);
  expect(desk.inbox.row(99_998)?.id).toBe('many-99998');
});

test('a row that cannot be acted on says so where an open one shows the role', async () => {
  await show({ inbox: inbox(standings) });
  expect(get('row-6')).toHaveTextContent('Your own request');
  expect(get('row-6')).not.toHaveTextContent('Billing Reader');
  expect(get('row-7')).toHaveTextContent('Denied by Ilya Sun');
  expect(get('row-7').querySelector('.row')).toHaveClass('done');
});

test('the selected request that was decided elsewhere stays in sight, closed', async () => {
  const { backend } = await show();
  backend.change({ inbox: inbox(rows.slice(1)) });
  await settle();
  expect(get('row-0')).toHaveTextContent('Dana Peres');
  expect(get('row-0').querySelector('[data-standing="closed"]')).not.toBeNull();
  expect(get('row-0')).toHaveAccessibleName(/No longer waiting/);
});

test('time runs down in the rows, and minutes become seconds', async () => {
  await show();
  const left = get('row-0').querySelector('[data-testid="time-left"]');
  expect(left).toHaveTextContent('7:42');
  await settle(2000);
  expect(left).toHaveTextContent('7:40');
});

test('a notification opens its request, and Deny its reason, without deciding', async () => {
  const { backend } = await show();
  backend.navigate({ page: 'inbox', id: 'mei', deny: true });
  await settle();
  expect(get('sentence')).toHaveTextContent('Mei Tan');
  expect(document.activeElement).toBe(get('reason'));
  expect(backend.decided).toEqual([]);
});

test('a notification for a request that waits to be shown shows it', async () => {
  const { backend, desk } = await show();
  backend.change({ inbox: inbox([...arrivals, ...rows]) });
  await settle();
  backend.navigate({ page: 'inbox', id: 'pavel', deny: false });
  await settle();
  expect(desk.inbox.selected).toBe('pavel');
});

test('what the app was started for is opened first', async () => {
  await show({ navigation: { page: 'inbox', id: 'agent', deny: false } });
  expect(get('sentence')).toHaveTextContent('release-agent');
});

test('decisions that wait to be sent are counted, and it is said what grants among them wait for', async () => {
  await show({ status: { ...status, outbox: 2 } });
  expect(get('outbox').textContent.trim()).toBe(said`${'2'} decisions wait to be sent`);
  cleanup();
  await show({ status: { ...status, outbox: 1, outbox_waits: 'Team queue: the queue’s own log is being checked' } });
  const count = said`${'1'} decision waits to be sent`;
  const line = said`${count}. ${'Team queue: the queue’s own log is being checked'}`;
  expect(get('outbox').textContent.trim()).toBe(line);
});

test('while the pointer is over the list nothing in it moves', async () => {
  const { backend, desk } = await show();
  desk.inbox.hovered = true;
  backend.change({ inbox: inbox(rows.filter((row) => row.id !== 'agent')) });
  await settle();
  expect(shownIds()[1]).toBe('agent');
  desk.inbox.hovered = false;
  backend.change({});
  await settle();
  expect(shownIds()[1]).toBe('marta');
});

test('a request that cannot be opened is told in place of the one before', async () => {
  const { backend } = await show();
  backend.refuse = { call: 'openSheet', refusal: refusal('not-found', 'This request is not here any more.') };
  await press('j');
  await settle(200);
  expect(get('sheet')).toHaveTextContent('This request is not here any more.');
  expect(find('grant')).toBeNull();
});

test('a row of a silent queue says how old it is, and counts nothing down', async () => {
  const stale = rows.map((row) => (row.id === 'dana' ? { ...row, stale: 'As of 16:27' } : row));
  await show({ inbox: inbox(stale) });
  expect(get('row-0')).toHaveTextContent('As of 16:27');
  expect(get('row-0').querySelector('[data-testid="time-left"]')).toHaveTextContent('16:52');
  expect(get('row-1')).not.toHaveTextContent('As of');
});
