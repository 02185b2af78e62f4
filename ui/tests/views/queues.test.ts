import { expect, test } from 'vitest';
import { notAdded, refusal, type Given } from '../../src/lib/backend/fixtures';
import { inbox, status } from '../../src/lib/backend/fixtures/inbox';
import { kinds, noQueues, removal, signedOut, steps } from '../../src/lib/backend/fixtures/queues';
import { activate, find, get, press, settle, show, type Shown, write } from '../app';
import { said } from '../said';

const TOKEN = 'a-token-that-nobody-sees';

async function page(given: Partial<Given> = {}): Promise<Shown> {
  const shown = await show(given);
  await press(',', { ctrlKey: true });
  return shown;
}

/** To the fields of the system with this number in the list. */
async function filling(system: number, given: Partial<Given> = {}): Promise<Shown> {
  const shown = await page(given);
  await press('c');
  await activate(`system-${String(system)}`);
  (get(`system-${String(system)}`) as HTMLInputElement).checked = true;
  shown.desk.queues.guide.choose(system);
  await submit();
  return shown;
}

async function submit(): Promise<void> {
  get('guide').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await settle();
}

async function ours(given: Partial<Given> = {}): Promise<Shown> {
  const shown = await filling(0, given);
  await write('add-address', 'https://queue.example');
  await write('add-name', 'Team');
  await write('add-token', TOKEN);
  return shown;
}

const value = (name: string) => (get(name) as HTMLInputElement).value;
const card = (id: string) => document.querySelector<HTMLElement>(`[data-testid="queue-card"][data-id="${id}"]`)!;
const within = (id: string, name: string) => card(id).querySelector<HTMLElement>(`[data-testid="${name}"]`)!;

async function activateIn(id: string, name: string): Promise<void> {
  within(id, name).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }));
  await settle();
}

test('the page says of each queue how it stands, and offers what mends it', async () => {
  await page();
  expect(document.title).toContain('Settings');
  expect(get('section')).toHaveAttribute('data-section', 'queues');
  expect(card('contoso')).toHaveTextContent('connected');
  expect(card('fabrikam-gcp')).toHaveTextContent('You are signed out of Fabrikam GCP.');
  expect(within('fabrikam-gcp', 'queue-again')).toHaveTextContent('Sign in again');
  expect(within('contoso', 'queue-again')).toHaveTextContent('New token');
});

test('without a queue there is one thing to do, here and in the empty inbox', async () => {
  const { desk } = await page({ queues: noQueues });
  expect(get('empty')).toHaveTextContent('No queue is connected.');
  expect(card('practice')).not.toHaveTextContent('Remove');
  await activate('connect');
  expect(get('guide')).toHaveAttribute('data-stage', 'choose');
  await press('Escape');
  await desk.go('inbox');
  await settle();
  expect(find('connect')).toBeNull();
});

test('an inbox without any queue leads to connecting one', async () => {
  await show({ inbox: inbox([]), status: { ...status, queues: [] } });
  await activate('connect');
  expect(get('guide')).toBeInTheDocument();
});

test('a token goes to the core once, and is nowhere in the window afterwards', async () => {
  const { backend } = await ours();
  expect(get('add-token')).toHaveAttribute('type', 'password');
  await submit();
  expect(backend.connected).toEqual([
    {
      name: 'Team',
      address: 'https://queue.example',
      proof: { is: 'token', token: TOKEN },
      invitation: null,
      watch: false,
      again: false,
    },
  ]);
  expect(get('connected')).toHaveTextContent(said`${'Team'} is connected.`);
  expect(get('connected-person')).toHaveTextContent('Noor Haddad');
  expect(document.body.innerHTML).not.toContain(TOKEN);
  expect(document.activeElement).toHaveAttribute('data-focus', 'guide');
  await activate('guide-another');
  await submit();
  expect(value('add-token')).toBe('');
});

test('where a file shows who one is, its path is typed, and can be read', async () => {
  await filling(0, { kinds: kinds.map((kind) => ({ ...kind, takes_file: true })) });
  expect(get('add-token')).toHaveAttribute('type', 'text');
  expect(document.querySelector('label[for="add-token"]')).toHaveTextContent('Path of your identity file');
  expect(get('add-token-line')).toHaveTextContent('delete the file then');
});

test('nothing is sent while a field is empty, and why is said', async () => {
  const { backend } = await filling(0);
  expect(document.activeElement).toBe(get('add-address'));
  expect(get('guide-connect')).toHaveAttribute('aria-disabled', 'true');
  expect(get('guide-line')).toHaveTextContent('Some fields are still empty.');
  await submit();
  expect(backend.connected).toEqual([]);
});

test('a fault stands beneath its field, which has the focus, and nothing that was typed is lost', async () => {
  const { backend } = await ours();
  const message = 'The token is not accepted. Ask for another one.';
  backend.refuse = { call: 'connectQueue', refusal: notAdded('unauthenticated', message, 'token') };
  await submit();
  expect(get('add-token-line')).toHaveTextContent(message);
  expect(get('add-token')).toHaveAttribute('aria-invalid', 'true');
  expect(get('add-token').getAttribute('aria-describedby')).toBe(get('add-token-line').id);
  expect(document.activeElement).toBe(get('add-token'));
  expect([value('add-address'), value('add-name'), value('add-token')]).toEqual([
    'https://queue.example',
    'Team',
    TOKEN,
  ]);
  expect(get('announcer')).toHaveTextContent(message);
  await write('add-token', 'another');
  expect(get('add-token')).toHaveAttribute('aria-invalid', 'false');
});

test('what no field can mend stands beside the button', async () => {
  const { backend } = await ours();
  backend.refuse = { call: 'connectQueue', refusal: notAdded('keyring-locked', 'The keyring is locked.', null) };
  await submit();
  expect(get('guide-line')).toHaveTextContent('The keyring is locked.');
  expect(document.activeElement).toBe(get('guide-connect'));
});

test('a name and an address are looked at as they are typed', async () => {
  await filling(0);
  await write('add-name', 'Contoso');
  expect(get('add-name-line')).toHaveTextContent('connected already');
  await write('add-address', 'http://queue.example');
  expect(get('add-address-line')).toHaveTextContent('Plain HTTP is for this machine only.');
  await write('add-name', 'Contoso two');
  expect(get('add-name-line')).toHaveTextContent('Stands in lists');
  expect(get('add-address-line')).toHaveTextContent('Plain HTTP');
});

test('an address is filled in by its parts, or written as one', async () => {
  const { desk } = await filling(3);
  await write('add-address', 'desk.example');
  await write('add-address-1', 'ACCESS');
  expect(desk.queues.guide.address).toBe('northwind:desk.example/ACCESS');
  await activate('add-whole');
  expect(value('add-address')).toBe('northwind:desk.example/ACCESS');
  expect(document.activeElement).toBe(get('add-address'));
});

test('while one signs in the code is shown, and stopping connects nothing', async () => {
  const code = { is: 'code', code: 'WDJB-MJHT', at: 'https://accounts.example/device' } as const;
  const { backend } = await filling(1, { connects: false, steps: [{ is: 'reaching' }, code] });
  await write('add-address', 'contoso');
  await write('add-name', 'Contoso GCP');
  await write('add-client', 'client-1');
  await write('add-secret', 'a-secret');
  await activate('way-code');
  get('way-code').dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  await submit();
  expect(get('code')).toHaveTextContent('WDJB-MJHT');
  expect(get('connecting')).toHaveTextContent('https://accounts.example/device');
  const client = { id: 'client-1', secret: 'a-secret', issuer: '' };
  expect(backend.connected[0]?.proof).toEqual({ is: 'code', client });
  await press('Escape');
  expect(backend.called).toContain('stopConnecting');
  expect(get('guide')).toHaveAttribute('data-stage', 'fill');
  expect(value('add-client')).toBe('client-1');
});

test('a queue that is connected and not heard is called both', async () => {
  const { backend } = await ours();
  const refused = notAdded('not-reached', 'It is connected, and is not heard.', null, true);
  backend.refuse = { call: 'connectQueue', refusal: refused };
  await submit();
  expect(get('unheard')).toHaveTextContent('It is connected, and is not heard.');
  expect(document.body.innerHTML).not.toContain(TOKEN);
});

test('signing in again keeps the client and asks for no secret', async () => {
  const { backend } = await page({ steps });
  await activateIn('fabrikam-gcp', 'queue-again');
  expect(get('guide')).toHaveAttribute('data-stage', 'fill');
  expect(document.activeElement).toBe(get('guide-connect'));
  await submit();
  expect(backend.connected).toEqual([
    {
      name: 'Fabrikam GCP',
      address: 'google-pam:projects/fabrikam-production',
      proof: { is: 'browser', client: { id: '', secret: null, issuer: '' } },
      invitation: null,
      watch: false,
      again: true,
    },
  ]);
});

test('the doctor says what stands in the way, and what mends it is one step away', async () => {
  await page({ doctor: signedOut });
  await activateIn('fabrikam-gcp', 'queue-doctor');
  expect(get('doctor-title')).toHaveTextContent('1 thing stands in the way of deciding there.');
  expect(get('announcer')).toHaveTextContent('1 thing stands in the way');
  expect(document.querySelector('[data-check="sign-in"]')).toHaveAttribute('data-weight', 'error');
  await activate('mend-sign-in');
  expect(get('guide')).toHaveTextContent(said`Sign in again at ${'Fabrikam GCP'}`);
});

test('a removal that costs something is typed, and one that costs nothing is not', async () => {
  const { backend } = await page();
  await activateIn('contoso', 'queue-remove');
  expect(get('removal-lost')).toHaveTextContent('2 live grants go on');
  expect(document.activeElement).toBe(get('removal-typed'));
  await activate('removal-remove');
  expect(backend.removed).toEqual([]);
  await write('removal-typed', 'Contoso');
  backend.refuse = { call: 'removeQueue', refusal: refusal('grew', 'There is more now. Look again.') };
  get('removal').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await settle();
  expect(get('removal-failure')).toHaveTextContent('There is more now.');
  get('removal').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await settle();
  expect(backend.removed).toEqual([{ queue: 'contoso', typed: 'Contoso' }]);
  expect(get('queues-told')).toHaveTextContent(said`${'Contoso'} is removed`);
  expect(card('contoso')).toBeNull();
});

test('Esc keeps a queue, and leaves the guided way step by step', async () => {
  const { backend, desk } = await page({ removal: { ...removal, lost: [] } });
  await activateIn('contoso', 'queue-remove');
  expect(document.activeElement).toBe(get('removal-keep'));
  await press('Escape');
  expect(find('removal')).toBeNull();
  expect(backend.removed).toEqual([]);
  expect(document.activeElement).toBe(card('contoso').querySelector('h2'));
  await press('j');
  expect(document.activeElement).toBe(card('fabrikam-gcp').querySelector('h2'));
  await press('c');
  await submit();
  await write('add-name', 'Kept');
  await press('Escape');
  expect(get('guide')).toHaveAttribute('data-stage', 'choose');
  await press('Escape');
  expect(find('guide')).toBeNull();
  await desk.connect();
  await submit();
  expect(value('add-name')).toBe('Kept');
});

test('another system’s queue may be only watched, and ours may not', async () => {
  const { backend } = await filling(2);
  await write('add-name', 'Groups');
  await write('add-client', 'client-1');
  (get('add-watch') as HTMLInputElement).click();
  await submit();
  expect(backend.connected[0]).toMatchObject({ address: 'entra-pim:groups', watch: true });
  await activate('guide-another');
  await submit();
  expect(find('add-watch')).not.toBeNull();
  await press('Escape');
  (get('system-0') as HTMLInputElement).click();
  await submit();
  expect(find('add-watch')).toBeNull();
});
