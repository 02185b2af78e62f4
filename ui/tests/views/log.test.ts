import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { brokenLog, emptyLog, log, logRows } from '../../src/lib/backend/fixtures/log';
import { activate, find, get, press, settle, show, write } from '../app';

const plainly = (name: string): string =>
  get(name)
    .textContent.replace(/[\u2068\u2069]/g, '')
    .trim();

test('the slash goes to the search, the core finds, and Esc brings the log back', async () => {
  const { backend } = await show();
  await activate('nav-log');
  await press('j');
  expect(get('log-row-1')).toHaveAttribute('aria-selected', 'true');
  await press('/');
  expect(document.activeElement).toBe(get('log-search'));
  await write('log-search', 'denied');
  expect(backend.searched).toEqual([{ words: 'denied', queue: 'contoso', before: null, limit: 100 }]);
  expect(plainly('log-found')).toBe('2 decisions found');
  expect(plainly('announcer')).toBe('2 decisions found');
  expect(get('log-row-0')).toHaveTextContent('Pavel Novak');
  expect(find('log-row-2')).toBeNull();
  await press('ArrowDown');
  expect(document.activeElement).toBe(get('log'));
  await press('j');
  expect(get('log-row-1')).toHaveAttribute('aria-selected', 'true');
  expect(get('log-detail')).toHaveTextContent('Entries 12,403 to 12,405');
  await press('Escape');
  expect((get('log-search') as HTMLInputElement).value).toBe('');
  expect(get('log-row-1')).toHaveAttribute('aria-selected', 'true');
  expect(get('log-row-2')).toBeInTheDocument();
});

test('typing asks the core once it pauses, and only the last words are shown', async () => {
  const { backend, desk } = await show();
  await activate('nav-log');
  for (const words of ['d', 'de', 'den']) desk.log.search.type(words);
  await settle(300);
  expect(backend.searched.map((search) => search.words)).toEqual(['den']);
  const answers: (() => void)[] = [];
  const found = (words: string) => ({
    hits: logRows.filter((row) => row.verb.includes(words)).map((row) => ({ queue: 'contoso', row })),
    before: null,
  });
  backend.searchLog = (search) => new Promise((done) => answers.push(() => done(found(search.words))));
  desk.log.search.type('Granted');
  await settle(300);
  desk.log.search.type('Revoked');
  await settle(300);
  answers[1]?.();
  answers[0]?.();
  await settle();
  expect(get('log-row-0')).toHaveTextContent('Revoked');
  expect(find('log-row-1')).toBeNull();
});

test('all logs are searched on demand, and a hit of another one says whose it is', async () => {
  const elsewhere = { queue: 'practice', row: { ...logRows[1]!, entry: 7 } };
  const { backend } = await show({ found: [{ queue: 'contoso', row: logRows[1]! }, elsewhere] });
  await activate('nav-log');
  await write('log-search', 'pavel');
  expect(plainly('log-found')).toBe('1 decision found');
  await activate('log-search-all');
  expect(backend.searched.at(-1)?.queue).toBeNull();
  expect(get('log-row-1')).toHaveTextContent('Practice queue');
  expect(get('log-row-0')).not.toHaveTextContent('Practice queue');
  get('log-row-1').click();
  await settle();
  expect(backend.looked.at(-1)).toEqual({ queue: 'practice', entry: 7 });
});

test('of many hits the next are read when the last come into sight', async () => {
  const found = Array.from({ length: 250 }, (_, place) => ({
    queue: 'contoso',
    row: { ...logRows[1]!, entry: 9000 - place },
  }));
  const { backend, desk } = await show({ found });
  await activate('nav-log');
  await write('log-search', 'pavel');
  expect(plainly('log-found')).toBe('100 decisions found, and more');
  get('log').focus();
  await press('End');
  expect(backend.searched.map((search) => search.before)).toEqual([null, '100']);
  expect(desk.log.search.count).toBe(200);
});

test('nothing found is said with the words, and a search that fails with its reason', async () => {
  const { backend } = await show();
  await activate('nav-log');
  await write('log-search', 'nobody');
  expect(plainly('log-found')).toBe('No decision matches “nobody”.');
  expect(get('log-detail')).toHaveTextContent('Choose a decision');
  backend.refuse = { call: 'searchLog', refusal: refusal('io', 'The profile is in use by another program.', true) };
  await write('log-search', 'dana');
  expect(plainly('log-found')).toBe('The profile is in use by another program.');
});

test('another log ends the search in the one before', async () => {
  const { desk } = await show();
  await activate('nav-log');
  await write('log-search', 'denied');
  desk.turnLogTo('practice');
  await settle();
  expect(desk.log.search.active).toBe(false);
  expect((get('log-search') as HTMLInputElement).value).toBe('');
});

test('an export asks for the form, shows how far it is, and tells the path and what is in it', async () => {
  const { backend } = await show();
  await activate('nav-log');
  await activate('export');
  expect(get('export-dialog')).toBeInTheDocument();
  expect(get('export-form-json')).toBeChecked();
  get('export-form-ocsf').click();
  backend.given.written = [{ entries: 7000, of: 12_408 }];
  get('export-go').click();
  await settle();
  expect(find('export-dialog')).toBeNull();
  expect(backend.exported).toEqual([{ queue: 'contoso', form: 'ocsf' }]);
  expect(plainly('exporting')).toContain('Writing, 7,000 of 12,408 entries');
  expect(get('exporting').querySelector('progress')).toHaveAttribute('max', '12408');
  expect(get('export')).toHaveAttribute('aria-disabled', 'true');
  await activate('export-stop');
  expect(find('exporting')).toBeNull();
  expect(get('export-error')).toHaveTextContent('The export was stopped. Nothing was written.');
  expect(get('export-error')).not.toHaveAttribute('role', 'alert');
  backend.given.written = [{ entries: 12_408, of: 12_408 }];
  await activate('export');
  get('export-go').click();
  await settle();
  expect(get('export-path')).toHaveTextContent('/home/noor/Documents/doorward-log-20261117-154418.json');
  expect(plainly('export-decisions')).toContain('Names and reasons of 4,120 decisions are in it');
  expect(find('export-error')).toBeNull();
});

test('whoever thinks better of it, in either dialog, has written nothing', async () => {
  const { backend } = await show({ place: null });
  await activate('nav-log');
  await activate('export');
  await activate('export-cancel');
  expect(find('export-dialog')).toBeNull();
  expect(backend.exported).toEqual([]);
  await activate('export');
  get('export-go').click();
  await settle();
  expect(find('export-path')).toBeNull();
  expect(find('export-error')).toBeNull();
  expect(get('export')).toHaveAttribute('aria-disabled', 'false');
});

test('of a broken log the evidence is written with its proofs, without a choice of form', async () => {
  const { backend } = await show({ log: brokenLog });
  await activate('nav-log');
  await activate('export');
  expect(find('export-dialog')).toBeNull();
  expect(backend.exported).toEqual([{ queue: 'contoso', form: 'json' }]);
});

test('an export is of the log on the page, and what it told goes with that log', async () => {
  const { backend, desk } = await show();
  await activate('nav-log');
  await desk.log.export.write('contoso', 'csv');
  await settle();
  expect(get('export-path')).toBeInTheDocument();
  desk.turnLogTo('practice');
  await settle();
  expect(find('export-path')).toBeNull();
  await activate('export');
  get('export-go').click();
  await settle();
  expect(backend.exported.at(-1)?.queue).toBe('practice');
});

test('an empty log has nothing to search', async () => {
  await show({ log: emptyLog });
  await activate('nav-log');
  expect(find('log-search')).toBeNull();
  await press('/');
  expect(document.activeElement).not.toBe(find('log-search'));
});

test('while the log is searched a new entry changes nothing of what was found', async () => {
  const { backend } = await show();
  await activate('nav-log');
  await write('log-search', 'denied');
  backend.change({ log: { ...log, count: logRows.length + 1, rows: [{ ...logRows[0]!, entry: 12_409 }, ...logRows] } });
  await settle();
  expect(plainly('log-found')).toBe('2 decisions found');
  expect(get('log-row-0')).toHaveTextContent('Pavel Novak');
});
