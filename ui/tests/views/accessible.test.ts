// axe looks at every screen of the gallery. Colours are not laid out here: contrast is worked out in the tokens.

import { render } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import App from '../../src/App.svelte';
import { scenes } from '../../src/gallery/scenes';
import { Fixtures } from '../../src/lib/backend/fixtures';
import { inbox, rows } from '../../src/lib/backend/fixtures/inbox';
import { apart } from '../../src/views/apart.svelte';
import { Desk } from '../../src/views/desk.svelte';

await apart.readAll();

const pause = () => new Promise((done) => setTimeout(done, 20));

// Every kind of content once: looking at a page takes axe a second or more here.
const looked = [
  'standings',
  'changed',
  'held',
  'superseded',
  'critical',
  'unclassified',
  'asking',
  'no-keyring',
  'empty',
  'suggesting',
  'filter-wrong',
  'filter-empty',
  'narrowing',
  'grouped',
  'selected',
  'review-grant',
  'held-together',
  'flood',
  'snoozing',
  'snoozed',
  'grants',
  'revoking',
  'shortening',
  'grants-by-tenant',
  'log',
  'log-search',
  'log-search-none',
  'log-export',
  'log-exporting',
  'insights',
  'insights-few',
  'insights-none',
  'insights-table',
  'log-broken',
  'queues',
  'doctor',
  'queue-removal',
  'connect-choose',
  'connect-wrong',
  'connect-code',
  'connect-done',
  'shortcuts',
  'palette-typed',
  'keys-asking',
  'notifications',
  'away',
  'roles',
  'language',
  'appearance',
  'keyboard',
  'computer',
  'about',
  'settings-found',
  'practice-missed',
  'practice-summary',
  'intro-practise',
  'intro-connect',
  'intro-interrupt',
];

test.each(looked)('axe finds nothing in %s', async (name) => {
  const scene = scenes[name];
  const backend = new Fixtures({ inbox: inbox(rows.slice(0, 3)), ...scene?.given });
  const desk = new Desk(backend);
  const { container } = render(App, { backend, desk });
  await pause();
  await scene?.then?.(desk, backend);
  await pause();
  expect(await faults(container)).toEqual([]);
});

test('axe sees a fault when there is one', async () => {
  document.body.innerHTML = '<main><button type="button"></button></main>';
  expect(await faults(document.body)).toEqual([expect.stringContaining('button-name')]);
});

async function faults(element: Element): Promise<string[]> {
  const found = await axe.run(element, {
    preload: false,
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'target-size': { enabled: false } },
  });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
