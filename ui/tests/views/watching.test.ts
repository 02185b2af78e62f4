import { expect, test } from 'vitest';
import { dana, panels, portal } from '../../src/lib/backend/fixtures/sheets';
import { refusal } from '../../src/lib/backend/fixtures';
import { click, find, get, press, show } from '../app';
import { said } from '../said';

const watched = { ...dana, panel: panels.watched, frozen: true, page: portal };

test('what is only watched is opened in its own system, by key and by button, and not decided here', async () => {
  const { backend } = await show({ sheets: [watched] });
  expect(get('panel-watched')).toHaveTextContent('Decide this in its own system.');
  expect(get('open-page')).toHaveTextContent(said`Open at ${'portal.azure.com'}`);
  for (const button of ['grant', 'deny']) expect(find(button)).toBeNull();
  await press('g');
  await press('d');
  expect(backend.decided).toEqual([]);
  expect(await press('o')).toBe(true);
  await click('open-page');
  expect(backend.opened).toEqual(['dana', 'dana']);
});

test('what is decided here has its page beside it, where one is known', async () => {
  const { backend } = await show({ sheets: [{ ...dana, page: portal }] });
  expect(get('page')).toHaveTextContent(said`Open at ${'portal.azure.com'}`);
  await click('page');
  expect(backend.opened).toEqual(['dana']);
});

test('without a page the key does nothing', async () => {
  const { backend } = await show({ sheets: [{ ...dana, panel: panels.watched, frozen: true }] });
  expect(find('open-page')).toBeNull();
  expect(await press('o')).toBe(false);
  expect(backend.opened).toEqual([]);
});

test('a browser that does not open is told with the address', async () => {
  const { backend } = await show({ sheets: [watched] });
  backend.openPage = () => Promise.reject(refusal('no-browser', `Open the address yourself: ${portal.address}`));
  await press('o');
  expect(get('error')).toHaveTextContent(portal.address);
});
