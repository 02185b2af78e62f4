import { expect, test } from 'vitest';
import { inbox, rows } from '../../src/lib/backend/fixtures/inbox';
import { dana, panels } from '../../src/lib/backend/fixtures/sheets';
import { activate, click, find, get, press, show, write } from '../app';

const cannot = { allowed: false, why_not: 'It cannot be granted from here.', code: 'cannot-grant' };
const endless = {
  ...dana,
  panel: panels.denyOnly,
  grant: cannot,
  duration: { ...dana.duration, stops: [] },
  offers: dana.duration.stops.slice(0, -1),
};

test('what can never be granted from here says why, has no length to choose, and is denied with an offer', async () => {
  const { backend } = await show({ sheets: [endless] });
  expect(get('panel-deny-only')).toHaveTextContent('It was asked for without an end.');
  for (const control of ['grant', 'length', 'chip-3600']) expect(find(control)).toBeNull();
  await press('g');
  expect(backend.decided).toEqual([]);
  await click('deny');
  await activate('offer-7200');
  await write('reason', 'Two hours do');
  await click('deny-send');
  expect(backend.decided).toMatchObject([{ choice: { is: 'counter-offer', seconds: 7200 }, reason: 'Two hours do' }]);
});

test('a request without a deadline counts nothing down', async () => {
  const sheet = { ...dana, answer_by: null, answer_text: 'no deadline' };
  const [first] = rows;
  if (!first) throw new Error('no row');
  const row = { ...first, answer_by: null, answer_by_text: 'no deadline', length: 'no end asked' };
  await show({ sheets: [sheet], inbox: inbox([row]) });
  expect(get('answer-by').textContent.trim()).toBe('no deadline');
  expect(get('time-left').textContent.trim()).toBe('no deadline');
});

test('an end that was asked for is said to be the latest', async () => {
  const stops = dana.duration.stops.map((stop) => ({ ...stop, end_note: 'at the latest' }));
  await show({ sheets: [{ ...dana, duration: { ...dana.duration, stops } }] });
  expect(get('until').parentElement).toHaveTextContent(/until \u2068\d\d:\d\d\u2069 at the latest/i);
});
