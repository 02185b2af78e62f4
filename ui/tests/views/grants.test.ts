import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { grants } from '../../src/lib/backend/fixtures/grants';
import { activate, find, get, press, settle, show, write } from '../app';

const titles = (): string[] =>
  [...document.querySelectorAll('[role="rowgroup"]')].map((group) => group.getAttribute('aria-label') ?? '');
const row = (id: string): HTMLElement => document.querySelector(`[data-id="${id}"]`)!;

async function group(by: string): Promise<void> {
  const select = get('grants-group') as HTMLSelectElement;
  select.value = by;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

test('S asks for an earlier end, says back what is typed, and signs that', async () => {
  const { backend } = await show();
  await activate('nav-grants');
  await press('j');
  await press('j');
  await press('j');
  await press('s');
  expect(document.activeElement).toBe(get('shorten-end'));
  await write('shorten-end', '30m');
  expect(get('shorten-said')).toHaveTextContent('until 17:14');
  expect(get('shorten-said').textContent.replace(/[\u2068\u2069]/g, '')).toContain('before: until 17:42');
  await write('shorten-reason', 'Half is enough');
  await press('Enter');
  expect(backend.shortened).toEqual([{ id: 'g3', seen: 3600, to: 1920, reason: 'Half is enough' }]);
  expect(get('announcer')).toHaveTextContent('Shortening is on its way.');
  expect(find('shorten-end')).toBeNull();
});

test('Enter before the end was said back only has it said', async () => {
  const { backend, desk } = await show();
  await activate('nav-grants');
  desk.grants.askShorten('g3');
  await settle();
  desk.grants.type('45m');
  await press('Enter');
  expect(backend.shortened).toEqual([]);
  expect(get('shorten-said')).toHaveTextContent('until 17:29');
  expect(get('announcer')).toHaveTextContent('until 17:29');
  await press('Enter');
  expect(backend.shortened).toHaveLength(1);
});

test('what means no earlier end is said beneath the field, and nothing can be signed', async () => {
  const { backend, desk } = await show();
  await activate('nav-grants');
  desk.grants.askShorten('g3');
  await settle();
  await write('shorten-end', 'soon');
  expect(get('shorten-said')).toHaveTextContent('“soon” is no length or end.');
  expect(get('shorten-end')).toHaveAttribute('aria-invalid', 'true');
  expect(get('shorten-confirm')).toHaveAttribute('aria-disabled', 'true');
  await write('shorten-end', '3h');
  expect(get('shorten-said')).toHaveTextContent('It ends at 17:42 already.');
  await activate('shorten-confirm');
  expect(backend.shortened).toEqual([]);
});

test('what the queue cannot shorten offers no button, and the key does nothing', async () => {
  const rows = grants.sections.flatMap((section) => section.rows).map((one) => ({ ...one, may_shorten: false }));
  await show({ grants: { ...grants, sections: [{ title: 'Ends today', rows }] } });
  await activate('nav-grants');
  expect(find('shorten')).toBeNull();
  await press('j');
  await press('s');
  expect(find('shorten-end')).toBeNull();
});

test('a shortening that is refused says why and keeps what was typed', async () => {
  const { backend, desk } = await show();
  await activate('nav-grants');
  desk.grants.askShorten('g3');
  await settle();
  await write('shorten-end', '30m');
  backend.refuse = { call: 'shorten', refusal: refusal('changed', 'This grant was changed meanwhile.') };
  await press('Enter');
  expect(get('grants-error')).toHaveTextContent('This grant was changed meanwhile.');
  expect((get('shorten-end') as HTMLInputElement).value).toBe('30m');
});

test('Esc shortens nothing, and revoking asks anew', async () => {
  const { backend, desk } = await show();
  await activate('nav-grants');
  desk.grants.askShorten('g3');
  await settle();
  await write('shorten-end', '30m');
  await press('Escape');
  expect(find('shorten-end')).toBeNull();
  await press('r');
  expect(get('revoke-reason')).toBeInTheDocument();
  desk.grants.askShorten('g3');
  await settle();
  expect(find('revoke-reason')).toBeNull();
  expect((get('shorten-end') as HTMLInputElement).value).toBe('');
  expect(backend.shortened).toEqual([]);
  expect(backend.revoked).toEqual([]);
});

test('grants are grouped by time left, tenant or holder, and the chosen one stays chosen', async () => {
  const { desk } = await show();
  await activate('nav-grants');
  expect(titles()[0]).toBe('Ends within 10 minutes');
  desk.grants.selected = 'g4';
  await group('tenant');
  expect(titles()).toEqual(['Contoso', 'Fabrikam', 'Northwind']);
  expect(row('g4')).toHaveAttribute('aria-selected', 'true');
  await group('holder');
  expect(titles()).toHaveLength(8);
  expect(row('g4').closest('[role="rowgroup"]')).toHaveAttribute('aria-label', 'release-agent');
  await group('time');
  expect(titles()[0]).toBe('Ends within 10 minutes');
});

test('two tenants of one name stay two, and so do two grants of one person that overlap', async () => {
  const [section] = grants.sections;
  const one = section!.rows[0]!;
  const rows = [
    { ...one, id: 'a', overlap: 'overlaps one more' },
    { ...one, id: 'b', overlap: 'overlaps one more' },
    { ...one, id: 'c', tenant_id: 'other/contoso', holder_id: 'other/amara' },
  ];
  await show({ grants: { ...grants, sections: [{ ...section!, rows }] } });
  await activate('nav-grants');
  await group('tenant');
  expect(titles()).toEqual(['Contoso', 'Contoso']);
  await group('holder');
  expect(titles()).toHaveLength(2);
  expect(row('a')).toHaveTextContent('overlaps one more');
  expect(row('a').closest('[role="rowgroup"]')).toBe(row('b').closest('[role="rowgroup"]'));
  expect(row('c').closest('[role="rowgroup"]')).not.toBe(row('a').closest('[role="rowgroup"]'));
});

test('in every grouping the keys walk the rows as they stand', async () => {
  const { desk } = await show();
  await activate('nav-grants');
  await group('tenant');
  await press('j');
  const walked: string[] = [];
  for (let step = 0; step < 8; step += 1) {
    walked.push(desk.grants.selected ?? '');
    await press('j');
  }
  const drawn = [...document.querySelectorAll<HTMLElement>('[data-testid="grant-row"]')].map(
    (one) => one.dataset['id'],
  );
  expect(walked).toEqual(drawn);
});

test('an end that is not known is said so in every grouping, and counts nothing down', async () => {
  await show();
  await activate('nav-grants');
  for (const by of ['time', 'tenant', 'holder']) {
    await group(by);
    expect(row('g7')).toHaveTextContent('asked 16:30, not confirmed');
    expect(row('g7').querySelector('[data-testid="grant-left"]')).toBeNull();
  }
});
