// Cuts what the connector speaks out of GitHub's own OpenAPI document, of which that is a small part: the paths as they stand, and all
// that they refer to. `node cut.mjs cut.json`

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const whole = fileURLToPath(import.meta.resolve('@octokit/openapi/generated/api.github.com.json'));
const { openapi, info, servers, paths, components } = JSON.parse(await readFile(whole, 'utf8'));
const run = '/repos/{owner}/{repo}/actions/runs';
const spoken = [
  '/user',
  run,
  `${run}/{run_id}/attempts/{attempt_number}`,
  `${run}/{run_id}/pending_deployments`,
  `${run}/{run_id}/approvals`,
  '/repos/{owner}/{repo}/environments',
];
const kept = Object.fromEntries(spoken.map((path) => [path, paths[path]]));
const cut = { openapi, info, servers, paths: kept, components: {} };

/** Takes along what is referred to, and what that refers to. */
function take(value) {
  if (typeof value !== 'object' || value === null) return;
  const [, kind, name] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(value.$ref ?? '') ?? [];
  if (kind && !cut.components[kind]?.[name]) {
    const found = components[kind][name];
    (cut.components[kind] ??= {})[name] = found;
    take(found);
  }
  Object.values(value).forEach(take);
}

take(cut.paths);
await writeFile(process.argv[2], JSON.stringify(cut));
