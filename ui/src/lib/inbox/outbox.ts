// How many decisions are on their way, and what some of them wait for.

import { counted, t } from '../shared/language.svelte';

export function outboxLine(count: number, waits: string | null): string {
  return waits === null ? t('inbox-outbox', counted(count)) : t('inbox-outbox-waits', { ...counted(count), waits });
}
