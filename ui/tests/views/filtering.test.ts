import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { crowded, inbox, rows } from '../../src/lib/backend/fixtures/inbox';
import { activate, find, get, press, settle, show, write } from '../app';
import { said } from '../said';

const shownIds = () =>
  [...document.querySelectorAll('[data-testid="requests"] [role="option"]')].map((row) => row.getAttribute('data-id'));
const suggestions = () =>
  [...document.querySelectorAll('[data-testid="suggestion"]')].map((one) => one.textContent.trim());
const announced = () => get('announcer').textContent.trim();

test('the slash leads to the filter, and what is typed is looked for as it stands still', async () => {
  const { backend } = await show();
  await press('/');
  expect(document.activeElement).toBe(get('filter'));
  await write('filter', 'risk:high');
  expect(backend.asked.at(-1)?.query).toBe('risk:high');
  expect(shownIds()).toEqual(['dana', 'marta']);
  expect(get('inbox-count')).toHaveTextContent('2');
  expect(announced()).toBe(said`${'2'} requests found.`);
});

test('what is selected stays so where it is in the list, and nothing else is opened while one types', async () => {
  const { backend, desk } = await show();
  await press('j');
  await press('j');
  await settle(200);
  expect(desk.inbox.selected).toBe('marta');
  await write('filter', 'risk:high');
  expect([desk.inbox.selected, desk.inbox.place]).toEqual(['marta', 1]);
  expect(get('sentence')).not.toBeNull();
  backend.called.length = 0;
  await write('filter', 'tenant:Northwind');
  expect(desk.inbox.selected).toBeNull();
  expect(backend.called).not.toContain('openSheet');
  // Enter goes to what was found, and opens it.
  await press('Enter');
  expect(document.activeElement).toBe(get('requests'));
  expect(desk.inbox.selected).toBe('mei');
});

test('the words of the language are suggested with counts, and taken by keyboard', async () => {
  await show();
  await write('filter', 'ri');
  expect(suggestions()).toEqual(['risk:']);
  expect(get('filter')).toHaveAttribute('aria-expanded', 'true');
  expect(get('filter')).not.toHaveAttribute('aria-activedescendant');
  await press('ArrowDown');
  expect(get('filter')).toHaveAttribute('aria-activedescendant', 'suggestion-0');
  await press('Enter');
  await settle(300);
  expect(get('filter')).toHaveValue('risk:');
  expect(suggestions()).toEqual(['low 3', 'medium 3', 'high 2', 'critical 1']);
  await press('ArrowUp');
  await press('Enter');
  await settle(300);
  expect(get('filter')).toHaveValue('risk:critical ');
  expect(shownIds()).toEqual(['agent']);
});

test('a click on a suggestion keeps the focus in the field', async () => {
  await show();
  await write('filter', 'tenant:f');
  await activate('suggestion');
  await settle(300);
  expect(get('filter')).toHaveValue('tenant:Fabrikam ');
  expect(document.activeElement).toBe(get('filter'));
  expect(shownIds()).toEqual(['agent', 'ilya']);
});

test('what cannot be read is underlined where it stands and said, and the list stays as it is', async () => {
  const { backend } = await show();
  await write('filter', 'mei rosk:high');
  expect(get('filter-error')).toHaveTextContent('There is no key “rosk”.');
  expect(document.querySelector('.under u')).toHaveTextContent('rosk');
  expect(get('filter')).toHaveAttribute('aria-invalid', 'true');
  expect(get('filter')).toHaveAccessibleDescription(/There is no key/);
  expect(shownIds()).toEqual(rows.map((row) => row.id));
  expect(backend.asked.every((request) => !request.query.includes('rosk'))).toBe(true);
  await activate('filter-nearest');
  await settle(300);
  expect(get('filter')).toHaveValue('mei risk:high');
  expect(find('filter-error')).toBeNull();
});

test('a half-written condition is no error while its values are suggested', async () => {
  await show();
  await write('filter', 'risk:');
  expect(suggestions().length).toBe(4);
  expect(find('filter-error')).toBeNull();
  await press('Escape');
  expect(suggestions()).toEqual([]);
  expect(get('filter-error')).toHaveTextContent('Say what follows “risk:”');
});

test('where nothing matches it is said, with a way back', async () => {
  const { desk } = await show();
  await write('filter', 'nobody');
  expect(get('filter-empty')).toHaveTextContent('No request matches nobody.');
  expect(get('filter-empty')).toHaveTextContent('9 requests wait without this filter.');
  expect(get('filter')).toBeVisible();
  expect(find('inbox-empty')).toBeNull();
  await activate('show-all');
  expect(shownIds().length).toBe(rows.length);
  expect(get('filter')).toHaveValue('');
  expect(desk.inbox.selected).toBe('dana');
});

test('Escape empties the filter, and once more leads to the list', async () => {
  await show();
  await write('filter', 'mei');
  expect(shownIds()).toEqual(['mei']);
  await press('Escape');
  expect(get('filter')).toHaveValue('');
  expect(shownIds().length).toBe(rows.length);
  await press('Escape');
  expect(document.activeElement).toBe(get('requests'));
});

test('arrivals that fit the filter are counted, and no row moves for them', async () => {
  const { backend } = await show();
  await write('filter', 'tenant:Contoso');
  const before = shownIds();
  const fresh = { ...rows[0]!, id: 'fresh', spoken: 'Somebody asks.' };
  const elsewhere = { ...fresh, id: 'elsewhere', tenant: 'Fabrikam' };
  backend.change({ inbox: inbox([elsewhere, fresh, ...rows]) });
  await settle();
  expect(shownIds()).toEqual(before);
  expect(get('arrivals')).toHaveTextContent(said`${'1'} new since you looked`);
  (document.activeElement as HTMLElement).blur();
  await press('.');
  expect(shownIds()).toEqual(['fresh', ...before]);
});

test('a list that cannot be read again is told, and the one before stays', async () => {
  const { backend, desk } = await show();
  backend.refuse = { call: 'inboxPage', refusal: refusal('store', 'The desk’s file cannot be read.') };
  await write('filter', 'mei');
  expect(get('failure')).toHaveTextContent('The desk’s file cannot be read.');
  expect(desk.inbox.asked.query).toBe('');
  expect(shownIds().length).toBe(rows.length);
});

test('facets say what choosing them gives, and are taken back by another press', async () => {
  await show({ inbox: inbox(crowded) });
  await activate('narrow');
  const facet = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('[data-testid="facet"]')].find((one) => one.textContent.includes(name))!;
  expect(facet('Northwind')).toHaveTextContent('Northwind 3');
  facet('Northwind').click();
  await settle();
  expect(get('filter')).toHaveValue('tenant:Northwind');
  expect(shownIds()).toEqual(['mei-0', 'sana', 'lucia']);
  expect(facet('Northwind')).toHaveAttribute('aria-pressed', 'true');
  facet('Northwind').click();
  await settle();
  expect(get('filter')).toHaveValue('');
  // Escape closes it, and the focus is back where it was opened.
  facet('Northwind').focus();
  await press('Escape');
  expect(find('narrow-panel')).toBeNull();
  expect(document.activeElement).toBe(get('narrow'));
});

async function choose(name: string, value: string): Promise<void> {
  const select = get(name) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

test('the list is sorted and grouped as is chosen, under headings with counts', async () => {
  const { desk } = await show({ inbox: inbox(crowded) });
  await activate('narrow');
  await choose('sort', 'risk');
  expect(shownIds()[0]).toBe('agent');
  expect(get('requests')).toHaveAccessibleName(said`Requests, ${'by risk'}`);
  await choose('group', 'tenant');
  const headings = [...document.querySelectorAll('[data-testid="requests-heading"]')];
  expect(headings.map((one) => one.textContent.trim().replace(/\s+/g, ' '))).toEqual([
    'Contoso 14',
    'Fabrikam 2',
    'Northwind 5',
  ]);
  // A heading is no row: keys pass over it, and it is spoken with the first below it.
  expect(headings[0]).toHaveAttribute('role', 'presentation');
  expect(get('row-1')).toHaveAccessibleName(/^Contoso\. /);
  const last = desk.inbox.lines.size - 1;
  expect(desk.inbox.headingOf(last)?.label.pieces[0]?.text).toBe('Northwind');
});

test('far down a long group the heading is still known', async () => {
  const many = Array.from({ length: 600 }, (_, place) => ({ ...rows[0]!, id: `one-${String(place)}` }));
  const { desk } = await show({ inbox: inbox(many) });
  await desk.triage.ask({ group: 'tenant' });
  await press('End');
  await settle(300);
  expect(desk.inbox.place).toBe(600);
  expect(desk.inbox.lines.has(300)).toBe(false);
  expect(desk.inbox.headingOf(600)?.count).toBe(600);
});

test('a notification for a request that the filter leaves out shows it, without the filter', async () => {
  const { backend, desk } = await show();
  await write('filter', 'tenant:Northwind');
  backend.navigate({ page: 'inbox', id: 'agent', deny: false });
  await settle();
  expect(get('sentence')).toHaveTextContent('release-agent');
  expect(desk.inbox.selected).toBe('agent');
  expect(get('filter')).toHaveValue('');
});
