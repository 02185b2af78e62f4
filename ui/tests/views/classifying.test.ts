import { expect, test } from 'vitest';
import { dana, unclassified } from '../../src/lib/backend/fixtures/sheets';
import { refusal } from '../../src/lib/backend/fixtures';
import { announcer } from '../../src/lib/shared/announcer.svelte';
import { click, down, find, get, press, settle, show, up } from '../app';

const sheets = [{ ...dana, ...unclassified }];

test('a role that nobody classified is classified with one key, and that takes it back with another', async () => {
  const { backend, desk } = await show({ sheets });
  expect(get('classify')).toHaveTextContent('Nobody has classified projects/fabrikam-dev/roles/mine here.');
  const before = desk.sheet.view?.ticket;
  expect(await press('1')).toBe(true);
  expect(backend.classified).toEqual([{ id: 'dana', level: 'low' }]);
  expect(desk.sheet.view?.ticket).not.toBe(before);
  expect(get('risk')).toHaveTextContent('Low');
  expect(get('classify')).toHaveTextContent('You classified the role as low.');
  expect(announcer.text).toBe('Classified: low risk.');
  expect(await press('0')).toBe(true);
  expect(backend.classified).toEqual([
    { id: 'dana', level: 'low' },
    { id: 'dana', level: null },
  ]);
  expect(get('risk')).toHaveTextContent('High');
});

test('each level has its key and its button, least first', async () => {
  const { backend } = await show({ sheets });
  const levels = ['low', 'medium', 'high', 'critical'] as const;
  for (const [place, level] of levels.entries()) {
    await press(String(place + 1));
    await click('classify-forget');
    await click(`classify-${level}`);
    await press('0');
    expect(backend.classified.splice(0).map((said) => said.level)).toEqual([level, null, level, null]);
  }
});

test('where there is nothing to classify the keys do nothing', async () => {
  const { backend } = await show();
  expect(find('classify')).toBeNull();
  expect(await press('1')).toBe(false);
  expect(backend.classified).toEqual([]);
});

test('a key of another state does nothing, and one that is kept down is one press', async () => {
  const { backend } = await show({ sheets });
  await press('0');
  expect(backend.classified).toEqual([]);
  down('3');
  down('3', { repeat: true });
  await settle();
  down('3', { repeat: true });
  up('3');
  await settle();
  expect(backend.classified).toEqual([{ id: 'dana', level: 'high' }]);
});

test('what is judged anew takes away a grant that is under way', async () => {
  const { backend, desk } = await show({ sheets });
  down('g');
  await settle(600);
  // From elsewhere, as by a command.
  await backend.classify('dana', 'medium');
  await desk.sheet.refresh();
  await settle(700);
  up('g');
  await settle(5000);
  expect(backend.decided).toEqual([]);
});

test('a refusal is said, and the sheet stays', async () => {
  const { backend } = await show({ sheets });
  backend.refuse = { call: 'classify', refusal: refusal('store', 'The profile cannot be written.') };
  await press('2');
  expect(backend.classified).toEqual([]);
  expect(announcer.text).toBe('The profile cannot be written.');
  expect(get('risk')).toHaveTextContent('High');
});
