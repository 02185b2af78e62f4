import { expect, test } from 'vitest';
import { crowded, inbox } from '../../src/lib/backend/fixtures/inbox';
import { activate, find, get, press, settle, show, write } from '../app';

const shownIds = () =>
  [...document.querySelectorAll('[data-testid="requests"] [role="option"]')].map((row) => row.getAttribute('data-id'));
const views = () =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="view"]')].map((one) =>
    one.textContent.trim().replace(/\s+/g, ' '),
  );
const view = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="view"]')].find((one) => one.textContent.includes(name))!;

test('views stand beside the pages with their counts, and one that finds nothing does not', async () => {
  const { backend } = await show({ inbox: inbox(crowded) });
  expect(views()).toEqual(['High and critical 4', 'Floods 1', 'Snoozed 1', 'Contoso 6']);
  backend.change({ inbox: inbox(crowded.filter((row) => row.fold?.flood !== true)) });
  await settle();
  expect(views()).toEqual(['High and critical 3', 'Snoozed 1', 'Contoso 5']);
});

test('a view is opened from any page, and the list says which it is', async () => {
  const { desk } = await show({ inbox: inbox(crowded) });
  await press('2', { ctrlKey: true });
  expect(desk.page).toBe('grants');
  view('Snoozed').click();
  await settle();
  expect(desk.page).toBe('inbox');
  expect(shownIds()).toEqual(['tomas']);
  expect(get('row-0')).toHaveTextContent('Snoozed until 17:30');
  expect(view('Snoozed')).toHaveAttribute('aria-current', 'true');
  expect(get('filter')).toHaveValue('is:snoozed');
});

test('a list is kept under a name, as it is sorted and grouped', async () => {
  const { backend, desk } = await show({ inbox: inbox(crowded) });
  await write('filter', 'tenant:Fabrikam');
  await desk.triage.ask({ sort: 'risk', group: 'requester' });
  await activate('narrow');
  await write('view-name', 'Fabrikam by risk');
  await activate('view-save');
  expect(backend.given.views.at(-1)).toEqual({
    name: 'Fabrikam by risk',
    query: 'tenant:Fabrikam',
    sort: 'risk',
    group: 'requester',
  });
  expect(views()).toContain('Fabrikam by risk 2');
});

test('what comes with Doorward keeps its name, and the reason is the core’s', async () => {
  await show({ inbox: inbox(crowded) });
  await activate('narrow');
  await write('view-name', 'Snoozed');
  await activate('view-save');
  expect(get('view-failure')).toHaveTextContent('Snoozed comes with Doorward and stays as it is.');
});

test('a view is renamed and removed', async () => {
  const { backend } = await show({ inbox: inbox(crowded) });
  await activate('narrow');
  await activate('view-rename');
  await write('view-new-name', 'Contoso, all');
  await activate('view-rename-save');
  expect(backend.given.views.map((one) => one.name)).toEqual(['Contoso, all']);
  expect(views()).toContain('Contoso, all 6');
  await activate('view-remove');
  expect(backend.given.views).toEqual([]);
  expect(find('own-view')).toBeNull();
  expect(document.activeElement).toBe(get('view-name'));
});

test('no view takes the name of another', async () => {
  const { backend } = await show({ inbox: inbox(crowded) });
  await backend.saveView('Other', 'risk:low', 'time-left', 'none');
  await settle();
  await activate('narrow');
  document.querySelectorAll<HTMLElement>('[data-testid="view-rename"]')[1]!.click();
  await settle();
  await write('view-new-name', 'Contoso');
  await activate('view-rename-save');
  expect(get('view-failure')).toHaveTextContent('You have a view of this name already.');
  expect(backend.given.views.map((one) => one.name)).toEqual(['Contoso', 'Other']);
});

test('the palette leads to a view', async () => {
  const { desk } = await show({ inbox: inbox(crowded) });
  await press('k', { ctrlKey: true });
  await write('palette-field', 'view contoso');
  await press('Enter');
  expect(desk.inbox.asked.query).toBe('tenant:Contoso');
});
