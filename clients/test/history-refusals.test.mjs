import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, profileWithLogin } from '../harness/acceptance.mjs';
import { assertRefused, send } from '../harness/raw.mjs';

const valise = acceptance(async (started) => {
  await started.kernel.profiles.create({ name: 'empty' });
  await profileWithLogin(started, 'once');
});

const RANGE = 'version must be an integer from 1 to 2147483647';
const retention = (retention) => ({ retention });

const CASES = [
  [404, 'GET /profiles/unknown/versions', undefined, "no profile 'unknown'"],
  [400, 'GET /profiles/once/versions?limit=0', undefined, 'limit must be an integer from 1 to 100'],
  [404, 'GET /profiles/once/versions/2', undefined, "no version 2 of profile 'once'"],
  [404, 'GET /profiles/empty/versions/1', undefined, "no version 1 of profile 'empty'"],
  [404, 'GET /profiles/unknown/versions/1', undefined, "no profile 'unknown'"],
  [400, 'GET /profiles/once/versions/0', undefined, RANGE],
  [400, 'GET /profiles/once/versions/-1', undefined, RANGE],
  [400, 'GET /profiles/once/versions/head', undefined, RANGE],
  [400, 'GET /profiles/once/versions/1.0', undefined, RANGE],
  [400, 'GET /profiles/once/versions/99999999999', undefined, RANGE],
  [400, 'GET /profiles/once/versions/0/download', undefined, RANGE],
  [404, 'GET /profiles/once/versions/2/download', undefined, "no version 2 of profile 'once'"],
  [
    400,
    'GET /profiles/once/versions/1/download?format=zip',
    undefined,
    'format must be tar.zst or tar',
  ],
  [400, 'DELETE /profiles/once/versions/x', undefined, RANGE],
  [404, 'DELETE /profiles/once/versions/2', undefined, "no version 2 of profile 'once'"],
  [
    409,
    'DELETE /profiles/once/versions/1',
    undefined,
    "version 1 is the only version of 'once'; delete the profile instead",
  ],
  [400, 'POST /profiles/once/rollback', undefined, 'version is missing'],
  [400, 'POST /profiles/once/rollback', { version: 0 }, RANGE],
  [400, 'POST /profiles/once/rollback', { version: '1' }, RANGE],
  [400, 'POST /profiles/once/rollback', { version: 1.5 }, RANGE],
  [404, 'POST /profiles/once/rollback', { version: 2 }, "no version 2 of profile 'once'"],
  [404, 'POST /profiles/empty/rollback', { version: 1 }, "no version 1 of profile 'empty'"],
  [404, 'POST /profiles/unknown/rollback', { version: 1 }, "no profile 'unknown'"],
  [409, 'POST /profiles/once/fork', { name: 'empty' }, "a profile named 'empty' exists already"],
  [
    400,
    'POST /profiles/once/fork',
    { name: 'a b' },
    'name must be 1 to 255 ASCII letters, digits, dots, underscores or hyphens',
  ],
  [404, 'POST /profiles/once/fork', { version: 2 }, "no version 2 of profile 'once'"],
  [400, 'POST /profiles/once/fork', { version: -1 }, RANGE],
  [409, 'POST /profiles/empty/fork', {}, "nothing was saved into profile 'empty' yet"],
  [404, 'POST /profiles/unknown/fork', {}, "no profile 'unknown'"],
  [
    400,
    'POST /browsers',
    { profile: { name: 'once', version: 0 } },
    'profile.version must be an integer from 1 to 2147483647',
  ],
  [
    404,
    'POST /browsers',
    { profile: { name: 'empty', version: 1 } },
    "no version 1 of profile 'empty'",
  ],
  [400, 'PATCH /profiles/once', {}, 'there must be a name, a retention or what to require'],
  [400, 'PATCH /profiles/once', retention(5), 'retention must be an object'],
  [
    400,
    'PATCH /profiles/once',
    retention({ keep_last: 0 }),
    'retention.keep_last must be an integer from 1 to 2147483647',
  ],
  [
    400,
    'PATCH /profiles/once',
    { name: 'other', retention: { keep_daily_days: 36_501 } },
    'retention.keep_daily_days must be an integer from 1 to 36500',
  ],
  [
    400,
    'POST /profiles',
    { name: 'new', retention: { expire_unused_days: '90' } },
    'retention.expire_unused_days must be an integer from 1 to 36500',
  ],
  [404, 'PATCH /profiles/unknown', retention(null), "no profile 'unknown'"],
  [
    400,
    'GET /events?after=-1',
    undefined,
    'after must be an integer from 0 to 9223372036854775807',
  ],
  [400, 'GET /events?limit=101', undefined, 'limit must be an integer from 1 to 100'],
];

const everything = async () => [
  (await send(valise.server, 'GET /profiles?limit=100')).json,
  (await send(valise.server, 'GET /profiles/once/versions')).json,
  (await send(valise.server, 'GET /browsers?status=all&limit=100')).json.length,
];

for (const [status, line, body, message] of CASES) {
  test(`${line} ${JSON.stringify(body) ?? ''}: ${status}, ${message}`, async () => {
    const untouched = await everything();
    const answer = await send(valise.server, line, body);
    assertRefused(answer, status);
    assert.equal(answer.json.message, message);
    if (status === 409) assert.equal(answer.headers.get('x-should-retry'), 'false');
    assert.deepEqual(await everything(), untouched);
  });
}
