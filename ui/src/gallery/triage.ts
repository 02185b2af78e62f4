// The inbox as it is worked through, to be looked at.

import { crowded, inbox } from '../lib/backend/fixtures/inbox';
import type { Desk } from '../views/desk.svelte';
import type { Scene } from './scenes';

const given = { inbox: inbox(crowded) };

async function typed(desk: Desk, text: string): Promise<void> {
  desk.triage.filter.type(text, text.length);
  await desk.triage.filter.read();
}

async function selected(desk: Desk): Promise<void> {
  desk.triage.toggle(0);
  await desk.triage.all();
}

export const triage: Record<string, Scene> = {
  crowded: { given },
  filtered: {
    given,
    then: async (desk) => {
      await typed(desk, 'risk:high');
      desk.triage.filter.close();
      await desk.toFound();
    },
  },
  suggesting: { given, then: (desk) => desk.triage.filter.type('tenant:Contoso risk:', 20) },
  'filter-wrong': {
    given,
    then: async (desk) => {
      await typed(desk, 'tenant:contoso rosk:high');
      desk.triage.filter.close();
    },
  },
  'filter-empty': { given, then: (desk) => typed(desk, 'nobody') },
  narrowing: { given, then: (desk) => desk.triage.toggleShelf() },
  grouped: { given, then: (desk) => desk.triage.ask({ group: 'tenant' }) },
  selected: { given, then: (desk) => selected(desk) },
  'review-grant': {
    given,
    then: async (desk) => {
      await selected(desk);
      await desk.triage.review('grant');
    },
  },
  'review-deny': {
    given,
    then: async (desk) => {
      await selected(desk);
      await desk.triage.review('deny');
    },
  },
  'held-together': {
    given,
    then: async (desk) => {
      await selected(desk);
      await desk.triage.review('deny');
      await desk.triage.confirm();
    },
  },
  flood: {
    given,
    then: async (desk) => {
      await desk.pick('pavel-0');
      await desk.triage.toggleEach();
    },
  },
  folded: { given, then: (desk) => desk.pick('mei-0') },
  snoozing: { given, then: (desk) => desk.snooze() },
  snoozed: { given, then: (desk) => desk.triage.ask({ query: 'is:snoozed' }) },
};
