// Fails on a physical side in any stylesheet: what says left or right would be wrong in Arabic and Hebrew.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PHYSICAL = [
  /(^|[\s;{])(margin|padding|border|inset)-(left|right|top|bottom)\b/,
  /(^|[\s;{])(left|right|top|bottom|width|height|(min|max)-(width|height))\s*:/,
  /\b(text-align|float|clear)\s*:\s*(left|right)\b/,
  /border-(top|bottom)-(left|right)-radius/,
  /\bto (left|right)\b|\btranslateX\(|\b(background-position|transform-origin|object-position)\s*:[^;]*\b(left|right)\b/,
  // Four values go around by the sides of the screen.
  /(^|[\s;{])(margin|padding|inset|border-(width|style|color|radius))\s*:\s*(([^\s;()]|\([^()]*\))+\s+){3}([^\s;()]|\([^()]*\))+\s*;/,
];

const root = new URL('../src', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(css|svelte)$/.test(name));
const faults = files.flatMap((name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const inline = [...text.matchAll(/\bstyle:(\w+-)?(left|right|top|bottom|width|height)\b/g)].map(
    ([found]) => `src/${name}: ${found}`,
  );
  const start = name.endsWith('.css') ? 0 : text.indexOf('<style');
  if (start < 0) return inline;
  const before = text.slice(0, start).split('\n').length - 1;
  const styles = text
    .slice(start)
    .split('\n')
    .flatMap((line, index) => {
      // A media query asks for the window's width; it lays nothing out.
      const faulty = !line.includes('@media') && PHYSICAL.some((rule) => rule.test(line));
      return faulty ? [`src/${name}:${String(before + index + 1)}: ${line.trim()}`] : [];
    });
  return [...inline, ...styles];
});

if (files.length === 0) throw new Error('no stylesheet was found, so nothing was checked');
if (faults.length > 0) {
  console.error(`Logical properties only:\n${faults.join('\n')}`);
  process.exit(1);
}
