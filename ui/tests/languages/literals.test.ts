import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const linter = new ESLint();

/** Whether words outside of the catalogue are found. */
async function found(code: string, file: string): Promise<boolean> {
  const [result] = await linter.lintText(code, { filePath: `src/lib/inbox/${file}` });
  const fatal = result?.messages.filter(({ fatal }) => fatal) ?? [];
  expect(fatal).toEqual([]);
  return result?.messages.some(({ ruleId }) => ruleId === 'no-restricted-syntax') ?? false;
}

const script = '<script lang="ts">\n  const { busy }: { busy: boolean } = $props();\n</script>\n';

test('words in the markup, in what is read aloud and in a key cap are found', async () => {
  for (const markup of [
    '<p>Nothing waits</p>',
    '{#if busy}Busy{/if}',
    '{#each [1] as one (one)}<b>{one}</b> left{/each}',
    '<p aria-label="Inbox"></p>',
    '<p title="Inbox, {busy}"></p>',
    "<p aria-label={busy ? 'Busy now' : undefined}></p>",
    '<p aria-label={`Inbox ${String(busy)}`}></p>',
    '<input placeholder="Reason" />',
    "<p>{busy ? 'Busy' : ''}</p>",
    "<p>{'busy'}</p>",
    '<p>{`busy ${String(busy)}`}</p>',
    '<kbd>Enter</kbd>',
  ])
    expect(await found(`${script}\n${markup}\n`, 'Planted.svelte'), markup).toBe(true);
});

test('what is no word for a person passes', async () => {
  const markup = [
    '<kbd>J</kbd>',
    '<p class="muted one" data-testid="as-of" aria-live="polite">{busy} · 14</p>',
    "<p class={['btn small', busy && 'bare']} aria-describedby={busy ? 'vow' : undefined}></p>",
    "<p title={t('inbox-show')}>{t(busy ? 'inbox-show' : 'inbox-gone')} {t('keys-name', { key: 'Enter' })}</p>",
    '<style>\n  p {\n    color: red;\n  }\n</style>',
  ].join('\n');
  const imports = "  import { t } from '../shared/language.svelte';\n";
  expect(await found(script.replace('\n', `\n${imports}`) + markup, 'Planted.svelte')).toBe(false);
});

test('sentences in the state of a screen are found, and what only a maker reads is not', async () => {
  expect(await found("export const line = 'No longer waiting';\n", 'planted.ts')).toBe(true);
  expect(await found("announcer.say('undone');\n", 'planted.ts')).toBe(true);
  expect(await found('export const line = (n: number) => `${String(n)} are left`;\n', 'planted.ts')).toBe(true);
  expect(await found("throw new Error('No place for the app');\n", 'planted.ts')).toBe(false);
  expect(await found("export const key = 'Enter';\n", 'planted.ts')).toBe(false);
});
