// Fails where the window reads more script than it may before it draws what waits: the page's own and all that it reads with
// it, as the disk gives it to the web view, packed for the comparison.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** In bytes. */
const MOST = 90_000;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
if (scripts.length === 0) throw new Error('dist/index.html reads no script, so nothing was measured');

const sizes = scripts.map((path) => ({ path, size: gzipSync(readFileSync(join(dist, path)), { level: 9 }).length }));
const all = sizes.reduce((sum, { size }) => sum + size, 0);
const said = `${(all / 1000).toFixed(1)} kB of script before the first picture, of at most ${String(MOST / 1000)}`;
if (all > MOST) {
  const each = sizes.sort((one, other) => other.size - one.size).map(({ path, size }) => `  ${String(size)} ${path}`);
  console.error([said, ...each].join('\n'));
  process.exitCode = 1;
} else {
  console.log(said);
}
