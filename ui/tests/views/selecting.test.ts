import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { crowded, inbox, rows, standings } from '../../src/lib/backend/fixtures/inbox';
import { activate, click, find, get, press, settle, show, write } from '../app';
import { said } from '../said';

const option = (id: string) => document.querySelector<HTMLElement>(`[role="option"][data-id="${id}"]`)!;
const checked = () =>
  [...document.querySelectorAll('[role="option"][aria-checked="true"]')].map((row) => row.getAttribute('data-id'));
const announced = () => get('announcer').textContent.trim();

async function pick(id: string, how: MouseEventInit): Promise<void> {
  option(id).dispatchEvent(new MouseEvent('click', { bubbles: true, ...how }));
  await settle();
}

test('X takes a row into the selection and out of it, and it is told', async () => {
  await show();
  expect(option('dana')).not.toHaveAttribute('aria-checked');
  await press('x');
  expect(checked()).toEqual(['dana']);
  expect(option('agent')).toHaveAttribute('aria-checked', 'false');
  expect(announced()).toBe(said`${'1'} selected in ${'Contoso'}`);
  expect(get('bulk-count')).toHaveTextContent(said`${'1'} selected in ${'Contoso'}`);
  await press('x');
  expect(checked()).toEqual([]);
  expect(announced()).toBe('Nothing is selected.');
  expect(find('bulk')).toBeNull();
});

test('a selection is of one tenant', async () => {
  await show();
  await press('x');
  await press('j');
  await press('x');
  expect(checked()).toEqual(['dana']);
  expect(announced()).toBe(said`What is selected is of ${'Contoso'}. A selection is of one tenant.`);
});

test('what one cannot decide is not selected', async () => {
  await show({ inbox: inbox(standings) });
  await press('j');
  await press('x');
  expect(checked()).toEqual([]);
  expect(announced()).toMatch(/cannot be selected/);
});

test('Shift and an arrow reach over rows and back, passing over other tenants', async () => {
  await show();
  await press('ArrowDown', { shiftKey: true });
  await press('ArrowDown', { shiftKey: true });
  expect(checked()).toEqual(['dana', 'marta']);
  await press('ArrowUp', { shiftKey: true });
  expect(checked()).toEqual(['dana']);
});

test('a click with Ctrl or on the mark selects, with Shift it reaches; without them it opens', async () => {
  const { desk } = await show();
  await pick('marta', { ctrlKey: true });
  expect([checked(), desk.inbox.selected]).toEqual([['marta'], 'dana']);
  option('amara')
    .querySelector('[data-pick]')!
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await settle();
  expect(checked()).toEqual(['marta', 'amara']);
  await pick('jonas', { shiftKey: true });
  expect(checked()).toEqual(['marta', 'amara', 'jonas']);
  await pick('mei', {});
  expect(desk.inbox.selected).toBe('mei');
  expect(checked()).toEqual(['marta', 'amara', 'jonas']);
});

test('all of the tenant are selected, with each request that a row stands for', async () => {
  const { desk } = await show({ inbox: inbox(crowded) });
  await press('a', { ctrlKey: true });
  expect(checked()).toEqual(['dana', 'marta', 'pavel-0', 'amara', 'jonas', 'noura']);
  expect(desk.triage.selection.count).toBe(14);
});

test('at most 500 are selected, and that is said', async () => {
  const many = Array.from({ length: 700 }, (_, place) => ({ ...rows[0]!, id: `one-${String(place)}` }));
  const { desk } = await show({ inbox: inbox(many) });
  await press('a', { ctrlKey: true });
  await settle();
  expect(desk.triage.selection.count).toBe(500);
});

test('Escape ends the selection, and what is over leaves it', async () => {
  const { backend, desk } = await show();
  await press('x');
  await press('j');
  await press('j');
  await press('x');
  expect(checked()).toEqual(['dana', 'marta']);
  backend.change({ inbox: inbox(rows.filter((row) => row.id !== 'dana')) });
  await settle();
  expect(desk.triage.selection.ids).toEqual(['marta']);
  await press('Escape');
  expect(desk.triage.selection.count).toBe(0);
});

test('with a selection D leads to its review, and nothing is denied before it is confirmed', async () => {
  const { backend } = await show();
  await press('a', { ctrlKey: true });
  await press('d');
  expect(get('review')).toHaveAccessibleName('Deny 4 requests in Contoso');
  expect(document.querySelectorAll('[data-testid="review-item"]').length).toBe(4);
  expect(get('review-items')).toHaveTextContent('For Billing Reader as every week, INC-4471.');
  expect(backend.decidedAll).toEqual([]);
  await press('Escape');
  await activate('review-cancel');
  expect(find('review')).toBeNull();
  expect(backend.decidedAll).toEqual([]);
  expect(checked().length).toBe(4);
});

test('a review grants only what is of low risk, and says of each other one why not', async () => {
  const { backend, desk } = await show();
  await press('a', { ctrlKey: true });
  await press('g');
  expect(get('review')).toHaveAccessibleName('Grant 1 request in Contoso');
  expect(get('review-dropped')).toHaveTextContent('Dana Peres');
  expect(get('review-dropped')).toHaveTextContent('Only requests of low risk are granted together.');
  expect(get('review-confirm').textContent.trim()).toBe(said`Grant ${'1'}`);
  await write('review-reason', '  as every week ');
  await activate('review-confirm');
  expect(backend.decidedAll).toEqual([{ action: 'grant', ids: ['jonas'], reason: 'as every week' }]);
  expect(find('review')).toBeNull();
  expect(document.activeElement).toBe(get('requests'));
  expect(desk.triage.selection.count).toBe(0);
});

test('where nothing of the selection can be granted there is nothing to confirm', async () => {
  await show();
  await press('x');
  await press('g');
  expect(get('review')).toHaveAccessibleName('Grant 0 requests in Contoso');
  expect(find('review-confirm')).toBeNull();
  expect(find('review-reason')).toBeNull();
});

test('what was decided together can be taken back while it is held', async () => {
  const { backend } = await show();
  await press('a', { ctrlKey: true });
  await press('d');
  await activate('review-confirm');
  expect(get('bulk-held')).toHaveTextContent(said`${'4'} decisions held, ${'3'} s`);
  expect(announced()).toBe(said`${'4'} decisions are held.`);
  await press('z');
  expect(backend.called).toContain('undoAll');
  expect(option('dana').querySelector('[data-standing]')).toHaveAttribute('data-standing', 'open');
  expect(announced()).toBe(said`${'4'} decisions undone. Nothing of them was sent.`);
  expect(find('bulk-held')).toBeNull();
});

test('once they are no longer held they cannot be taken back together', async () => {
  await show();
  await press('x');
  await press('d');
  await activate('review-confirm');
  expect(find('bulk-held')).not.toBeNull();
  await settle(4000);
  expect(find('bulk-held')).toBeNull();
});

test('what was left out on the way is told after the decision', async () => {
  const { backend } = await show();
  const decideAll = backend.decideAll;
  const who = rows[2]!.who;
  backend.decideAll = async (ticket, reason) => ({
    ...(await decideAll(ticket, reason)),
    dropped: [{ id: 'marta', who, what: who, why: 'It changed since it was shown.' }],
  });
  await press('a', { ctrlKey: true });
  await press('d');
  await activate('review-confirm');
  expect(get('review')).toHaveAccessibleName(said`${'1'} is left out`);
  expect(get('review-dropped')).toHaveTextContent('It changed since it was shown.');
  expect(find('review-confirm')).toBeNull();
  await activate('review-cancel');
  expect(find('review')).toBeNull();
});

test('why nothing was done is said where one was', async () => {
  const { backend } = await show();
  await press('x');
  backend.refuse = { call: 'review', refusal: refusal('policies-mixed', 'These are under different policies.') };
  await press('g');
  expect(find('review')).toBeNull();
  expect(get('bulk-error')).toHaveTextContent('These are under different policies.');
  await press('d');
  backend.refuse = { call: 'decideAll', refusal: refusal('keyring', 'No keyring is open.') };
  await activate('review-confirm');
  expect(get('review-error')).toHaveTextContent('No keyring is open.');
  expect(backend.decidedAll).toEqual([]);
});

test('while a review is open no key decides on what stands behind it', async () => {
  const { backend, desk } = await show();
  await press('x');
  await press('d');
  (document.activeElement as HTMLElement).blur();
  await press('d');
  await press('j');
  expect(backend.decided).toEqual([]);
  expect(find('deny-send')).toBeNull();
  expect(desk.inbox.selected).toBe('dana');
});

test('the bar’s buttons do what the keys do', async () => {
  const { desk } = await show();
  await press('x');
  await click('bulk-all');
  expect(desk.triage.selection.count).toBe(4);
  await click('bulk-grant');
  expect(get('review')).toHaveAccessibleName('Grant 1 request in Contoso');
  await activate('review-cancel');
  await click('bulk-deny');
  expect(get('review')).toHaveAccessibleName('Deny 4 requests in Contoso');
  await activate('review-cancel');
  await click('bulk-snooze');
  expect(find('snooze-dialog')).not.toBeNull();
  await activate('snooze-close');
  await click('bulk-clear');
  expect(desk.triage.selection.count).toBe(0);
});
