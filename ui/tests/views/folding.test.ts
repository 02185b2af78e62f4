import { expect, test } from 'vitest';
import { crowded, inbox } from '../../src/lib/backend/fixtures/inbox';
import { activate, find, get, settle, show, write } from '../app';

const each = () => [...document.querySelectorAll<HTMLElement>('[data-testid="fold-row"]')];

async function open(id: string) {
  const shown = await show({ inbox: inbox(crowded) });
  await shown.desk.pick(id);
  await settle();
  return shown;
}

test('a row that stands for several says how many, and each is opened by itself', async () => {
  const { desk } = await open('mei-0');
  expect(get('fold')).toHaveTextContent('×3');
  expect(find('flood')).toBeNull();
  expect(find('report')).toBeNull();
  expect(get('fold-each')).toHaveAttribute('aria-expanded', 'false');
  await activate('fold-each');
  expect(each().map((row) => row.dataset['id'])).toEqual(['mei-0', 'mei-1', 'mei-2']);
  expect(each()[0]).toHaveAttribute('aria-current', 'true');
  each()[2]!.click();
  await settle();
  expect(desk.sheet.view?.id).toBe('mei-2');
  // It is the same row, and stays open.
  expect(desk.inbox.row(desk.inbox.place)?.id).toBe('mei-0');
  expect(each()[2]).toHaveAttribute('aria-current', 'true');
  await activate('fold-each');
  expect(each()).toEqual([]);
});

test('a request alone says nothing of the kind', async () => {
  await open('dana');
  expect(find('fold')).toBeNull();
});

test('a flood is called out in its row and above its sheet', async () => {
  await open('pavel-0');
  expect(get('row-flood')).toHaveTextContent('Possible prompt bombing');
  expect(get('row-3')).toHaveTextContent('9 in 2 min');
  expect(get('flood')).toHaveTextContent('Possible prompt bombing');
});

test('a flood is denied and reported from a review of all of it, with a reason', async () => {
  const { backend } = await open('pavel-0');
  await activate('report');
  expect(get('review')).toHaveAccessibleName('Deny and report 9 requests in Contoso');
  expect(get('review-confirm')).toHaveAttribute('aria-disabled', 'true');
  await activate('review-confirm');
  expect(backend.called).not.toContain('decideAll');
  await write('review-reason', 'Pavel did not ask for these');
  await activate('review-confirm');
  expect(backend.decidedAll).toEqual([
    {
      action: 'deny-and-report',
      ids: Array.from({ length: 9 }, (_, place) => `pavel-${String(place)}`),
      reason: 'Pavel did not ask for these',
    },
  ]);
  expect(backend.decided).toEqual([]);
});
