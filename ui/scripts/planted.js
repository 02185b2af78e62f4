// Plants a wrong type and an unlabelled image, and fails unless svelte-check finds both: a checker that finds nothing
// looks exactly like clean code.

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('..', import.meta.url));
const folder = join(ui, 'planted');

mkdirSync(folder, { recursive: true });
try {
  writeFileSync(
    join(folder, 'Planted.svelte'),
    '<script lang="ts">\n  const seconds: number = "an hour";\n</script>\n\n<img src="/door.svg" />{seconds}\n',
  );
  writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../tsconfig.json", "include": ["."] }\n');
  const found = spawnSync(
    process.execPath,
    [
      join(ui, 'node_modules/svelte-check/bin/svelte-check'),
      '--workspace',
      folder,
      '--tsconfig',
      join(folder, 'tsconfig.json'),
      '--output',
      'machine',
      '--fail-on-warnings',
    ],
    { cwd: ui, encoding: 'utf8' },
  );
  const missed = [
    ["not assignable to type 'number'", 'the wrong type'],
    ['a11y_missing_attribute', 'the image without a text'],
  ].filter(([text]) => !found.stdout.includes(text));
  if (found.status === 0 || missed.length > 0) {
    console.error(`svelte-check missed what was planted: ${missed.map(([, what]) => what).join(', ')}`);
    console.error(found.stdout, found.stderr);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
