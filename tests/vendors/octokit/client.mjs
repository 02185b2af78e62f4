// GitHub's own client, unchanged, against what is played of GitHub: it has to find, read, approve and reject what waits there,
// page by page, and be told 304 where nothing changed. `node client.mjs http://127.0.0.1:1234 acme/web TOKEN`

import assert from 'node:assert/strict';
import { Octokit } from '@octokit/rest';

const [baseUrl, repository, auth] = process.argv.slice(2);
const [owner, repo] = repository.split('/');
const log = { debug() {}, info() {}, warn: console.warn, error() {} };
const octokit = new Octokit({ auth, baseUrl, log });
const { actions, repos, users } = octokit.rest;
const of = (run) => ({ owner, repo, run_id: run.id });

const me = (await users.getAuthenticated()).data;
const waiting = { owner, repo, status: 'waiting', per_page: 2 };
const runs = await octokit.paginate(actions.listWorkflowRunsForRepo, waiting);
assert.ok(runs.length > 4, 'more than two pages wait');
assert.ok(runs.every((run) => run.status === 'waiting' && run.display_title && run.triggering_actor.login));

const environments = (await repos.getAllEnvironments({ owner, repo })).data.environments;
const timers = environments.flatMap((one) => one.protection_rules.filter((rule) => rule.type === 'wait_timer'));
assert.deepEqual(
  timers.map((rule) => rule.wait_timer),
  [30],
);

const others = runs.filter((run) => run.triggering_actor.login !== me.login);
for (const [place, state] of ['approved', 'rejected'].entries()) {
  const run = others[place];
  const attempt = (await actions.getWorkflowRunAttempt({ ...of(run), attempt_number: run.run_attempt })).data;
  assert.equal(attempt.id, run.id);
  const [pending] = (await actions.getPendingDeploymentsForRun(of(run))).data;
  assert.equal(pending.current_user_can_approve, true);
  assert.ok(pending.reviewers.some(({ reviewer }) => reviewer.login === me.login));
  const review = { ...of(run), environment_ids: [pending.environment.id], state, comment: 'Agreed with finance' };
  const [deployment] = (await actions.reviewPendingDeploymentsForRun(review)).data;
  assert.equal(deployment.environment, pending.environment.name);
  assert.deepEqual((await actions.getPendingDeploymentsForRun(of(run))).data, []);
  const [told] = (await actions.getReviewsForRun(of(run))).data;
  assert.deepEqual([told.state, told.comment, told.user.login], [state, 'Agreed with finance', me.login]);
  await assert.rejects(actions.reviewPendingDeploymentsForRun(review), { status: 422 });
}

const { headers } = await actions.listWorkflowRunsForRepo(waiting);
const unchanged = actions.listWorkflowRunsForRepo({ ...waiting, headers: { 'if-none-match': headers.etag } });
await assert.rejects(unchanged, { status: 304 });
assert.ok(Number(headers['x-ratelimit-remaining']) > 0 && Number(headers['x-ratelimit-reset']) > 0);
await assert.rejects(actions.getWorkflowRun({ owner, repo, run_id: 1 }), { status: 404 });
console.log(`@octokit/rest: ${String(runs.length)} waiting runs read, one approved, one rejected`);
