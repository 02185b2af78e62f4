// What is said of one judged decision.

import type { PracticeLineView } from '../backend/backend';
import { t } from '../shared/language.svelte';

export type Tone = 'ok' | 'miss' | 'note';

/** How it went, and what the request was. */
export function feedbackTitle(line: PracticeLineView): string {
  return `${verdictOf(line)} ${t('practice-was', { trap: line.trap })}`;
}

export function verdictOf({ judged, trap }: PracticeLineView): string {
  if (judged === null) return '';
  if (judged.decision === 'withheld') return t('practice-verdict', { verdict: 'withheld' });
  if (judged.verdict === 'right' && trap === 'none') return t('practice-verdict', { verdict: 'plain' });
  return t('practice-verdict', { verdict: judged.verdict });
}

export function toneOf({ judged }: PracticeLineView): Tone {
  switch (judged?.verdict) {
    case 'right':
      return 'ok';
    case 'missed':
      return 'miss';
    case 'too-strict':
    case undefined:
      return 'note';
  }
}
