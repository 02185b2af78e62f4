import { expect, test } from 'vitest';
import { NOW } from '../../src/lib/backend/fixtures/text';
import { refusal } from '../../src/lib/backend/fixtures';
import { arrivals, crowded, inbox, rows } from '../../src/lib/backend/fixtures/inbox';
import { activate, find, get, press, settle, show } from '../app';
import { said } from '../said';

const shownIds = () =>
  [...document.querySelectorAll('[data-testid="requests"] [role="option"]')].map((row) => row.getAttribute('data-id'));

test('H asks until when, and what is put aside leaves the list for the view of the snoozed', async () => {
  const { backend, desk } = await show();
  await press('h');
  await activate('snooze-1h');
  expect(backend.snoozed).toEqual([{ of: { is: 'ids', ids: ['dana'] }, until: { is: 'for', minutes: 60 } }]);
  expect(shownIds()).not.toContain('dana');
  expect(get('announcer')).toHaveTextContent(said`${'1'} request is snoozed.`);
  expect(desk.inbox.selected).toBe('agent');
  expect(document.activeElement).toBe(get('requests'));
  await desk.triage.ask({ query: 'is:snoozed' });
  await settle();
  expect(shownIds()).toEqual(['dana']);
  expect(get('row-0')).toHaveTextContent('Snoozed until 17:44');
  expect(get('row-0')).toHaveAccessibleName(/Snoozed until 17:44/);
});

test('what is snoozed is woken from its sheet', async () => {
  const { backend, desk } = await show({ inbox: inbox(crowded) });
  await desk.triage.ask({ query: 'is:snoozed' });
  await settle();
  expect(get('snoozed')).toHaveTextContent('Snoozed until 17:30');
  expect(find('snooze')).toBeNull();
  await activate('wake');
  expect(backend.called).toContain('wake');
  expect(get('announcer')).toHaveTextContent('It is back in the inbox.');
  expect(backend.given.inbox.rows.every((row) => row.snoozed === null)).toBe(true);
});

test('with a selection all of it is put aside', async () => {
  const { backend, desk } = await show();
  await press('a', { ctrlKey: true });
  await press('h');
  await activate('snooze-before-end');
  expect(backend.snoozed[0]).toEqual({
    of: { is: 'ids', ids: ['dana', 'marta', 'amara', 'jonas'] },
    until: { is: 'before-end', minutes: 10 },
  });
  expect(desk.triage.selection.count).toBe(0);
});

test('tomorrow is nine in the morning', async () => {
  const { backend } = await show();
  await activate('snooze');
  await activate('snooze-tomorrow');
  const { until } = backend.snoozed[0]!;
  const at = new Date(until.is === 'until' ? (until.at ?? 0) : 0);
  expect([at.getHours(), at.getMinutes(), at.getTime() > NOW]).toEqual([9, 0, true]);
});

test('a time that is not ahead is refused in the core’s words, and the question stays', async () => {
  const { backend } = await show();
  await press('h');
  backend.refuse = { call: 'snooze', refusal: refusal('snooze-past', 'That is not ahead, or too near the end.') };
  await activate('snooze-4h');
  expect(get('snooze-error')).toHaveTextContent('That is not ahead, or too near the end.');
  expect(shownIds()).toContain('dana');
  await activate('snooze-close');
  expect(find('snooze-dialog')).toBeNull();
});

test('what came in meanwhile waits on while something is put aside', async () => {
  const { backend } = await show();
  backend.change({ inbox: inbox([...arrivals, ...rows]) });
  await settle();
  await press('h');
  await activate('snooze-1h');
  expect(shownIds()).toEqual(rows.filter((row) => row.id !== 'dana').map((row) => row.id));
  expect(get('arrivals')).toBeVisible();
});
