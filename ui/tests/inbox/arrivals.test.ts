import { expect, test } from 'vitest';
import { arrivals, rows } from '../../src/lib/backend/fixtures/inbox';
import { merge } from '../../src/lib/inbox/arrivals';

const nobodyLooks = () => false;
const ids = (all: { id: string }[]) => all.map((row) => row.id);

test('what comes in waits and moves no row', () => {
  const merged = merge(rows, [...arrivals, ...rows], nobodyLooks);
  expect(ids(merged.rows)).toEqual(ids(rows));
  expect(merged.arrivals).toBe(arrivals.length);
});

test('rows keep their places though the core orders them otherwise', () => {
  expect(ids(merge(rows, rows.toReversed(), nobodyLooks).rows)).toEqual(ids(rows));
});

test('a row shows what the core last said of it', () => {
  const denied = rows.map((row) =>
    row.id === 'mei' ? { ...row, standing: { is: 'closed' as const, line: 'Denied by Ilya Sun', at: '16:44' } } : row,
  );
  const mei = merge(rows, denied, nobodyLooks).rows.find((row) => row.id === 'mei');
  expect(mei?.standing).toEqual({ is: 'closed', line: 'Denied by Ilya Sun', at: '16:44' });
});

test('a row that is looked at never disappears, it closes', () => {
  const merged = merge(rows, rows.slice(1), (id) => id === 'dana');
  expect(merged.rows[0]?.id).toBe('dana');
  expect(merged.rows[0]?.standing.is).toBe('closed');
});

test('a row that nobody looks at goes when it is gone', () => {
  expect(ids(merge(rows, rows.slice(1), nobodyLooks).rows)).toEqual(ids(rows.slice(1)));
});

test('into an empty list everything comes at once', () => {
  expect(merge([], rows, nobodyLooks)).toEqual({ rows, arrivals: 0 });
});

test('where nothing waits any more nothing is kept', () => {
  expect(merge(rows, [], () => true)).toEqual({ rows: [], arrivals: 0 });
});
