// Everything that can be done from where the desk stands, for the palette: the actions of the key map, pages, waiting
// requests, queues and settings. What grants, denies or revokes is only led to.

import type { Command } from '../lib/frame/palette';
import { focusOn } from '../lib/shared/focus';
import { keymap, type Action } from '../lib/shared/keymap';
import { t } from '../lib/shared/language.svelte';
import { plain } from '../lib/shared/safe-text';
import type { IconName } from '../lib/shared/Sprite.svelte';
import { moreOf, nameOf, sections, type Setting } from '../lib/settings/sections';
import type { Desk } from './desk.svelte';

/** What a key does that is of no use from a field of its own, or is the palette itself. */
const LEFT_OUT: readonly Action[] = [
  'next',
  'previous',
  'first',
  'last',
  'open',
  'back',
  'palette',
  'shorter',
  'longer',
  'select-down',
  'select-up',
];

/** What decides, or sends a decision: the sheet's own gesture is led to. */
const LED_TO: readonly Action[] = ['grant', 'deny', 'shorten', 'revoke', 'send-now'];

const icons: Partial<Record<Action, IconName>> = {
  grant: 'check',
  deny: 'x',
  shorten: 'live',
  undo: 'undo',
  select: 'check',
  'select-all': 'check',
  snooze: 'snooze',
  'send-now': 'send',
  'open-page': 'export',
  revoke: 'stop',
  connect: 'plus',
  arrivals: 'inbox',
  inbox: 'inbox',
  grants: 'live',
  log: 'log',
  insights: 'plots',
  find: 'search',
  settings: 'settings',
  shortcuts: 'keyboard',
  quit: 'off',
};

export function commands(desk: Desk): Command[] {
  return [...actions(desk), ...learning(desk), ...views(desk), ...requests(desk), ...queues(desk), ...settings(desk)];
}

/** Whose request stands open. */
export function whose(desk: Desk): string {
  const row = desk.inbox.rows.find(({ id }) => id === desk.sheet.view?.id);
  return row ? plain(row.who) : '';
}

function actions(desk: Desk): Command[] {
  const wanted = keymap.filter(({ action }) => !LEFT_OUT.includes(action) && can(desk, action));
  return wanted.map(({ action, group }) => ({
    id: action,
    group:
      group === 'decide' && desk.page !== 'grants' ? 'request' : group === 'anywhere' && isPage(action) ? 'go' : 'do',
    name:
      action === 'shortcuts'
        ? t('frame-shortcuts')
        : action.startsWith('classify-') && action !== 'classify-forget'
          ? classifies(action)
          : t('keys-action', { action }),
    ...(LED_TO.includes(action) ? { after: t('palette-opens') } : {}),
    icon: icons[action] ?? 'arrow',
    action,
    run: () => {
      if (LED_TO.includes(action)) lead(desk, action);
      else if (action === 'connect') void desk.connect();
      else desk.perform(action, false);
    },
  }));
}

/** Whether an action would do anything from here: no other is offered. */
function can(desk: Desk, action: Action): boolean {
  const { page, sheet, grants, inbox, queues } = desk;
  const view = page === 'inbox' && sheet.isCurrent ? sheet.view : null;
  const several = page === 'inbox' && desk.triage.selection.count > 0;
  switch (action) {
    case 'grant':
      return several || (view !== null && view.grant.allowed && sheet.deciding);
    case 'shorten':
      if (page === 'grants') return grants.selected !== null;
      return view !== null && view.grant.allowed && sheet.deciding && view.duration !== null;
    case 'shorter':
    case 'longer':
      return can(desk, 'shorten');
    case 'deny':
      return several || (view !== null && sheet.canDeny);
    case 'undo':
      return (page === 'inbox' && desk.triage.bulk.held) || view?.panel.is === 'held';
    case 'send-now':
      return view?.panel.is === 'held';
    case 'open-page':
      return view !== null && view.page !== null;
    case 'classify-low':
    case 'classify-medium':
    case 'classify-high':
    case 'classify-critical':
      return view?.why.classify?.yours === false;
    case 'classify-forget':
      return view?.why.classify?.yours === true;
    case 'revoke':
      return page === 'grants' && grants.selected !== null;
    case 'arrivals':
      return page === 'inbox' && inbox.arrivals > 0;
    case 'find':
      return page === 'log' || page === 'inbox';
    case 'select':
    case 'select-down':
    case 'select-up':
    case 'select-all':
      return page === 'inbox' && inbox.place >= 0;
    case 'snooze':
      return several || (view !== null && sheet.canDeny);
    case 'connect':
      return queues.guide.stage === null && !desk.learning.isPractice;
    case 'next':
    case 'previous':
    case 'first':
    case 'last':
    case 'open':
    case 'back':
    case 'panes':
    case 'inbox':
    case 'grants':
    case 'log':
    case 'insights':
    case 'settings':
    case 'palette':
    case 'shortcuts':
    case 'quit':
      return true;
  }
}

/** To where an action is done by its own gesture. Nothing is decided by going there. */
function lead(desk: Desk, action: Action): void {
  if (action === 'revoke') {
    desk.grants.ask(desk.grants.selected);
    return;
  }
  if (action === 'shorten' && desk.page === 'grants') {
    desk.grants.askShorten(desk.grants.selected);
    return;
  }
  if ((action === 'grant' || action === 'deny') && desk.page === 'inbox' && desk.triage.selection.count > 0) {
    void desk.triage.review(action);
    return;
  }
  desk.pane = 'sheet';
  if (action === 'deny') desk.sheet.startDeny();
  else void focusOn(action === 'shorten' ? 'slider' : action === 'send-now' ? 'undo' : 'grant');
}

function isPage(action: Action): boolean {
  return ['inbox', 'grants', 'log', 'insights', 'settings'].includes(action);
}

/** In the sheet of keys one line follows on the other; here each stands alone. */
function classifies(action: Action): string {
  const low = t('keys-action', { action: 'classify-low' });
  return action === 'classify-low' ? low : t('palette-classify', { level: t('keys-action', { action }) });
}

/** Not from within practice, which is one already. */
function learning(desk: Desk): Command[] {
  if (desk.learning.isPractice) return [];
  return [
    {
      id: 'first-steps',
      group: 'do' as const,
      name: nameOf('first-steps'),
      more: moreOf('about', 'first-steps'),
      icon: 'door' as const,
      run: () => void desk.learning.introduce('practise'),
    },
    {
      id: 'practise',
      group: 'do' as const,
      name: nameOf('practise'),
      more: moreOf('about', 'practise'),
      icon: 'again' as const,
      run: () => void desk.learning.practise(),
    },
  ];
}

function requests(desk: Desk): Command[] {
  return desk.inbox.rows.map((row) => ({
    id: `request-${row.id}`,
    group: 'requests' as const,
    name: plain(row.who),
    more: `${plain(row.role)} ${row.tenant} ${row.risk.word}`,
    after: `${plain(row.role)} · ${row.tenant}`,
    icon: 'person' as const,
    run: () => void desk.navigate({ page: 'inbox', id: row.id, deny: false }),
  }));
}

function views(desk: Desk): Command[] {
  return desk.triage.shelf.views.map((view) => ({
    id: `view-${view.name}`,
    group: 'go' as const,
    name: t('palette-view', { name: view.name }),
    more: view.query,
    icon: 'inbox' as const,
    run: () => void desk.openView(view),
  }));
}

function queues(desk: Desk): Command[] {
  return (desk.status.view?.queues ?? []).map((queue) => ({
    id: `queue-${queue.id}`,
    group: 'go' as const,
    name: t('palette-queue', { name: queue.name }),
    icon: 'plug' as const,
    run: () => void desk.openQueue(queue.id),
  }));
}

function settings(desk: Desk): Command[] {
  return sections.flatMap(({ section, icon, settings }) => [
    {
      id: `section-${section}`,
      group: 'settings' as const,
      name: t('settings-section', { section }),
      more: t('page-name', { page: 'settings' }),
      icon,
      run: () => void desk.openSetting(section, null),
    },
    ...settings.filter(isLedTo).map((setting) => ({
      id: `setting-${setting}`,
      group: 'settings' as const,
      name: nameOf(setting),
      more: moreOf(section, setting),
      icon,
      run: () => void desk.openSetting(section, setting),
    })),
  ]);
}

/** What the palette does itself is not led to as well. */
function isLedTo(setting: Setting): boolean {
  return setting !== 'first-steps' && setting !== 'practise';
}
