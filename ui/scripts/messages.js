// Fails where the catalogue has a fault or its types are stale; with `--write` it makes the types anew.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parts } from './parts.js';
import { compare, files, read, types, unused } from './catalogue.js';

const locales = fileURLToPath(new URL('../../locales', import.meta.url));
const source = fileURLToPath(new URL('../src', import.meta.url));
const typesFile = join(source, 'lib/shared/messages.ts');

const faults = ['app.ftl', 'notify.ftl'].flatMap((name) => {
  // What notifications say is formatted in the core, where a bare number is only digits.
  const rules = { barePlurals: name === 'notify.ftl' };
  const all = files(locales, name).map(({ language, text }) => ({ language, ...read(text, language, rules) }));
  const english = all.find(({ language }) => language === 'en')?.messages;
  if (!english || english.size === 0) throw new Error(`locales/en/${name} says nothing, so nothing was checked`);
  return all.flatMap(({ language, messages, faults }) =>
    [...faults, ...(language === 'en' ? [] : compare(english, messages, rules))].map(
      (fault) => `locales/${language}/${name}: ${fault}`,
    ),
  );
});

const english = read(readFileSync(join(locales, 'en/app.ftl'), 'utf8'), 'en').messages;
const sources = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('gallery') && !name.includes('messages.ts'))
  .map((name) => readFileSync(join(source, name), 'utf8'));
faults.push(...unused(english, sources).map((id) => `locales/en/app.ftl: ${id} is not used`));

// What the first picture is drawn with says nothing that is read after it.
const early =
  /^(App|views\/InboxPage|lib\/(inbox|sheet)\/(?!Narrow|Review|Snooze)\w+|lib\/frame\/(Banners|Side)|lib\/shared\/\w+)\.svelte$/;
const later = read(parts(readFileSync(join(locales, 'en/app.ftl'), 'utf8')).rest, 'en').messages;
for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => early.test(name))) {
  const said = readFileSync(join(source, name), 'utf8').matchAll(/\bt\(\s*'([a-z-]+)'/g);
  for (const [, id] of said) if (later.has(id)) faults.push(`src/${name} says ${id}, which the window reads later`);
}

const made = types(english);
if (process.argv.includes('--write')) writeFileSync(typesFile, made);
else if (readFileSync(typesFile, 'utf8') !== made)
  faults.push('src/lib/shared/messages.ts is stale: npm run messages makes it anew');

if (faults.length > 0) {
  console.error(`The catalogue has faults:\n${faults.join('\n')}`);
  process.exitCode = 1;
}
