// Every screen there is to look at, by name: the invented desk behind it, and what to do once it stands.

import { tick } from 'svelte';
import { notAdded, type Fixtures, type Given } from '../lib/backend/fixtures';
import { noGrants } from '../lib/backend/fixtures/grants';
import { arrivals, inbox, many, rows, standings, status } from '../lib/backend/fixtures/inbox';
import { fewInsights, noInsights } from '../lib/backend/fixtures/insights';
import { brokenDetail, brokenLog, emptyLog } from '../lib/backend/fixtures/log';
import { round, wholeRound } from '../lib/backend/fixtures/practice';
import { noQueues, signedOut, steps } from '../lib/backend/fixtures/queues';
import { notificationSettings, preferences } from '../lib/backend/fixtures/settings';
import {
  agent,
  agreed,
  changed,
  dana,
  held,
  ilya,
  mei,
  once,
  panels,
  portal,
  unclassified,
} from '../lib/backend/fixtures/sheets';
import { hostile, sentence } from '../lib/backend/fixtures/text';
import type { PanelView, RowView, SheetView } from '../lib/backend/views';
import type { Desk } from '../views/desk.svelte';
import { triage } from './triage';

export interface Scene {
  given?: Partial<Given>;
  then?: (desk: Desk, backend: Fixtures) => unknown;
}

const withDana = (patch: Partial<SheetView>): Partial<Given> => ({ sheets: [{ ...dana, ...patch }, agent, mei, ilya] });
const danaRow = (standing: RowView['standing']) =>
  inbox(rows.map((row) => (row.id === 'dana' ? { ...row, standing } : row)));
const panel = (view: PanelView): Scene => ({ given: withDana({ panel: view }) });
/** What is over, or on its way, can be denied no more. */
const noDeny = { allowed: false, why_not: 'It is over.', code: 'over' };

const notFresh: Partial<Given> = {
  status: {
    ...status,
    outbox: 2,
    queues: [
      {
        id: 'contoso',
        name: 'Contoso',
        state: 'off',
        heard: '16:27',
        log: { standing: 'unknown', line: '' },
        trouble: null,
      },
      {
        id: 'fabrikam',
        name: 'Fabrikam',
        state: 'fresh',
        heard: 'now',
        log: { standing: 'unknown', line: '' },
        trouble: null,
      },
      {
        id: 'northwind',
        name: 'Northwind',
        state: 'old',
        heard: '16:38',
        log: { standing: 'unknown', line: '' },
        trouble: null,
      },
    ],
    banners: [
      {
        kind: 'queue-off',
        strong: 'Contoso has not answered for 17 minutes.',
        text: 'Denying works and waits here; granting waits for fresh data.',
        next_try: (status.now ?? 0) + 20_000,
      },
    ],
  },
  inbox: {
    ...inbox(rows.map((row) => (row.tenant === 'Contoso' ? { ...row, stale: 'As of 16:27' } : row))),
    as_of: 'Partly as of 16:27',
  },
  ...withDana({
    stale: 'As of 16:27, 17 minutes ago. It may have changed or been decided since.',
    answer_text: 'answer by 16:52, if still open',
    grant: {
      allowed: false,
      why_not: 'Granting is off: the data is older than 15 minutes · it comes back by itself',
      code: 'stale',
    },
  }),
};

const noKeyring: Partial<Given> = {
  status: {
    ...status,
    banners: [
      {
        kind: 'no-keyring',
        strong: 'No keyring is open, so nothing can be signed.',
        text: 'You can read everything. Doorward never keeps keys in a file.',
        next_try: null,
      },
    ],
  },
  ...withDana({ panel: panels.locked }),
};

/** Whoever starts for the first time. */
const nobody: Partial<Given> = {
  status: { ...status, waiting: 0, high: 0, grants: 0, queues: [], banners: [] },
  inbox: inbox([]),
};

function missed(desk: Desk): void {
  desk.learning.practice.goOn();
}

/** On to the end of the round. */
function summed(desk: Desk): void {
  while (!desk.learning.practice.over) desk.learning.practice.goOn();
}

/** Chooses a system and fills in what is asked. */
async function filled(desk: Desk, system: number): Promise<void> {
  await desk.connect();
  const { guide } = desk.queues;
  guide.choose(system);
  await guide.fill();
  guide.parts = { 1: 'contoso-production', 0: 'https://queue.contoso.example' };
  guide.name = 'Contoso GCP';
  guide.client = '407408718192.apps.example';
}

const longWords =
  'Please[U+202E|Right-to-left override, U+202E]grant this now. '.repeat(6) +
  '<img src=x onerror=alert(1)> {{7*7}} **bold**';

export const scenes: Record<string, Scene> = {
  ...triage,
  inbox: {
    then: (_, backend) => backend.change({ inbox: inbox([...rows, ...arrivals]) }),
  },
  standings: { given: { inbox: inbox(standings) } },
  press: { then: (desk) => desk.pick('mei') },
  once: { given: { sheets: [dana, agent, { ...mei, ...once }, ilya] }, then: (desk) => desk.pick('mei') },
  confirm: {
    then: async (desk) => {
      await desk.pick('ilya');
      desk.sheet.pressGrant();
    },
  },
  holding: {
    then: (desk) => {
      desk.sheet.view = { ...dana, gesture: { is: 'hold', millis: 60_000 } };
      desk.sheet.pressGrant();
      desk.sheet.gesture.cancel();
      desk.sheet.gesture.state = 'holding';
      desk.sheet.gesture.progress = 0.6;
    },
  },
  asking: { then: (desk) => desk.sheet.askGrant() },
  denying: { then: (desk) => desk.sheet.startDeny() },
  changed: { given: withDana(changed) },
  agreed: { given: withDana(agreed) },
  held: {
    given: {
      ...withDana({ panel: held() }),
      inbox: danaRow({ is: 'held', until: (status.now ?? 0) + 6000, line: 'Granting 1 h, held' }),
    },
  },
  moving: { given: withDana({ panel: panels.moving, deny: noDeny }) },
  'agreed-mine': { given: withDana({ panel: panels.agreed, frozen: true }) },
  superseded: {
    given: {
      ...withDana({
        panel: panels.superseded,
        frozen: true,
        deny: noDeny,
        answer_by: null,
        answer_text: 'Closed at 16:44:02',
      }),
      inbox: danaRow({ is: 'closed', line: 'Denied by Ilya Sun', at: '16:44' }),
    },
  },
  again: panel(panels.again),
  unknown: { given: withDana({ panel: panels.unknown, deny: noDeny }) },
  closed: { given: withDana({ panel: panels.closed, frozen: true, deny: noDeny }) },
  'deny-only': {
    given: withDana({
      panel: panels.denyOnly,
      duration: { ...dana.duration, stops: [] },
      grant: { allowed: false, why_not: 'It cannot be granted from here.', code: 'cannot-grant' },
    }),
  },
  watched: { given: withDana({ panel: panels.watched, frozen: true, deny: noDeny, page: portal }) },
  'own-page': { given: withDana({ page: portal }) },
  unclassified: { given: withDana(unclassified) },
  critical: {
    then: async (desk) => {
      await desk.pick('agent');
      desk.sheet.draft.reason = 'Key rotation in the approved change, watched live';
      desk.sheet.draft.typed = 'Fabri';
    },
  },
  hostile: {
    given: withDana({
      sentence: sentence(
        '*D[а|Cyrillic small letter a, U+0430]na Peres-with-a-name-that-goes-on-and-on-and-never-seems-to-stop-anywhere* asks for *Global Administrator* in *Contoso* for *4 hours*.',
      ),
      words: {
        text: hostile(longWords),
        by: 'Dana’s words, as sent',
        hidden: '6 hidden characters, shown boxed',
        has_hidden: true,
        raw: longWords,
      },
    }),
  },
  offline: { given: notFresh },
  'no-keyring': { given: noKeyring },
  empty: { given: { inbox: inbox([]), status: { ...status, waiting: 0 } } },
  practice: { given: { status: { ...status, practice: true }, practice: round(0) } },
  'practice-caught': {
    given: { status: { ...status, practice: true }, practice: round(2) },
    then: (desk, backend) => {
      while (desk.learning.practice.feedback !== null) desk.learning.practice.goOn();
      backend.change({ practice: round(3) });
    },
  },
  'practice-missed': { given: { status: { ...status, practice: true }, practice: round(2) }, then: missed },
  'practice-summary': { given: { status: { ...status, practice: true }, practice: wholeRound }, then: summed },
  'intro-practise': { given: { ...nobody, firstStart: true } },
  'intro-connect': { given: { ...nobody, firstStart: true }, then: (desk) => desk.learning.introduce('connect') },
  'intro-guide': {
    given: { ...nobody, firstStart: true },
    then: async (desk) => {
      await desk.learning.introduce('connect');
      await desk.learning.connect();
    },
  },
  'intro-interrupt': { given: { ...nobody, firstStart: true }, then: (desk) => desk.learning.introduce('interrupt') },
  many: { given: { inbox: inbox(many(100_000)) } },
  grants: {
    then: async (desk) => {
      await desk.go('grants');
      desk.grants.selected = 'g3';
    },
  },
  revoking: {
    then: async (desk) => {
      await desk.go('grants');
      desk.grants.ask('g3');
    },
  },
  shortening: {
    then: async (desk) => {
      await desk.go('grants');
      desk.grants.askShorten('g3');
      desk.grants.type('30m');
      await desk.grants.look();
    },
  },
  'grants-by-tenant': {
    then: async (desk) => {
      await desk.go('grants');
      desk.grants.by = 'tenant';
    },
  },
  'grants-empty': { given: { grants: noGrants }, then: (desk) => desk.go('grants') },
  log: {
    then: async (desk) => {
      await desk.go('log');
      await desk.log.choose(2);
    },
  },
  exported: {
    then: async (desk) => {
      await desk.go('log');
      await desk.log.export.write('contoso', 'json');
    },
  },
  'log-broken': {
    given: {
      log: brokenLog,
      logDetail: brokenDetail,
      status: {
        ...status,
        banners: [
          {
            kind: 'log-broken',
            strong: 'The log is broken at entry 8,112.',
            text: 'You can deny and revoke. You cannot grant.',
            next_try: null,
          },
        ],
      },
    },
    then: async (desk) => {
      await desk.go('log');
      await desk.log.choose(2);
    },
  },
  'log-search': {
    then: async (desk) => {
      await desk.go('log');
      desk.log.search.type('denied');
      await desk.log.search.find();
    },
  },
  'log-search-none': {
    then: async (desk) => {
      await desk.go('log');
      desk.log.search.type('lucia contractor');
      await desk.log.search.find();
    },
  },
  'log-export': {
    then: async (desk) => {
      await desk.go('log');
      desk.log.export.ask();
    },
  },
  'log-exporting': {
    given: { written: [{ entries: 7_000, of: 12_408 }] },
    then: async (desk) => {
      await desk.go('log');
      void desk.log.export.write('contoso', 'csv');
    },
  },
  'log-empty': { given: { log: emptyLog }, then: (desk) => desk.go('log') },
  insights: { then: (desk) => desk.go('insights') },
  'insights-few': { given: { insights: fewInsights }, then: (desk) => desk.go('insights') },
  'insights-none': { given: { insights: noInsights }, then: (desk) => desk.go('insights') },
  'insights-table': {
    then: async (desk) => {
      await desk.go('insights');
      await tick();
      for (const name of ['volumes', 'own'])
        document.querySelector<HTMLElement>(`[data-testid="table-${name}"]`)?.click();
    },
  },
  'insights-cursor': {
    then: async (desk) => {
      await desk.go('insights');
      await tick();
      const picture = document.querySelector<HTMLElement>('[data-testid="picture-volumes"]');
      picture?.focus();
      for (let step = 0; step < 9; step += 1)
        picture?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    },
  },
  queues: { then: (desk) => desk.openSetting('queues', null) },
  'queues-empty': { given: { queues: noQueues }, then: (desk) => desk.openSetting('queues', null) },
  doctor: {
    then: async (desk) => {
      await desk.openSetting('queues', null);
      await desk.queues.examine('contoso');
    },
  },
  'doctor-signed-out': {
    given: { doctor: signedOut },
    then: async (desk) => {
      await desk.openSetting('queues', null);
      await desk.queues.examine('fabrikam-gcp');
    },
  },
  'queue-removal': {
    then: async (desk) => {
      await desk.openSetting('queues', null);
      await desk.queues.askRemoval('contoso');
    },
  },
  'connect-choose': {
    then: async (desk) => {
      await desk.connect();
      desk.queues.guide.choose(1);
    },
  },
  'connect-experimental': {
    then: async (desk) => {
      await desk.connect();
      desk.queues.guide.choose(3);
    },
  },
  'connect-token': {
    then: async (desk) => {
      await desk.connect();
      await desk.queues.guide.fill();
    },
  },
  'connect-fill': { then: (desk) => filled(desk, 1) },
  'connect-wrong': {
    then: async (desk, backend) => {
      await filled(desk, 1);
      desk.queues.guide.name = 'Contoso';
      backend.refuse = {
        call: 'connectQueue',
        refusal: notAdded(
          'sign-in-refused',
          'The sign-in was refused: unauthorized_client. Check the client, its secret if it has one, and what it may ask for, then try again.',
          'client',
        ),
      };
      await desk.queues.guide.connect();
    },
  },
  'connect-failed': {
    then: async (desk, backend) => {
      await filled(desk, 2);
      const message = 'The keyring is locked, so nothing can be kept. Unlock it, then try again.';
      backend.refuse = { call: 'connectQueue', refusal: notAdded('keyring-locked', message, null) };
      await desk.queues.guide.connect();
    },
  },
  'connect-browser': {
    given: { connects: false, steps: steps.slice(0, 3) },
    then: async (desk) => {
      await filled(desk, 1);
      void desk.queues.guide.connect();
    },
  },
  'connect-code': {
    given: {
      connects: false,
      steps: [{ is: 'code', code: 'WDJB-MJHT', at: 'https://accounts.example/device' }],
    },
    then: async (desk) => {
      await filled(desk, 1);
      desk.queues.guide.turnTo('code');
      void desk.queues.guide.connect();
    },
  },
  'connect-done': {
    then: async (desk) => {
      await filled(desk, 1);
      await desk.queues.guide.connect();
    },
  },
  'connect-unheard': {
    then: async (desk, backend) => {
      await filled(desk, 1);
      const message = 'It is connected, and is not heard. The queue cannot be reached: connection refused.';
      backend.refuse = { call: 'connectQueue', refusal: notAdded('not-reached', message, null, true) };
      await desk.queues.guide.connect();
    },
  },
  'sign-in-again': {
    then: async (desk) => {
      await desk.openSetting('queues', null);
      const row = desk.queues.rows.find((row) => row.signed_out);
      if (row) await desk.queues.signInAgain(row);
    },
  },
  shortcuts: { then: (desk) => (desk.shortcuts = true) },
  palette: { then: (desk) => (desk.palette = true) },
  'palette-typed': {
    then: (desk) => {
      desk.palette = true;
      typing('palette-field', 'sh');
    },
  },
  keys: { then: (desk) => desk.openSetting('keys', null) },
  'keys-asking': {
    then: async (desk) => {
      await desk.openSetting('keys', null);
      desk.settings.devices.ask('revoke', 'd-new');
    },
  },
  notifications: { then: (desk) => desk.openSetting('notifications', null) },
  'notifications-none': {
    given: {
      notificationSettings: {
        ...notificationSettings,
        hide_content: true,
        levels: { low: 'never', medium: 'never', high: 'never', critical: 'never' },
        quiet: { hours: [], zone: null, critical: true },
      },
    },
    then: (desk) => desk.openSetting('notifications', null),
  },
  away: { then: (desk) => desk.openSetting('away', null) },
  'away-now': {
    given: {
      notificationSettings: {
        ...notificationSettings,
        away_until: '2099-12-01T07:00:00Z',
        paused_until: '2099-11-17T17:00:00Z',
      },
    },
    then: (desk) => desk.openSetting('away', null),
  },
  roles: {
    then: async (desk) => {
      await desk.openSetting('roles', null);
      const role = desk.settings.roles.rows[2];
      if (role) desk.settings.roles.turn(role);
    },
  },
  language: { then: (desk) => desk.openSetting('language', null) },
  appearance: { then: (desk) => desk.openSetting('appearance', null) },
  keyboard: {
    given: {
      preferences: {
        ...preferences,
        keys: { grant: [{ key: 'y', code: 'KeyY', mod: false, shift: false }], revoke: [] },
      },
    },
    then: (desk) => desk.openSetting('keyboard', null),
  },
  computer: { then: (desk) => desk.openSetting('computer', null) },
  about: { then: (desk) => desk.openSetting('about', null) },
  'settings-found': {
    then: async (desk) => {
      await desk.openSetting('appearance', null);
      desk.settings.typed = 'no';
    },
  },
};

/** What a person types into a field, once it stands. */
function typing(name: string, words: string): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLInputElement>(`[data-testid="${name}"]`);
    if (!field) return;
    field.value = words;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, 50);
}
